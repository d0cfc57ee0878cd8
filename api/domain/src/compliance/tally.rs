//! What is kept of obligations that share a unit and a window, so that no roll-up has to read them one by one.

use super::{Counts, adds_up};
use crate::{
    calendar::Day,
    obligation::{Amounts, Standing, State},
};

/// How many obligations of one unit, window and closing day have each standing.
///
/// It changes only when a contribution, an exemption, an extension or a revocation does, never by the passing of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// EXEMPT ones.
    pub exempt: i64,
    /// MET ones.
    pub met: i64,
    /// `MET_LATE` ones.
    pub met_late: i64,
    /// READY ones.
    pub ready: i64,
    /// SHORT ones.
    pub short: i64,
    /// Those, not EXEMPT, with something achieved.
    pub begun: i64,
}

adds_up!(Tally { exempt, met, met_late, ready, short, begun });

impl Tally {
    /// The tally of one obligation; empty if its plan was revoked.
    #[must_use]
    pub fn of(standing: Standing, amounts: Amounts) -> Self {
        let none = Self { begun: i64::from(amounts.achieved > 0), ..Self::default() };
        match standing {
            Standing::Revoked => Self::default(),
            Standing::Exempt => Self { exempt: 1, begun: 0, ..none },
            Standing::Met => Self { met: 1, ..none },
            Standing::MetLate => Self { met_late: 1, ..none },
            Standing::Ready => Self { ready: 1, ..none },
            Standing::Short => Self { short: 1, ..none },
        }
    }

    /// How many bind their unit: all but the EXEMPT ones.
    #[must_use]
    pub const fn bound(&self) -> i64 {
        self.met + self.met_late + self.ready + self.short
    }

    /// The states of these obligations on `on`. `at_risk` is how many of the SHORT ones are at risk by then; it matters
    /// only from `starts_on` to `closes_on`, so only windows open on that day have to be looked at one by one.
    #[must_use]
    pub fn counts(&self, starts_on: Day, closes_on: Day, at_risk: i64, on: Day) -> Counts {
        let mut counts = Counts::default();
        counts.count(State::Exempt, self.exempt);
        counts.count(State::Met, self.met);
        counts.count(State::MetLate, self.met_late);
        if on < starts_on {
            counts.count(State::NotDue, self.ready + self.short);
        } else if on > closes_on {
            counts.count(State::AwaitingReview, self.ready);
            counts.count(State::Missed, self.short);
        } else {
            counts.count(State::AtRisk, at_risk);
            counts.count(State::OnTrack, self.ready + self.short - at_risk);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_no_figure_has_not_begun_either() {
        let done = Amounts { achieved: 5, in_time: 5, pending: 0 };
        assert_eq!(Tally::of(Standing::Exempt, done), Tally { exempt: 1, ..Tally::default() });
        assert_eq!(Tally::of(Standing::Revoked, done), Tally::default());
        assert_eq!(Tally::of(Standing::Met, done), Tally { met: 1, begun: 1, ..Tally::default() });
        let pending = Amounts { achieved: 0, in_time: 0, pending: 5 };
        assert_eq!(Tally::of(Standing::Ready, pending), Tally { ready: 1, ..Tally::default() });
    }
}
