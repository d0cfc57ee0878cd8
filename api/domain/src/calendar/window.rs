//! The windows over which a quota is counted.

use chrono::{Datelike, Days};

use super::{Day, Span, Year};
use crate::word::words;

words! {
    /// The kind of window (kỳ tính) over which a quota is counted.
    pub enum WindowKind {
        /// A week of ISO 8601, Monday to Sunday (tuần). It belongs to the year in which it ends.
        Week = "WEEK",
        /// One of the four weeks of a month: days 1–7, 8–14, 15–21, 22 to the end. Exactly 48 a year, as a plan that
        /// counts "4 tuần/tháng, 12 tháng" does (21/KH-UBND of U Minh Thượng, annex, part 1).
        MonthWeek = "MONTH_WEEK",
        /// A calendar month (tháng).
        Month = "MONTH",
        /// Three months (quý).
        Quarter = "QUARTER",
        /// January to June or July to December (6 tháng).
        HalfYear = "HALF_YEAR",
        /// A calendar year (năm).
        Year = "YEAR",
        /// Once, from the first day of the plan's year to a due date (một lần, chậm nhất ngày …).
        Once = "ONCE",
    }
}

/// All full windows of one kind in a plan's year, in order, without gap or overlap.
///
/// `due` is the due date of a ONCE and means nothing to the other kinds. A ONCE without due date, or with one before
/// the year begins, has no window.
#[must_use]
pub fn windows(kind: WindowKind, year: Year, due: Option<Day>) -> Vec<Span> {
    match kind {
        WindowKind::Week => weeks(year.span()),
        WindowKind::MonthWeek => (0..12).flat_map(|month| month_weeks(year.months(month, 1))).collect(),
        WindowKind::Month => (0..12).map(|month| year.months(month, 1)).collect(),
        WindowKind::Quarter => (0..4).map(|quarter| year.months(quarter * 3, 3)).collect(),
        WindowKind::HalfYear => (0..2).map(|half| year.months(half * 6, 6)).collect(),
        WindowKind::Year => vec![year.span()],
        WindowKind::Once => due.and_then(|due| Span::new(year.span().first(), due).ok()).into_iter().collect(),
    }
}

/// How many windows of one kind a year has: 52 or 53 WEEKs, one ONCE.
#[must_use]
pub fn window_count(kind: WindowKind, year: Year) -> i64 {
    // Any due date will do: a ONCE has one window however long it is.
    let windows = windows(kind, year, Some(year.span().last()));
    i64::try_from(windows.len()).unwrap_or(i64::MAX)
}

/// The ISO weeks whose Sunday lies in `year`.
fn weeks(year: Span) -> Vec<Span> {
    let to_sunday = 6 - u64::from(year.first.weekday().num_days_from_monday());
    (year.first + Days::new(to_sunday))
        .iter_days()
        .step_by(7)
        .take_while(|sunday| year.contains(*sunday))
        .map(|sunday| Span { first: sunday - Days::new(6), last: sunday })
        .collect()
}

