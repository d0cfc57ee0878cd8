//! Real plans, worked by hand: what they bind to, and how it stood.

use super::*;
use crate::{
    calendar::{Day, PartialDate, Span, WindowKind, Year, testing::*},
    quota::Minimum,
};

/// Days of a unit of the first edition: an open start, an end with the reorganisation of 1 July 2025.
const ENDED: (&str, &str) = ("0001-01-01", "2025-06-30");
/// Days of a unit that the reorganisation made.
const NEW: (&str, &str) = ("2025-07-01", "9999-12-31");
/// Days of a unit without a known start or end.
const ALWAYS: (&str, &str) = ("0001-01-01", "9999-12-31");

/// A quota as far as its calendar goes.
struct Quota {
    kind: WindowKind,
    minimum: i64,
    due: Option<Day>,
}

fn quota(minimum: i64, kind: WindowKind) -> Quota {
    Quota { kind, minimum, due: None }
}

/// What each of `units`, bound for the days given, owes under a plan of `year` issued on `issued_on` as printed.
fn obligations(year: i32, issued_on: &str, quota: &Quota, units: &[(&str, &str)]) -> Vec<Instance> {
    let issued_from = issued_on.parse::<PartialDate>().expect("a date").first_day();
    let windows = owed_windows(quota.kind, Year::new(year).expect("a year"), quota.due, issued_from);
    let minimum = Minimum::new(quota.minimum).expect("a minimum");
    units.iter().flat_map(|(first, last)| instantiate(quota.kind, &windows, minimum, &[span(first, last)])).collect()
}

fn items(obligations: &[Instance]) -> i64 {
    obligations.iter().map(|obligation| obligation.target).sum()
}

fn spans(obligations: &[Instance]) -> Vec<Span> {
    obligations.iter().map(|obligation| obligation.span).collect()
}

/// Example 1: 54/KH-UBND of Huyện Trà Bồng, issued in May 2025, binds a district and offices that ended on 30 June.
#[test]
fn tra_bong_owes_53_obligations_until_it_ends() {
    let of = |minimum, kind, units: &[_]| obligations(2025, "2025-05", &quota(minimum, kind), units);
    let (office, communes) = ([ENDED], [ENDED; 16]);

    let q1 = of(5, WindowKind::Month, &office);
    assert_eq!(spans(&q1), [span("2025-05-01", "2025-05-31"), span("2025-06-01", "2025-06-30")]);
    assert_eq!(items(&q1), 10);

    let q2 = of(1, WindowKind::Month, &communes);
    assert_eq!((q2.len(), items(&q2)), (32, 32));

    // The week of 30 June, 1 of 7 days, is not owed.
    let q3 = of(1, WindowKind::Week, &office);
    let sundays: Vec<_> = q3.iter().map(|obligation| obligation.span.last().to_string()).collect();
    assert_eq!(
        sundays,
        [
            "2025-05-04",
            "2025-05-11",
            "2025-05-18",
            "2025-05-25",
            "2025-06-01",
            "2025-06-08",
            "2025-06-15",
            "2025-06-22",
            "2025-06-29"
        ]
    );

    // Three bulletins, told apart by topic.
    let [q4, q5, q6] = [(); 3].map(|()| of(1, WindowKind::Month, &office));
    let q7 = of(1, WindowKind::Month, &office);
    let q8 = of(3, WindowKind::Month, &office);
    assert_eq!((q8.len(), items(&q8)), (2, 6));

    let split = [&q1, &q2, &q3, &q4, &q5, &q6, &q7, &q8].map(Vec::len);
    assert_eq!(split, [2, 32, 9, 2, 2, 2, 2, 2]);
    assert_eq!(split.iter().sum::<usize>(), 53);
}

/// Example 1: the communes of 1 July 2025 lie below no district that could bind them.
#[test]
fn units_a_plan_does_not_bind_owe_nothing() {
    let (monthly, minimum) = (quota(1, WindowKind::Month), Minimum::new(1).expect("a minimum"));
    // Bound on all its days, such a commune would owe July to December.
    assert_eq!(obligations(2025, "2025-05", &monthly, &[NEW]).len(), 6);
    let year = Year::new(2025).expect("a year");
    let windows = owed_windows(monthly.kind, year, monthly.due, day("2025-05-01"));
    assert_eq!(windows.len(), 8);
    assert_eq!(instantiate(monthly.kind, &windows, minimum, &[]), []);
}

