//! From contributions to the amounts of an obligation.

use crate::{activity::ActivityState, calendar::Day, obligation::Amounts, word::words};

words! {
    /// What makes a contribution.
    pub enum Source {
        /// An activity report.
        Report = "REPORT",
        /// An issued plan that carries out the plan which asks for one.
        Plan = "PLAN",
    }
}

words! {
    /// How a contribution counts.
    pub enum Credit {
        /// Claimed by a submitted report and not yet verified (chờ xác nhận).
        Pending = "PENDING",
        /// Verified, or a plan that was issued (đã đạt).
        Achieved = "ACHIEVED",
    }
}

impl Credit {
    /// How the contributions of a report in that state count, if they do.
    #[must_use]
    pub const fn of(state: ActivityState) -> Option<Self> {
        match state {
            ActivityState::Draft | ActivityState::Returned | ActivityState::Withdrawn => None,
            ActivityState::Submitted => Some(Self::Pending),
            ActivityState::Verified => Some(Self::Achieved),
        }
    }
}

/// What one report or plan adds to one obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// What makes it.
    pub source: Source,
    /// How it counts.
    pub credit: Credit,
    /// How much it adds: 1 to 10,000.
    pub amount: i64,
    /// The day it was done.
    pub dated_on: Day,
}

/// The amounts of an obligation that closes on `closes_on`.
///
/// Once an issued plan contributes, reports add nothing: a report of product PLAN would count the same plan twice. For
/// a day in the past pass only the contributions dated up to that day.
#[must_use]
pub fn amounts(contributions: impl IntoIterator<Item = Contribution>, closes_on: Day) -> Amounts {
    let (mut by_reports, mut by_plans) = (Amounts::default(), None);
    for Contribution { source, credit, amount, dated_on } in contributions {
        let sum = match source {
            Source::Report => &mut by_reports,
            Source::Plan => by_plans.get_or_insert_default(),
        };
        match credit {
            Credit::Pending => sum.pending += amount,
            Credit::Achieved => {
                sum.achieved += amount;
                sum.in_time += if dated_on <= closes_on { amount } else { 0 };
            }
        }
    }
    by_plans.unwrap_or(by_reports)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{calendar::testing::*, obligation::*};

    fn report(credit: Credit, amount: i64, on: &str) -> Contribution {
        Contribution { source: Source::Report, credit, amount, dated_on: day(on) }
    }

    fn plan(on: &str) -> Contribution {
        Contribution { source: Source::Plan, credit: Credit::Achieved, amount: 1, dated_on: day(on) }
    }

    #[test]
    fn only_what_was_submitted_counts_and_only_what_was_verified_is_achieved() {
        let credits: Vec<_> = ActivityState::ALL.iter().map(|state| Credit::of(*state)).collect();
        assert_eq!(credits, [None, Some(Credit::Pending), Some(Credit::Achieved), None, None]);
    }

    #[test]
    fn amounts_are_sums_and_what_comes_after_closing_is_not_in_time() {
        let contributions = [
            report(Credit::Achieved, 4, "2024-04-20"),
            report(Credit::Achieved, 2, "2024-04-21"),
            report(Credit::Pending, 7, "2024-04-19"),
        ];
        assert_eq!(amounts(contributions, day("2024-04-20")), Amounts { achieved: 6, in_time: 4, pending: 7 });
        assert_eq!(amounts(contributions, day("2024-04-21")), Amounts { achieved: 6, in_time: 6, pending: 7 });
        assert_eq!(amounts([], day("2024-04-20")), Amounts::default());
    }

    #[test]
    fn reports_add_nothing_once_a_plan_contributes() {
        let reports = [report(Credit::Achieved, 5, "2024-04-01"), report(Credit::Pending, 5, "2024-04-02")];
        let both = [reports[0], plan("2024-04-25"), reports[1]];
        assert_eq!(amounts(both, day("2024-04-20")), Amounts { achieved: 1, in_time: 0, pending: 0 });
        assert_eq!(amounts(reports, day("2024-04-20")), Amounts { achieved: 5, in_time: 5, pending: 5 });
    }

    /// Example 5: "plan issued by 20 April 2024", issued on the 25th.
    #[test]
    fn a_plan_issued_after_its_due_date_is_met_late() {
        use crate::calendar::WindowKind;
        let span = span("2024-01-01", "2024-04-20");
        let terms = Terms { target: 1, span, closes_on: span.last(), kind: WindowKind::Once };
        let standing = |contribution, closes_on: &str| {
            let terms = Terms { closes_on: day(closes_on), ..terms };
            standing(&terms, amounts([contribution], terms.closes_on), Validity::InForce)
        };
        assert_eq!(standing(plan("2024-04-25"), "2024-04-20"), Standing::MetLate);
        assert_eq!(standing(plan("2024-04-20"), "2024-04-20"), Standing::Met);
        assert_eq!(standing(plan("2024-04-25"), "2024-04-30"), Standing::Met);
    }

    proptest! {
        #[test]
        fn the_order_of_contributions_does_not_matter(
            contributions in prop::collection::vec((0..2_usize, 0..2_usize, 1..=10_000_i64, any_day()), 0..12),
            closes_on in any_day()
        ) {
            let contributions: Vec<_> = contributions
                .into_iter()
                .map(|(source, credit, amount, dated_on)| Contribution {
                    source: Source::ALL[source],
                    credit: Credit::ALL[credit],
                    amount,
                    dated_on,
                })
                .collect();
            let sum = amounts(contributions.iter().copied(), closes_on);
            prop_assert_eq!(sum, amounts(contributions.iter().rev().copied(), closes_on));
            prop_assert!(0 <= sum.in_time && sum.in_time <= sum.achieved);
        }
    }
}
