//! The days through which something holds, open at either end if need be.

use std::fmt;

use crate::{
    calendar::{Day, Span},
    refusal::{Class, Explain, Lang},
};

/// Stands for "since ever", so that stored days compare without a null.
const FIRST_DAY: Day = match Day::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => Day::MIN,
};

/// Stands for "until further notice".
const LAST_DAY: Day = match Day::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => Day::MAX,
};

/// A run of days, both ends included and each end possibly open. It is never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Life {
    first: Day,
    last: Day,
}

/// A life that would end before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub struct EmptyLife {
    /// The first day asked for.
    pub from: Day,
    /// The last day asked for.
    pub to: Day,
}

impl Life {
    /// All days there are.
    pub const ALWAYS: Self = Self { first: FIRST_DAY, last: LAST_DAY };

    /// The days from `from` to `to`, both included; `None` leaves that end open.
    ///
    /// # Errors
    ///
    /// [`EmptyLife`] when `to` lies before `from`.
    pub fn new(from: Option<Day>, to: Option<Day>) -> Result<Self, EmptyLife> {
        let first = from.map_or(FIRST_DAY, |day| day.max(FIRST_DAY));
        let last = to.map_or(LAST_DAY, |day| day.min(LAST_DAY));
        if last < first { Err(EmptyLife { from: first, to: last }) } else { Ok(Self { first, last }) }
    }

    /// The days up to and including `last`.
    #[must_use]
    pub fn until(last: Day) -> Self {
        Self { first: FIRST_DAY, last: last.clamp(FIRST_DAY, LAST_DAY) }
    }

    /// The days from `first` on.
    #[must_use]
    pub fn since(first: Day) -> Self {
        Self { first: first.clamp(FIRST_DAY, LAST_DAY), last: LAST_DAY }
    }

    /// The first day, unless the start is open.
    #[must_use]
    pub fn from(self) -> Option<Day> {
        (self.first > FIRST_DAY).then_some(self.first)
    }

    /// The last day, unless the end is open.
    #[must_use]
    pub fn to(self) -> Option<Day> {
        (self.last < LAST_DAY).then_some(self.last)
    }

    /// The first day as it is stored where no null may stand: 0001-01-01 for an open start.
    #[must_use]
    pub const fn first_day(self) -> Day {
        self.first
    }

    /// The last day as it is stored where no null may stand: 9999-12-31 for an open end.
    #[must_use]
    pub const fn last_day(self) -> Day {
        self.last
    }

    /// The day after the last one, which for an open end no life reaches.
    pub(super) fn next_day(self) -> Day {
        self.last.succ_opt().unwrap_or(Day::MAX)
    }

    /// Whether `day` is one of its days.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.intersect(other).is_some()
    }

    /// The days in common, if any.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Self { first, last })
    }

    /// The days of `span` it holds, if any.
    #[must_use]
    pub fn within(self, span: Span) -> Option<Span> {
        Span::new(self.first.max(span.first()), self.last.min(span.last())).ok()
    }

    /// Both together, if `next` begins on the very day after this one ends.
    pub(super) fn join(self, next: Self) -> Option<Self> {
        (self.next_day() == next.first).then_some(Self { first: self.first, last: next.last })
    }

    /// The same days as few lives as they can be told in. `lives` are disjoint and in order.
    pub(super) fn merge(lives: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        for life in lives {
            match merged.last_mut().and_then(|last| last.join(life).map(|joined| (last, joined))) {
                Some((last, joined)) => *last = joined,
                None => merged.push(life),
            }
        }
        merged
    }
}

impl fmt::Display for Life {
    /// As ISO 8601 writes an interval, `..` for an open end: `../2025-06-30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
        write!(f, "{}/{}", end(self.from()), end(self.to()))
    }
}

impl Explain for EmptyLife {
    fn rule(&self) -> &'static str {
        "unit.bad_day"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let Self { from, to } = self;
        lang.pick(
            format!("Ngày cuối {to} đứng trước ngày đầu {from}"),
            format!("The last day {to} lies before the first day {from}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::{day, span};

    fn life(from: &str, to: &str) -> Life {
        Life::new(from.parse().ok(), to.parse().ok()).expect("a life")
    }

    #[test]
    fn an_open_end_is_told_apart_from_a_day_and_stored_as_one() {
        let old = Life::until(day("2025-06-30"));
        assert_eq!((old.from(), old.to()), (None, Some(day("2025-06-30"))));
        assert_eq!((old.first_day(), Life::ALWAYS.last_day()), (day("0001-01-01"), day("9999-12-31")));
        assert_eq!(Life::new(Some(old.first_day()), Some(old.last_day())), Ok(old));
        assert_eq!(old.to_string(), "../2025-06-30");
    }

    #[test]
    fn a_life_that_ends_before_it_begins_is_refused() {
        let error = Life::new(Some(day("2025-07-02")), Some(day("2025-07-01"))).unwrap_err();
        assert_eq!(error.rule(), "unit.bad_day");
        assert!(Life::new(Some(day("2025-07-01")), Some(day("2025-07-01"))).is_ok());
    }

    #[test]
    fn both_ends_belong_to_a_life() {
        let june = life("2025-06-01", "2025-06-30");
        assert!(june.contains(day("2025-06-01")) && june.contains(day("2025-06-30")));
        assert!(!june.contains(day("2025-05-31")) && !june.contains(day("2025-07-01")));
        assert!(june.overlaps(Life::since(day("2025-06-30"))) && !june.overlaps(Life::since(day("2025-07-01"))));
        assert_eq!(june.intersect(Life::until(day("2025-06-10"))), Some(life("2025-06-01", "2025-06-10")));
    }

    #[test]
    fn a_span_is_cut_to_the_life() {
        let year = span("2025-01-01", "2025-12-31");
        assert_eq!(Life::until(day("2025-06-30")).within(year), Some(span("2025-01-01", "2025-06-30")));
        assert_eq!(Life::until(day("2024-06-30")).within(year), None);
        assert_eq!(Life::ALWAYS.within(year), Some(year));
    }

    #[test]
    fn lives_that_adjoin_are_one() {
        let parts = [Life::until(day("2025-06-30")), life("2025-07-01", "2025-07-31"), Life::since(day("2025-08-02"))];
        assert_eq!(Life::merge(parts), [Life::until(day("2025-07-31")), Life::since(day("2025-08-02"))]);
    }
}