/// Example 2: a plan of Tây Ninh dated only "2024" counts from 1 January; 5 departments and 9 districts are bound.
#[test]
fn tay_ninh_owes_one_year_or_four_quarters_each() {
    let units = [ALWAYS; 14];
    let q9 = obligations(2024, "2024", &quota(12, WindowKind::Year), &units);
    assert_eq!((q9.len(), items(&q9)), (14, 14 * 12));
    let q11 = obligations(2024, "2024", &quota(1, WindowKind::Quarter), &units);
    assert_eq!((q11.len(), items(&q11)), (56, 56));
    // An item of May belongs to the year and to quarter II.
    let may = day("2024-05-20");
    assert_eq!(q9.iter().filter(|year| year.span.contains(may)).count(), 14);
    assert_eq!(q11[1].span, span("2024-04-01", "2024-06-30"));
}

/// Example 3: 21/KH-UBND of Huyện U Minh Thượng, issued on 10 February 2025, counts four weeks a month.
#[test]
fn u_minh_thuong_owes_19_of_48_weeks() {
    let q16 = obligations(2025, "2025-02-10", &quota(1, WindowKind::MonthWeek), &[ENDED]);
    assert_eq!(q16.len(), 19);
    assert_eq!(q16[0].span, span("2025-02-08", "2025-02-14"));
    assert_eq!(q16[18].span, span("2025-06-22", "2025-06-30"));
    let holding: Vec<_> = q16.iter().filter(|week| week.span.contains(day("2025-03-30"))).collect();
    assert_eq!(holding.len(), 1);
    assert_eq!(holding[0].span, span("2025-03-22", "2025-03-31"));
}

/// Example 4: a commune that ended on 30 June 2025 and its successor share a year.
#[test]
fn a_commune_and_its_successor_owe_a_year_by_their_days() {
    let targets = |minimum, unit| {
        let owed = obligations(2025, "2025-01-02", &quota(minimum, WindowKind::Year), &[unit]);
        owed.iter().map(|obligation| (obligation.bound_days, obligation.target)).collect::<Vec<_>>()
    };
    assert_eq!(targets(12, ENDED), [(181, 6)]);
    assert_eq!(targets(12, NEW), [(184, 6)]);
    assert_eq!(targets(1, ENDED), []);
    assert_eq!(targets(1, NEW), [(184, 1)]);
}

/// Example 5: a plan to be issued by 20 April 2024 was issued on the 25th.
#[test]
fn what_is_done_after_the_due_date_is_met_late() {
    let once = Quota { due: Some(day("2024-04-20")), ..quota(1, WindowKind::Once) };
    let owed = obligations(2024, "2024", &once, &[ALWAYS])[0];
    let late = Amounts { achieved: 1, in_time: 0, pending: 0 };
    let terms = |extended| Terms {
        target: owed.target,
        span: owed.span,
        closes_on: closes_on(owed.span, extended),
        kind: WindowKind::Once,
    };
    let state = |terms, amounts, on| Outlook::of(&terms, amounts, Validity::InForce).state_on(day(on));
    assert_eq!(state(terms(None), Amounts::default(), "2024-04-24"), Some(State::Missed));
    assert_eq!(state(terms(None), late, "2024-04-25"), Some(State::MetLate));
    // Extended to the 30th it is in time.
    let in_time = Amounts { in_time: 1, ..late };
    assert_eq!(state(terms(Some(day("2024-04-30"))), Amounts::default(), "2024-04-24"), Some(State::AtRisk));
    assert_eq!(state(terms(Some(day("2024-04-30"))), in_time, "2024-04-25"), Some(State::Met));
}

/// Example 6: 12 a year, on 14 August, day 226 of 365: the pace is floor(12 × 226 / 365) = 7.
#[test]
fn twelve_a_year_is_at_risk_with_six_in_the_middle_of_august() {
    let span = span("2025-01-01", "2025-12-31");
    let terms = Terms { target: 12, span, closes_on: span.last(), kind: WindowKind::Year };
    let state = |pending, on| {
        let amounts = Amounts { achieved: 4, in_time: 4, pending };
        Outlook::of(&terms, amounts, Validity::InForce).state_on(day(on))
    };
    assert_eq!(state(2, "2025-08-14"), Some(State::AtRisk));
    assert_eq!(state(3, "2025-08-14"), Some(State::OnTrack));
    assert_eq!(state(8, "2026-01-01"), Some(State::AwaitingReview));
    assert_eq!(state(7, "2026-01-01"), Some(State::Missed));
}
