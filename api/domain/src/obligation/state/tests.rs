//! The stored outlook against the rule as it is written.

use proptest::prelude::*;

use super::*;
use crate::calendar::testing::*;

/// The rule as it is written, day by day.
fn defined(terms: &Terms, amounts: Amounts, validity: Validity, on: Day) -> Option<State> {
    let Terms { target, span, closes_on, kind } = *terms;
    let Amounts { achieved, in_time, pending } = amounts;
    let elapsed = on.signed_duration_since(span.first()).num_days() + 1;
    Some(match validity {
        Validity::Revoked => return None,
        Validity::Exempt => State::Exempt,
        Validity::InForce if achieved >= target && kind == WindowKind::Once && in_time < target => State::MetLate,
        Validity::InForce if achieved >= target => State::Met,
        Validity::InForce if on < span.first() => State::NotDue,
        Validity::InForce if on > closes_on && achieved + pending >= target => State::AwaitingReview,
        Validity::InForce if on > closes_on => State::Missed,
        Validity::InForce if achieved + pending < target * elapsed.min(span.days()) / span.days() => State::AtRisk,
        Validity::InForce => State::OnTrack,
    })
}

fn may(target: i64) -> Terms {
    Terms { target, span: span("2025-05-01", "2025-05-31"), closes_on: day("2025-05-31"), kind: WindowKind::Month }
}

fn done(achieved: i64, pending: i64) -> Amounts {
    Amounts { achieved, in_time: achieved, pending }
}

fn state(terms: &Terms, amounts: Amounts, on: &str) -> State {
    Outlook::of(terms, amounts, Validity::InForce).state_on(day(on)).expect("a state")
}

#[test]
fn an_obligation_goes_from_not_due_to_missed_when_nothing_comes() {
    let terms = may(1);
    assert_eq!(state(&terms, done(0, 0), "2025-04-30"), State::NotDue);
    assert_eq!(state(&terms, done(0, 0), "2025-05-01"), State::OnTrack);
    assert_eq!(state(&terms, done(0, 0), "2025-05-30"), State::OnTrack);
    assert_eq!(state(&terms, done(0, 0), "2025-05-31"), State::AtRisk);
    assert_eq!(state(&terms, done(0, 0), "2025-06-01"), State::Missed);
    assert_eq!(state(&terms, done(0, 1), "2025-06-01"), State::AwaitingReview);
    assert_eq!(state(&terms, done(1, 0), "2025-06-01"), State::Met);
}

#[test]
fn an_extension_moves_the_day_of_missing_and_nothing_else() {
    let terms = Terms { closes_on: day("2025-06-15"), ..may(2) };
    assert_eq!(risk_on(&terms, done(0, 0)), risk_on(&may(2), done(0, 0)));
    assert_eq!(state(&terms, done(1, 0), "2025-06-15"), State::AtRisk);
    assert_eq!(state(&terms, done(1, 1), "2025-06-15"), State::OnTrack);
    assert_eq!(state(&terms, done(1, 0), "2025-06-16"), State::Missed);
}

#[test]
fn an_exempt_obligation_is_exempt_on_every_day_and_a_revoked_one_has_no_state() {
    for amounts in [done(0, 0), done(9, 0)] {
        let on = day("2025-07-01");
        assert_eq!(Outlook::of(&may(5), amounts, Validity::Exempt).state_on(on), Some(State::Exempt));
        assert_eq!(Outlook::of(&may(5), amounts, Validity::Revoked).state_on(on), None);
        assert_eq!(Outlook::of(&may(5), amounts, Validity::Exempt).risk_on, None);
    }
}

#[test]
fn only_a_once_is_met_late() {
    let late = Amounts { achieved: 5, in_time: 4, pending: 0 };
    assert_eq!(standing(&may(5), late, Validity::InForce), Standing::Met);
    assert_eq!(standing(&Terms { kind: WindowKind::Once, ..may(5) }, late, Validity::InForce), Standing::MetLate);
    assert_eq!(standing(&Terms { kind: WindowKind::Once, ..may(4) }, late, Validity::InForce), Standing::Met);
}

#[test]
fn what_remains_is_never_below_nothing() {
    assert_eq!([done(0, 0), done(2, 1), done(5, 9)].map(|amounts| amounts.remaining(5)), [5, 2, 0]);
}

#[test]
fn a_unit_owes_while_its_window_is_open() {
    let owing: Vec<_> = State::ALL.iter().copied().filter(|state| state.owes_now()).collect();
    assert_eq!(owing, [State::AtRisk, State::OnTrack]);
}

prop_compose! {
    fn any_terms()(
        target in prop_oneof![1..=12_i64, 1..=10_000_i64],
        span in any_span(),
        extension in prop_oneof![Just(0), 0..60_u64],
        kind in prop::sample::select(WindowKind::ALL),
    ) -> Terms {
        Terms { target, span, closes_on: span.last() + Days::new(extension), kind }
    }
}

prop_compose! {
    fn any_amounts()(achieved in prop_oneof![0..=12_i64, 0..=10_000_i64], pending in 0..=12_i64, late in 0..=12_i64)
        -> Amounts {
        Amounts { achieved, in_time: (achieved - late).max(0), pending }
    }
}

proptest! {
    #[test]
    fn the_stored_outlook_gives_the_state_of_the_rule_on_every_day(
        terms in any_terms(), amounts in any_amounts(), validity in prop::sample::select(Validity::ALL)
    ) {
        let outlook = Outlook::of(&terms, amounts, validity);
        let around = Span::new(terms.span.first() - Days::new(2), terms.closes_on + Days::new(2)).expect("a span");
        for on in around.iter() {
            prop_assert_eq!(outlook.state_on(on), defined(&terms, amounts, validity, on), "{}", on);
        }
    }

    #[test]
    fn risk_begins_inside_the_window_exactly_when_the_target_is_not_claimed(
        terms in any_terms(), amounts in any_amounts()
    ) {
        let short = amounts.claimed() < terms.target;
        prop_assert_eq!(risk_on(&terms, amounts).is_some_and(|day| terms.span.contains(day)), short);
        let expected = if short { Some(Standing::Short) } else { None };
        let found = Some(standing(&terms, amounts, Validity::InForce)).filter(|found| *found == Standing::Short);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn more_work_never_makes_a_state_worse(terms in any_terms(), amounts in any_amounts(), on in any_day()) {
        let more = Amounts { achieved: amounts.achieved + 1, in_time: amounts.in_time + 1, ..amounts };
        let of = |amounts| Outlook::of(&terms, amounts, Validity::InForce).state_on(on);
        let met = |state| matches!(state, Some(State::Met | State::MetLate));
        prop_assert!(!met(of(amounts)) || met(of(more)));
        prop_assert!(of(more) != Some(State::Missed) || of(amounts) == Some(State::Missed));
        prop_assert!(of(more) != Some(State::AtRisk) || of(amounts) == Some(State::AtRisk));
    }
}
