//! A run of days.

use std::fmt;

use super::Day;
use crate::refusal::{Class, Explain, Lang};

/// A run of days from `first` to `last`, both included. It is never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Open to the calendar only, which builds windows that cannot be empty.
    pub(super) first: Day,
    pub(super) last: Day,
}

/// The last day of a span lies before its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a span of days ends on {last}, before it begins on {first}")]
pub struct EmptySpan {
    /// The first day asked for.
    pub first: Day,
    /// The last day asked for.
    pub last: Day,
}

impl Span {
    /// The days from `first` to `last`, both included.
    ///
    /// # Errors
    /// [`EmptySpan`] when `last` lies before `first`.
    pub fn new(first: Day, last: Day) -> Result<Self, EmptySpan> {
        if last < first { Err(EmptySpan { first, last }) } else { Ok(Self { first, last }) }
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.first
    }

    /// The last day, which belongs to the span.
    #[must_use]
    pub const fn last(self) -> Day {
        self.last
    }

    /// How many days it has: at least 1.
    #[must_use]
    pub fn days(self) -> i64 {
        self.last.signed_duration_since(self.first).num_days() + 1
    }

    /// Whether `day` is one of its days.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days that belong to both spans, or nothing.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last)).ok()
    }

    /// The shortest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// Its days, in order.
    pub fn iter(self) -> impl Iterator<Item = Day> {
        self.first.iter_days().take_while(move |day| *day <= self.last)
    }
}

impl fmt::Display for Span {
    /// `2025-05-01/2025-05-31`, as ISO 8601 writes an interval.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.last)
    }
}

impl Explain for EmptySpan {
    fn rule(&self) -> &'static str {
        "calendar.empty_span"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let (first, last) = (self.first.format("%d/%m/%Y"), self.last.format("%d/%m/%Y"));
        lang.pick(
            format!("Ngày cuối ({last}) đứng trước ngày đầu ({first})."),
            format!("The last day ({last}) comes before the first day ({first})."),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn both_ends_belong_to_a_span() {
        let june = span("2025-06-01", "2025-06-30");
        assert_eq!(june.days(), 30);
        assert!(june.contains(day("2025-06-01")) && june.contains(day("2025-06-30")));
        assert!(!june.contains(day("2025-05-31")) && !june.contains(day("2025-07-01")));
        assert_eq!(span("2024-02-29", "2024-02-29").days(), 1);
        assert_eq!(june.to_string(), "2025-06-01/2025-06-30");
    }

    #[test]
    fn a_span_that_ends_before_it_begins_is_refused() {
        let refused = Span::new(day("2025-07-01"), day("2025-06-30")).expect_err("refused");
        assert_eq!(refused.rule(), "calendar.empty_span");
        assert_eq!(refused.text(Lang::Vi), "Ngày cuối (30/06/2025) đứng trước ngày đầu (01/07/2025).");
    }

    #[test]
    fn spans_that_only_touch_share_one_day_and_adjoining_ones_none() {
        let may = span("2025-05-01", "2025-05-31");
        assert_eq!(may.intersect(span("2025-05-31", "2025-07-01")), Some(span("2025-05-31", "2025-05-31")));
        assert_eq!(may.intersect(span("2025-06-01", "2025-06-30")), None);
    }

    proptest! {
        #[test]
        fn an_intersection_holds_the_days_of_both(a in any_span(), b in any_span()) {
            let both = a.iter().filter(|day| b.contains(*day)).count();
            prop_assert_eq!(a.intersect(b).map_or(0, |common| common.iter().count()), both);
            prop_assert_eq!(a.intersect(b), b.intersect(a));
            prop_assert!(a.iter().chain(b.iter()).all(|day| a.hull(b).contains(day)));
            prop_assert_eq!(usize::try_from(a.days()), Ok(a.iter().count()));
        }
    }
}
