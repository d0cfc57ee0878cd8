//! A whole is the sum of its parts, however it is cut.

use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{Day, WindowKind, testing::*},
    obligation::{Amounts, Outlook, Terms, Validity},
};

/// An obligation of one of a few units, as figures see it.
#[derive(Debug, Clone)]
struct Owed {
    unit: usize,
    terms: Terms,
    amounts: Amounts,
    validity: Validity,
}

/// What figures say of some obligations on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Figures {
    counts: Counts,
    product: ProductSum,
}

fn figures<'a>(obligations: impl IntoIterator<Item = &'a Owed>, on: Day) -> Figures {
    let mut figures = Figures::default();
    for Owed { terms, amounts, validity, .. } in obligations {
        if let Some(state) = Outlook::of(terms, *amounts, *validity).state_on(on) {
            figures.counts.count(state, 1);
        }
        if *validity == Validity::InForce {
            figures.product = figures.product + ProductSum::of(terms, *amounts, on);
        }
    }
    figures
}

fn together(parts: impl IntoIterator<Item = Figures>) -> Figures {
    parts.into_iter().fold(Figures::default(), |whole, part| Figures {
        counts: whole.counts + part.counts,
        product: whole.product + part.product,
    })
}

fn coverage<'a>(obligations: impl IntoIterator<Item = &'a Owed>, on: Day) -> Coverage {
    let (mut started, mut begun) = (0, 0);
    for Owed { terms, amounts, validity, .. } in obligations {
        if *validity == Validity::InForce && terms.span.first() <= on {
            started += 1;
            begun += i64::from(amounts.achieved > 0);
        }
    }
    Coverage::of_unit(started, begun)
}

prop_compose! {
    fn any_owed()(
        unit in 0..5_usize,
        target in 1..=20_i64,
        first in 0..300_u64,
        length in 0..90_u64,
        extension in prop_oneof![Just(0), 1..40_u64],
        kind in prop::sample::select(WindowKind::ALL),
        (achieved, pending) in (0..=20_i64, 0..=20_i64),
        validity in prop_oneof![8 => Just(Validity::InForce), 1 => Just(Validity::Exempt), 1 => Just(Validity::Revoked)],
    ) -> Owed {
        let first = day("2025-01-01") + chrono::Days::new(first);
        let span = Span::new(first, first + chrono::Days::new(length)).expect("a span");
        let terms = Terms { target, span, closes_on: span.last() + chrono::Days::new(extension), kind };
        Owed { unit, terms, amounts: Amounts { achieved, in_time: achieved, pending }, validity }
    }
}

fn some_day() -> impl Strategy<Value = Day> {
    (0..500_u64).prop_map(|n| day("2024-12-01") + chrono::Days::new(n))
}

proptest! {
    #[test]
    fn the_figures_of_subordinates_add_up_to_the_whole(
        obligations in prop::collection::vec(any_owed(), 0..40), on in some_day()
    ) {
        let of = |unit| obligations.iter().filter(move |owed| owed.unit == unit);
        prop_assert_eq!(together((0..5).map(|unit| figures(of(unit), on))), figures(&obligations, on));
        let units: Coverage = (0..5).map(|unit| coverage(of(unit), on)).sum();
        prop_assert!(units.bound <= 5 && units.nothing() >= 0);
    }

    #[test]
    fn adjoining_spans_add_up(
        obligations in prop::collection::vec(any_owed(), 0..40), on in some_day(), cut in 1..500_u64
    ) {
        let year = span("2025-01-01", "2026-12-31");
        let cut = year.first() + chrono::Days::new(cut);
        let before = Span::new(year.first(), cut.pred_opt().expect("a day")).expect("a span");
        let after = Span::new(cut, year.last()).expect("a span");
        let within = |period| figures(obligations.iter().filter(move |owed| belongs(owed.terms.span, period)), on);
        prop_assert_eq!(together([within(before), within(after)]), within(year));
        prop_assert_eq!(within(year), figures(&obligations, on));
    }

    #[test]
    fn states_partition_the_obligations_of_plans_in_force(
        obligations in prop::collection::vec(any_owed(), 0..40), on in some_day()
    ) {
        let counts = figures(&obligations, on).counts;
        let revoked = obligations.iter().filter(|owed| owed.validity == Validity::Revoked).count();
        prop_assert_eq!(usize::try_from(counts.total()), Ok(obligations.len() - revoked));
        let exempt = counts.get(crate::obligation::State::Exempt);
        prop_assert_eq!(counts.total(), exempt + counts.rate().denominator + counts.open());
        prop_assert!(counts.rate().numerator <= counts.rate().denominator);
    }

    #[test]
    fn tallies_give_the_same_states_as_the_obligations_themselves(
        obligations in prop::collection::vec(any_owed(), 0..40), on in some_day()
    ) {
        // Obligations that share a window and a closing day share a row.
        let mut keys: Vec<_> = obligations.iter().map(|owed| (owed.terms.span, owed.terms.closes_on)).collect();
        keys.sort_unstable();
        keys.dedup();
        let counted = keys.into_iter().map(|(span, closes_on)| {
            let row = obligations.iter().filter(|owed| (owed.terms.span, owed.terms.closes_on) == (span, closes_on));
            let outlooks: Vec<_> =
                row.map(|owed| (Outlook::of(&owed.terms, owed.amounts, owed.validity), owed.amounts)).collect();
            let tally: Tally = outlooks.iter().map(|(outlook, amounts)| Tally::of(outlook.standing, *amounts)).sum();
            let at_risk = outlooks.iter().filter(|(outlook, _)| outlook.risk_on.is_some_and(|day| day <= on)).count();
            tally.counts(span.first(), closes_on, i64::try_from(at_risk).expect("few"), on)
        });
        prop_assert_eq!(counted.sum::<Counts>(), figures(&obligations, on).counts);
    }

    #[test]
    fn tallies_know_which_units_are_bound_and_which_have_begun(
        obligations in prop::collection::vec(any_owed(), 0..8), on in some_day()
    ) {
        let tally: Tally = obligations
            .iter()
            .filter(|owed| owed.terms.span.first() <= on)
            .map(|owed| Tally::of(Outlook::of(&owed.terms, owed.amounts, owed.validity).standing, owed.amounts))
            .sum();
        prop_assert_eq!(Coverage::of_unit(tally.bound(), tally.begun), coverage(&obligations, on));
    }

    #[test]
    fn a_difference_of_tallies_turns_one_into_the_other(before in any_owed(), after in any_owed()) {
        let of = |owed: &Owed| Tally::of(Outlook::of(&owed.terms, owed.amounts, owed.validity).standing, owed.amounts);
        prop_assert_eq!(of(&before) + (of(&after) - of(&before)), of(&after));
    }
}
