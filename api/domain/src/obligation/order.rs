//! The two orders in which obligations are shown. Both are total: the id decides last.

use std::cmp::{Ordering, Reverse};

use super::{Amounts, State, Terms};
use crate::calendar::Day;

/// The key of "owes now, most urgent first": the smallest is the most urgent.
///
/// By closing day, those at risk first, then what remains descending, then the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Urgency<I> {
    closes_on: Day,
    // `false` sorts before `true`.
    on_track: bool,
    remaining: Reverse<i64>,
    id: I,
}

impl<I> Urgency<I> {
    /// The key of the obligation `id` that is in `state`.
    pub fn of(terms: &Terms, amounts: Amounts, state: State, id: I) -> Self {
        Self {
            closes_on: terms.closes_on,
            on_track: state != State::AtRisk,
            remaining: Reverse(amounts.remaining(terms.target)),
            id,
        }
    }
}

/// The key of "worst first": the smallest is the worst.
///
/// MISSED, then `AT_RISK`, then all others; within each by the share of the target not yet achieved, largest first,
/// then the last day of the window, then the id. What is pending earns nothing here. EXEMPT ones are out of all figures and
/// should not be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worst<I> {
    rank: u8,
    shortfall: Reverse<Shortfall>,
    ends_on: Day,
    id: I,
}

impl<I> Worst<I> {
    /// The key of the obligation `id` that is in `state`.
    pub fn of(terms: &Terms, amounts: Amounts, state: State, id: I) -> Self {
        let rank = match state {
            State::Missed => 0,
            State::AtRisk => 1,
            _ => 2,
        };
        let shortfall = Shortfall { lacking: terms.target - amounts.achieved, target: terms.target };
        Self { rank, shortfall: Reverse(shortfall), ends_on: terms.span.last(), id }
    }
}

/// `lacking / target`, compared exactly. Negative where more was done than owed.
#[derive(Debug, Clone, Copy)]
struct Shortfall {
    lacking: i64,
    target: i64,
}

impl Ord for Shortfall {
    fn cmp(&self, other: &Self) -> Ordering {
        let crossed = |a: i64, b: i64| i128::from(a) * i128::from(b);
        crossed(self.lacking, other.target).cmp(&crossed(other.lacking, self.target))
    }
}

impl PartialOrd for Shortfall {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Shortfall {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Shortfall {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{WindowKind, testing::*};

    fn terms(target: i64, first: &str, last: &str, closes: &str) -> Terms {
        Terms { target, span: span(first, last), closes_on: day(closes), kind: WindowKind::Month }
    }

    fn done(achieved: i64, pending: i64) -> Amounts {
        Amounts { achieved, in_time: achieved, pending }
    }

    #[test]
    fn most_urgent_is_what_closes_first_then_what_is_at_risk_then_what_lacks_most() {
        let may = terms(5, "2025-05-01", "2025-05-31", "2025-05-31");
        let june = terms(5, "2025-06-01", "2025-06-30", "2025-06-30");
        let extended = terms(5, "2025-05-01", "2025-05-31", "2025-06-30");
        let mut keys = [
            Urgency::of(&june, done(0, 0), State::AtRisk, 7),
            Urgency::of(&june, done(3, 1), State::OnTrack, 6),
            Urgency::of(&extended, done(1, 1), State::OnTrack, 5),
            Urgency::of(&june, done(2, 0), State::OnTrack, 4),
            Urgency::of(&extended, done(4, 0), State::AtRisk, 3),
            Urgency::of(&may, done(4, 0), State::OnTrack, 2),
            Urgency::of(&may, done(4, 0), State::AtRisk, 1),
        ];
        keys.sort_unstable();
        assert_eq!(keys.map(|key| key.id), [1, 2, 7, 3, 4, 5, 6]);
    }

    #[test]
    fn worst_is_missed_then_at_risk_then_the_largest_share_lacking() {
        let may = |target| terms(target, "2025-05-01", "2025-05-31", "2025-05-31");
        let june = terms(3, "2025-06-01", "2025-06-30", "2025-06-30");
        let mut keys = [
            Worst::of(&may(3), done(4, 0), State::Met, 9),
            Worst::of(&may(3), done(3, 0), State::Met, 8),
            Worst::of(&june, done(0, 3), State::OnTrack, 7),
            Worst::of(&june, done(2, 0), State::AtRisk, 6),
            Worst::of(&may(10_000), done(6_667, 0), State::Missed, 5),
            Worst::of(&june, done(2, 0), State::Missed, 4),
            Worst::of(&may(6), done(4, 1), State::Missed, 3),
            Worst::of(&may(3), done(2, 0), State::Missed, 2),
            Worst::of(&may(10_000), done(6_666, 0), State::Missed, 1),
        ];
        keys.sort_unstable();
        assert_eq!(keys.map(|key| key.id), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
}
