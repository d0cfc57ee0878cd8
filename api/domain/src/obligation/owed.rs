//! From a quota and the days on which a unit is bound to what it owes.

use crate::{
    calendar::{Day, Span, WindowKind, Year, windows},
    quota::Minimum,
};

/// The days of one window on which a unit is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// From the first such day to the last; days between them on which the unit is not bound do not interrupt it.
    pub span: Span,
    /// How many days it is bound: at least 1, at most the days of `span`.
    pub days: i64,
}

/// One obligation of one unit, as its plan makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instance {
    /// The full window.
    pub window: Span,
    /// The window as far as the unit is bound: activities count in it, and its last day is the obligation's.
    pub span: Span,
    /// How many days of the window the unit is bound.
    pub bound_days: i64,
    /// How much it owes: 1 to 10,000.
    pub target: i64,
}

/// The windows a plan binds to: those of its year that end on or after the day it was issued.
///
/// A window that had begun before is owed whole, so a YEAR always is. `due` is the due date of a ONCE.
#[must_use]
pub fn owed_windows(kind: WindowKind, year: Year, due: Option<Day>, issued_from: Day) -> Vec<Span> {
    let mut windows = windows(kind, year, due);
    windows.retain(|window| window.last() >= issued_from);
    windows
}

/// What one unit owes in each of the owed windows; a window in which it owes nothing is left out.
///
/// `days` are the spans on which the unit lives and matches the quota below the issuing unit; they may overlap and
/// come in any order. `windows` are full windows of that kind, as [`owed_windows`] gives them. A ONCE is owed whole by
/// a unit bound on its due date, which is the last day of its window, and not at all by any other.
#[must_use]
pub fn instantiate(kind: WindowKind, windows: &[Span], minimum: Minimum, days: &[Span]) -> Vec<Instance> {
    windows
        .iter()
        .filter_map(|window| {
            let bound = bind(*window, days)?;
            let target = match kind {
                WindowKind::Once if bound.span.last() < window.last() => 0,
                WindowKind::Once => minimum.get(),
                _ => owed(minimum, bound.days, *window),
            };
            Some(Instance { window: *window, span: bound.span, bound_days: bound.days, target })
        })
        .filter(|instance| instance.target > 0)
        .collect()
}

/// The days of `window` that lie in any of `days`, or nothing.
#[must_use]
pub fn bind(window: Span, days: &[Span]) -> Option<Bound> {
    let mut parts: Vec<Span> = days.iter().filter_map(|part| window.intersect(*part)).collect();
    parts.sort_unstable();
    parts.into_iter().map(|span| Bound { span, days: span.days() }).reduce(|bound, part| {
        // Sorted by first day, so only the days after the last one counted are new.
        let beyond = part.span.last().signed_duration_since(bound.span.last()).num_days();
        Bound { span: bound.span.hull(part.span), days: bound.days + part.days.min(beyond).max(0) }
    })
}

