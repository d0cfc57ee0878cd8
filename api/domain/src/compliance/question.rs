//! Which figures may be asked for: over which days, and as of which day.

use std::ops::RangeInclusive;

use chrono::Datelike;

use crate::{
    calendar::{Day, EmptySpan, Span},
    refusal::{Class, Explain, Lang},
};

/// The years within which figures are given.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// The day a figure speaks of, and with it what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AsOf {
    /// Today: everything that was contributed.
    Today(Day),
    /// A day in the past: only plans issued and contributions dated up to it, as they are known now.
    Past(Day),
}

/// Why figures are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionRefusal {
    /// Nobody knows the figures of a day to come.
    #[error("the day asked about is after {today}")]
    FutureDay {
        /// The day after which nothing is known.
        today: Day,
    },
    /// The span ends before it begins.
    #[error(transparent)]
    EmptySpan(#[from] EmptySpan),
    /// The span leaves the years for which figures are given.
    #[error("a span lies within the years {} to {}", YEARS.start(), YEARS.end())]
    FarSpan {
        /// Whether its first day does.
        first: bool,
    },
}

impl AsOf {
    /// The day `on`, asked about `today`.
    ///
    /// # Errors
    /// [`QuestionRefusal::FutureDay`] when `on` is after `today`.
    pub fn new(on: Day, today: Day) -> Result<Self, QuestionRefusal> {
        match on.cmp(&today) {
            std::cmp::Ordering::Less => Ok(Self::Past(on)),
            std::cmp::Ordering::Equal => Ok(Self::Today(on)),
            std::cmp::Ordering::Greater => Err(QuestionRefusal::FutureDay { today }),
        }
    }

    /// The day itself.
    #[must_use]
    pub const fn day(self) -> Day {
        match self {
            Self::Today(day) | Self::Past(day) => day,
        }
    }

    /// The last day on which what was contributed is dated, or nothing when everything counts.
    #[must_use]
    pub const fn until(self) -> Option<Day> {
        match self {
            Self::Today(_) => None,
            Self::Past(day) => Some(day),
        }
    }
}

/// The days over which figures are asked for, both ends included: any within the years 1900 to 2200.
///
/// # Errors
/// [`QuestionRefusal`] when the span is empty or leaves these years.
pub fn period(from: Day, to: Day) -> Result<Span, QuestionRefusal> {
    let span = Span::new(from, to)?;
    for (day, first) in [(from, true), (to, false)] {
        if !YEARS.contains(&day.year()) {
            return Err(QuestionRefusal::FarSpan { first });
        }
    }
    Ok(span)
}

impl Explain for QuestionRefusal {
    fn rule(&self) -> &'static str {
        match self {
            Self::FutureDay { .. } => "compliance.future_day",
            Self::EmptySpan(empty) => empty.rule(),
            Self::FarSpan { .. } => "compliance.far_span",
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            Self::FutureDay { .. } => "on",
            Self::FarSpan { first: true } => "from",
            Self::EmptySpan(_) | Self::FarSpan { first: false } => "to",
        };
        Some(field.to_owned())
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::FutureDay { today } => {
                let today = today.format("%d/%m/%Y");
                lang.pick(
                    format!("Chưa có số liệu sau ngày hôm nay ({today})."),
                    format!("There are no figures of a day after today ({today})."),
                )
            }
            Self::EmptySpan(empty) => empty.text(lang),
            Self::FarSpan { .. } => {
                let (first, last) = (YEARS.start(), YEARS.end());
                lang.pick(
                    format!("Số liệu chỉ có trong các năm từ {first} đến {last}."),
                    format!("Figures are given within the years {first} to {last}."),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn a_day_to_come_is_refused() {
        let today = day("2025-08-14");
        assert_eq!(AsOf::new(today, today), Ok(AsOf::Today(today)));
        assert_eq!(AsOf::new(day("2025-08-13"), today), Ok(AsOf::Past(day("2025-08-13"))));
        let refused = AsOf::new(day("2025-08-15"), today).expect_err("refused");
        assert_eq!((refused.rule(), refused.field().as_deref()), ("compliance.future_day", Some("on")));
        assert_eq!(refused.text(Lang::Vi), "Chưa có số liệu sau ngày hôm nay (14/08/2025).");
    }

    #[test]
    fn figures_are_given_over_any_span_of_these_three_centuries() {
        let (first, last) = (day("1900-01-01"), day("2200-12-31"));
        assert_eq!(period(first, last), Ok(span("1900-01-01", "2200-12-31")));
        assert_eq!(period(first, first), Ok(span("1900-01-01", "1900-01-01")));
        assert_eq!(period(day("1899-12-31"), last), Err(QuestionRefusal::FarSpan { first: true }));
        assert_eq!(period(first, day("2201-01-01")), Err(QuestionRefusal::FarSpan { first: false }));
        let refused = period(last, first).expect_err("refused");
        assert_eq!((refused.rule(), refused.field().as_deref()), ("calendar.empty_span", Some("to")));
    }
}
