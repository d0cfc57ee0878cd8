//! Days, spans of days and the windows (kỳ tính) that tile a plan's year.
//!
//! Every rule of this product runs in Vietnamese days, UTC+07:00. Viet Nam has had no daylight saving time and no
//! change of offset since 1975, so the offset is a constant and no time zone database is needed.

mod label;
mod partial_date;
mod span;
mod window;
mod year;

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};

pub use self::{
    label::label,
    partial_date::{NotAPartialDate, PartialDate, Precision},
    span::{EmptySpan, Span},
    window::{WindowKind, window_count, windows},
    year::{NotAYear, Year},
};

/// A calendar day in Viet Nam.
pub type Day = chrono::NaiveDate;

/// The offset of `Asia/Ho_Chi_Minh`.
const OFFSET: FixedOffset = match FixedOffset::east_opt(7 * 60 * 60) {
    Some(offset) => offset,
    None => panic!("seven hours are an offset"),
};

/// The day in Viet Nam on which an instant falls: from 17:00 UTC on it is already the next one.
#[must_use]
pub fn day_of(instant: DateTime<Utc>) -> Day {
    let utc = instant.naive_utc();
    utc.checked_add_offset(OFFSET).unwrap_or(utc).date()
}

/// The instant at which a day begins in Viet Nam: 17:00 UTC of the day before.
#[must_use]
pub fn midnight(day: Day) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN);
    local.checked_sub_offset(OFFSET).unwrap_or(local).and_utc()
}

#[cfg(test)]
pub(crate) mod testing {
    use proptest::prelude::*;

    use super::{Day, Span};

    /// A day written the ISO way.
    pub(crate) fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// A span written by its first and last day.
    pub(crate) fn span(first: &str, last: &str) -> Span {
        Span::new(day(first), day(last)).expect("a span")
    }

    /// Any day of the years 1999 to 2053.
    pub(crate) fn any_day() -> impl Strategy<Value = Day> {
        (0..20_000_u64).prop_map(|n| day("1999-01-01") + chrono::Days::new(n))
    }

    /// Any span of up to 500 days.
    pub(crate) fn any_span() -> impl Strategy<Value = Span> {
        (any_day(), 0..500_u64).prop_map(|(first, n)| Span::new(first, first + chrono::Days::new(n)).expect("a span"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{testing::*, *};

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_day_ends_with_its_last_second_in_viet_nam() {
        assert_eq!(day_of(instant("2025-06-30T16:59:59.999999Z")), day("2025-06-30"));
        assert_eq!(day_of(instant("2025-06-30T17:00:00Z")), day("2025-07-01"));
        assert_eq!(day_of(instant("2024-02-28T17:00:00Z")), day("2024-02-29"));
        assert_eq!(day_of(instant("2024-12-31T23:30:00Z")), day("2025-01-01"));
    }

    #[test]
    fn a_day_begins_at_seventeen_hours_utc_of_the_day_before() {
        assert_eq!(midnight(day("2025-07-01")), instant("2025-06-30T17:00:00Z"));
        assert_eq!(midnight(day("2024-03-01")), instant("2024-02-29T17:00:00Z"));
    }

    #[test]
    fn instants_at_the_end_of_time_have_a_day_too() {
        assert_eq!(day_of(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC.date_naive());
        assert_eq!(midnight(Day::MIN).date_naive(), Day::MIN);
    }

    proptest! {
        #[test]
        fn a_day_holds_exactly_the_instants_from_its_midnight_to_the_next(day in any_day(), second in 0..86_400_i64) {
            let begin = midnight(day);
            prop_assert_eq!(day_of(begin + chrono::TimeDelta::seconds(second)), day);
            prop_assert_eq!(day_of(begin - chrono::TimeDelta::nanoseconds(1)), day - chrono::Days::new(1));
            prop_assert_eq!(day_of(begin + chrono::TimeDelta::days(1)), day + chrono::Days::new(1));
        }
    }
}