/// `minimum × bound days / days of the full window`, rounded half up. `bound_days` is at most the window's days.
#[must_use]
pub fn owed(minimum: Minimum, bound_days: i64, window: Span) -> i64 {
    (2 * minimum.get() * bound_days + window.days()) / (2 * window.days())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::testing::*;

    fn minimum(value: i64) -> Minimum {
        Minimum::new(value).expect("a minimum")
    }

    #[test]
    fn what_is_owed_is_rounded_half_up() {
        let year = span("2025-01-01", "2025-12-31");
        let week = span("2025-06-30", "2025-07-06");
        let june = span("2025-06-01", "2025-06-30");
        assert_eq!(owed(minimum(12), 181, year), 6);
        assert_eq!(owed(minimum(12), 184, year), 6);
        assert_eq!(owed(minimum(1), 181, year), 0);
        assert_eq!(owed(minimum(1), 184, year), 1);
        assert_eq!(owed(minimum(1), 1, week), 0);
        assert_eq!((owed(minimum(1), 14, june), owed(minimum(1), 15, june)), (0, 1));
        assert_eq!(owed(minimum(10_000), 30, june), 10_000);
    }

    #[test]
    fn a_unit_is_bound_from_its_first_to_its_last_day_and_counts_no_day_twice() {
        let may = span("2025-05-01", "2025-05-31");
        let bound = bind(
            may,
            &[
                span("2025-05-20", "2025-07-01"),
                span("2025-05-03", "2025-05-05"),
                span("2025-05-04", "2025-05-08"),
                span("2025-05-05", "2025-05-05"),
                span("2025-01-01", "2025-04-30"),
            ],
        );
        assert_eq!(bound, Some(Bound { span: span("2025-05-03", "2025-05-31"), days: 6 + 12 }));
        assert_eq!(bind(may, &[span("2025-06-01", "2025-06-30")]), None);
        assert_eq!(bind(may, &[]), None);
    }

    #[test]
    fn a_leap_day_is_a_day_like_any_other() {
        let february = span("2024-02-01", "2024-02-29");
        assert_eq!(
            instantiate(WindowKind::Month, &[february], minimum(29), &[span("2024-02-29", "2024-12-31")]),
            [Instance { window: february, span: span("2024-02-29", "2024-02-29"), bound_days: 1, target: 1 }]
        );
    }

    #[test]
    fn windows_that_ended_before_the_plan_was_issued_are_not_owed() {
        let year = Year::new(2025).expect("a year");
        let owed = |kind, issued| owed_windows(kind, year, None, day(issued));
        assert_eq!(owed(WindowKind::Month, "2025-05-31").len(), 8);
        assert_eq!(owed(WindowKind::Month, "2025-06-01").len(), 7);
        assert_eq!(owed(WindowKind::Year, "2025-12-31"), [year.span()]);
        assert_eq!(owed(WindowKind::Week, "2025-12-29"), []);
        // A plan issued before its year owes all of it.
        assert_eq!(owed(WindowKind::Quarter, "2024-12-20").len(), 4);
    }

    #[test]
    fn once_is_owed_whole_by_the_units_bound_on_the_due_date() {
        let year = Year::new(2025).expect("a year");
        let windows = owed_windows(WindowKind::Once, year, Some(day("2025-08-31")), day("2025-02-10"));
        let of = |first, last| instantiate(WindowKind::Once, &windows, minimum(3), &[span(first, last)]);
        let full = span("2025-01-01", "2025-08-31");
        assert_eq!(
            of("2025-07-01", "2025-12-31"),
            [Instance { window: full, span: span("2025-07-01", "2025-08-31"), bound_days: 62, target: 3 }]
        );
        assert_eq!(of("0001-01-01", "2025-06-30"), []);
        assert_eq!(of("0001-01-01", "9999-12-31")[0].span, full);
        assert_eq!(owed_windows(WindowKind::Once, year, Some(day("2025-08-31")), day("2025-09-01")), []);
    }

    proptest! {
        #[test]
        fn bound_days_are_the_days_of_the_window_in_any_span(
            window in any_span(), days in prop::collection::vec((-600..600_i64, 0..90_u64), 0..6)
        ) {
            let days: Vec<Span> = days
                .into_iter()
                .map(|(from, more)| {
                    let first = window.first() + chrono::TimeDelta::days(from);
                    Span::new(first, first + chrono::Days::new(more)).expect("a span")
                })
                .collect();
            let bound: Vec<Day> = window.iter().filter(|day| days.iter().any(|part| part.contains(*day))).collect();
            let expected = bound.first().zip(bound.last()).map(|(first, last)| Bound {
                span: Span::new(*first, *last).expect("a span"),
                days: i64::try_from(bound.len()).expect("few"),
            });
            prop_assert_eq!(bind(window, &days), expected);
        }

        #[test]
        fn two_units_that_share_a_window_owe_it_together_within_one(
            window in any_span(), least in 1..=10_000_i64, seed in 0..10_000_i64
        ) {
            let days = seed % (window.days() + 1);
            let both = owed(minimum(least), days, window) + owed(minimum(least), window.days() - days, window);
            prop_assert!((least..=least + 1).contains(&both));
            prop_assert_eq!(owed(minimum(least), window.days(), window), least);
        }
    }
}
