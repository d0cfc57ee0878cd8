//! The year of a plan.

use std::fmt;

use chrono::{Datelike, Days, Months};

use super::{Day, Span};
use crate::refusal::{Class, Explain, Lang};

/// A calendar year from 1900 to 2200: wide enough for every act a plan cites, narrow enough to catch a misprint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year {
    first: Day,
}

/// A number that is no year from 1900 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a year from {min} to {max}", min = Year::MIN, max = Year::MAX)]
pub struct NotAYear(pub i32);

impl Year {
    /// The first year there is.
    pub const MIN: i32 = 1900;
    /// The last year there is.
    pub const MAX: i32 = 2200;

    /// The year of that number.
    ///
    /// # Errors
    /// [`NotAYear`] outside 1900..=2200.
    pub fn new(number: i32) -> Result<Self, NotAYear> {
        Day::from_ymd_opt(number, 1, 1)
            .filter(|first| (Self::MIN..=Self::MAX).contains(&first.year()))
            .map(|first| Self { first })
            .ok_or(NotAYear(number))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> i32 {
        self.first.year()
    }

    /// 1 January to 31 December.
    #[must_use]
    pub fn span(self) -> Span {
        self.months(0, 12)
    }

    /// The `count` months that follow the first `skipped` ones: `months(4, 1)` is May. `count` is at least 1.
    pub(super) fn months(self, skipped: u32, count: u32) -> Span {
        let first = self.first + Months::new(skipped);
        Span { first, last: first + Months::new(count) - Days::new(1) }
    }
}

impl fmt::Debug for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.number(), f)
    }
}

impl TryFrom<i32> for Year {
    type Error = NotAYear;

    fn try_from(number: i32) -> Result<Self, NotAYear> {
        Self::new(number)
    }
}

impl Explain for NotAYear {
    fn rule(&self) -> &'static str {
        "calendar.year"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let (number, min, max) = (self.0, Year::MIN, Year::MAX);
        lang.pick(
            format!("{number} không phải là năm từ {min} đến {max}."),
            format!("{number} is not a year from {min} to {max}."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn a_year_runs_from_its_first_to_its_last_day() {
        let year = Year::new(2024).expect("a year");
        assert_eq!(year.span(), span("2024-01-01", "2024-12-31"));
        assert_eq!(year.months(1, 1), span("2024-02-01", "2024-02-29"));
        assert_eq!((year.number(), year.to_string()), (2024, "2024".to_owned()));
    }

    #[test]
    fn only_years_a_plan_can_speak_of_are_years() {
        for number in [1900, 2200] {
            assert_eq!(Year::new(number).map(Year::number), Ok(number));
        }
        for number in [i32::MIN, -1, 0, 25, 1899, 2201, 20_255, i32::MAX] {
            assert_eq!(Year::new(number), Err(NotAYear(number)));
        }
    }
}