/// Days 1–7, 8–14, 15–21 and 22 to the end.
fn month_weeks(month: Span) -> [Span; 4] {
    [0, 7, 14, 21].map(|skipped| {
        let first = month.first + Days::new(skipped);
        Span { first, last: if skipped == 21 { month.last } else { first + Days::new(6) } }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::testing::*;

    fn of(kind: WindowKind, year: i32) -> Vec<Span> {
        windows(kind, Year::new(year).expect("a year"), None)
    }

    #[test]
    fn a_week_across_new_year_belongs_to_the_year_in_which_it_ends() {
        assert_eq!(of(WindowKind::Week, 2025).first(), Some(&span("2024-12-30", "2025-01-05")));
        assert_eq!(of(WindowKind::Week, 2025).last(), Some(&span("2025-12-22", "2025-12-28")));
        assert_eq!(of(WindowKind::Week, 2026).first(), Some(&span("2025-12-29", "2026-01-04")));
        // 1 January 2024 is a Monday, 31 December 2023 a Sunday.
        assert_eq!(of(WindowKind::Week, 2024).first(), Some(&span("2024-01-01", "2024-01-07")));
        assert_eq!(of(WindowKind::Week, 2023).last(), Some(&span("2023-12-25", "2023-12-31")));
        // A year with 53 Sundays.
        assert_eq!((of(WindowKind::Week, 2023).len(), of(WindowKind::Week, 2025).len()), (53, 52));
    }

    #[test]
    fn the_fourth_week_of_a_month_runs_to_its_end() {
        let weeks = of(WindowKind::MonthWeek, 2024);
        assert_eq!(
            weeks[4..8],
            [
                span("2024-02-01", "2024-02-07"),
                span("2024-02-08", "2024-02-14"),
                span("2024-02-15", "2024-02-21"),
                span("2024-02-22", "2024-02-29"),
            ]
        );
        // A broadcast on 30 March 2025 falls in 22–31 March.
        let holding = of(WindowKind::MonthWeek, 2025).into_iter().find(|week| week.contains(day("2025-03-30")));
        assert_eq!(holding, Some(span("2025-03-22", "2025-03-31")));
    }

    #[test]
    fn the_longer_windows_follow_the_calendar() {
        assert_eq!(of(WindowKind::Month, 2024)[1], span("2024-02-01", "2024-02-29"));
        assert_eq!(of(WindowKind::Quarter, 2025)[1], span("2025-04-01", "2025-06-30"));
        assert_eq!(of(WindowKind::HalfYear, 2025)[1], span("2025-07-01", "2025-12-31"));
        assert_eq!(of(WindowKind::Year, 2025), [span("2025-01-01", "2025-12-31")]);
    }

    #[test]
    fn once_runs_from_the_first_day_of_the_year_to_the_due_date() {
        let year = Year::new(2024).expect("a year");
        assert_eq!(windows(WindowKind::Once, year, Some(day("2024-04-20"))), [span("2024-01-01", "2024-04-20")]);
        assert_eq!(windows(WindowKind::Once, year, Some(day("2025-01-31"))), [span("2024-01-01", "2025-01-31")]);
        assert_eq!(windows(WindowKind::Once, year, Some(day("2023-12-31"))), []);
        assert_eq!(windows(WindowKind::Once, year, None), []);
    }

    #[test]
    fn a_year_has_a_known_number_of_windows() {
        let counts =
            |year| WindowKind::ALL.iter().map(move |kind| window_count(*kind, Year::new(year).expect("a year")));
        assert!(counts(2025).eq([52, 48, 12, 4, 2, 1, 1]));
        assert!(counts(2023).eq([53, 48, 12, 4, 2, 1, 1]));
    }

    proptest! {
        #[test]
        fn windows_tile_the_year(kind in prop::sample::select(&WindowKind::ALL[..6]), number in Year::MIN..=Year::MAX) {
            let windows = of(kind, number);
            for pair in windows.windows(2) {
                prop_assert_eq!(pair[0].last().succ_opt(), Some(pair[1].first()));
            }
            let (first, last) = (windows[0], windows[windows.len() - 1]);
            if kind != WindowKind::Week {
                let year = Year::new(number).expect("a year").span();
                prop_assert_eq!((first.first(), last.last()), (year.first(), year.last()));
            }
        }

        #[test]
        fn every_day_lies_in_one_week_of_one_year(day in any_day()) {
            let year = day.year();
            let holding = (year - 1..=year + 1)
                .flat_map(|year| of(WindowKind::Week, year).into_iter().map(move |week| (year, week)))
                .filter(|(_, week)| week.contains(day))
                .collect::<Vec<_>>();
            prop_assert_eq!(holding.len(), 1);
            let (year, week) = holding[0];
            prop_assert_eq!((week.days(), week.first().weekday(), week.last().year()), (7, chrono::Weekday::Mon, year));
        }
    }
}
