//! Dates as documents print them: sometimes only the month or the year can be read.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months};

use super::{Day, Year};
use crate::refusal::{Class, Explain, Lang};

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The year only: `2024`.
    Year,
    /// The year and the month: `2025-05`.
    Month,
    /// The whole date: `2025-02-10`.
    Day,
}

/// A date of which the day, or the month and the day, may be unknown. Years run from 1900 to 2200.
///
/// Written and parsed as `2024`, `2025-05` or `2025-02-10`, one spelling each. Ordered by first day; of two that
/// begin on the same day the vaguer comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    // Always the first day of what is known, so that equal dates are equal values.
    first: Day,
    precision: Precision,
}

/// A text that is no date, month or year from 1900 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date: write 2024, 2025-05 or 2025-02-10, from {min} to {max}", min = Year::MIN, max = Year::MAX)]
pub struct NotAPartialDate;

impl PartialDate {
    /// A whole date.
    ///
    /// # Errors
    /// [`NotAPartialDate`] outside the years 1900 to 2200.
    pub fn of_day(day: Day) -> Result<Self, NotAPartialDate> {
        Self::new(day, Precision::Day)
    }

    fn new(first: Day, precision: Precision) -> Result<Self, NotAPartialDate> {
        Year::new(first.year()).map_err(|_| NotAPartialDate)?;
        Ok(Self { first, precision })
    }

    /// How much of it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// The first day it can mean, which is the one that counts where a rule needs a day.
    #[must_use]
    pub const fn first_day(self) -> Day {
        self.first
    }

    /// The last day it can mean.
    #[must_use]
    pub fn last_day(self) -> Day {
        match self.precision {
            Precision::Year => self.first + Months::new(12) - Days::new(1),
            Precision::Month => self.first + Months::new(1) - Days::new(1),
            Precision::Day => self.first,
        }
    }
}

impl From<Year> for PartialDate {
    fn from(year: Year) -> Self {
        Self { first: year.span().first(), precision: Precision::Year }
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> Self {
        Self { first: day, precision: Precision::Day }
    }
}

impl FromStr for PartialDate {
    type Err = NotAPartialDate;

    fn from_str(text: &str) -> Result<Self, NotAPartialDate> {
        // Spelled out because chrono also takes signs, blanks and single digits.
        let shaped = text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let (whole, precision) = match text.len() {
            4 => (format!("{text}-01-01"), Precision::Year),
            7 => (format!("{text}-01"), Precision::Month),
            10 => (text.to_owned(), Precision::Day),
            _ => return Err(NotAPartialDate),
        };
        let first = whole.parse().map_err(|_| NotAPartialDate)?;
        if shaped { Self::new(first, precision) } else { Err(NotAPartialDate) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        write!(f, "{}", self.first.format(pattern))
    }
}

impl Explain for NotAPartialDate {
    fn rule(&self) -> &'static str {
        "calendar.partial_date"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let (min, max) = (Year::MIN, Year::MAX);
        lang.pick(
            format!("Ngày phải viết là 2024, 2025-05 hoặc 2025-02-10, từ năm {min} đến năm {max}."),
            format!("A date is written 2024, 2025-05 or 2025-02-10, from {min} to {max}."),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn a_partial_date_covers_all_the_days_it_can_mean() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2025-05", "2025-05-01", "2025-05-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-02-29", "2024-02-29", "2024-02-29"),
            ("2025-02-10", "2025-02-10", "2025-02-10"),
            ("2200", "2200-01-01", "2200-12-31"),
        ] {
            let date: PartialDate = text.parse().expect(text);
            assert_eq!((date.first_day(), date.last_day()), (day(first), day(last)), "{text}");
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_or_spelled_otherwise_is_refused() {
        for text in [
            "",
            "24",
            "2024-",
            "2024-1",
            "2024-13",
            "2024-00",
            "2025-02-29",
            "2025-2-10",
            "2025/02/10",
            "2025-02-10 ",
            "+2025-01",
            "+202",
            "-202",
            "1899",
            "2201-01-01",
            "2025-02-1a",
            "20250210",
            " 2025-2-10",
            "2025- 2-10",
            "2025 -2-10",
            "２０２４",
            "2024-05-1",
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(NotAPartialDate), "{text:?}");
        }
        assert_eq!(PartialDate::of_day(Day::MAX), Err(NotAPartialDate));
    }

    proptest! {
        #[test]
        fn parsing_what_is_written_gives_the_same_date(day in any_day(), length in prop::sample::select(vec![4, 7, 10])) {
            let text = &day.to_string()[..length];
            let date: PartialDate = text.parse().expect("a date");
            prop_assert_eq!(date.to_string(), text);
            prop_assert!(date.first_day() <= day && day <= date.last_day());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}|[0-9-]{4,10}") {
            let _ = text.parse::<PartialDate>();
        }
    }
}
