//! Obligations counted by state.

use std::{
    iter::Sum,
    ops::{Add, AddAssign},
};

use super::Ratio;
use crate::obligation::State;

/// How many obligations are in each state on one day. Every obligation of a plan in force is in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([i64; State::ALL.len()]);

impl Counts {
    /// How many are in `state`.
    #[must_use]
    pub const fn get(&self, state: State) -> i64 {
        self.0[state as usize]
    }

    /// Counts `number` more in `state`.
    pub const fn count(&mut self, state: State, number: i64) {
        self.0[state as usize] += number;
    }

    /// Every state with its number, in the order of [`State::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (State, i64)> {
        State::ALL.iter().copied().zip(self.0)
    }

    /// All of them, the exempt ones included.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }

    /// How many were met, in time or late.
    #[must_use]
    pub const fn met(&self) -> i64 {
        self.get(State::Met) + self.get(State::MetLate)
    }

    /// How many have no outcome yet. It is shown beside every rate, which cannot count them.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.iter().filter(|(state, _)| state.is_open()).map(|(_, number)| number).sum()
    }

    /// The compliance rate: met, in time or late, of those met or missed.
    #[must_use]
    pub const fn rate(&self) -> Ratio {
        Ratio::new(self.met(), self.met() + self.get(State::Missed))
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for (state, number) in other.iter() {
            self.count(state, number);
        }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), Add::add)
    }
}

impl FromIterator<State> for Counts {
    fn from_iter<I: IntoIterator<Item = State>>(states: I) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.count(state, 1);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_counted_in_its_own_place() {
        let counts: Counts = State::ALL.iter().copied().collect();
        assert!(State::ALL.iter().all(|state| counts.get(*state) == 1));
        assert_eq!((counts.total(), counts.met(), counts.open()), (8, 2, 4));
    }

    #[test]
    fn the_rate_is_what_was_met_of_what_was_met_or_missed() {
        let mut counts = Counts::default();
        for (state, number) in
            [(State::Met, 5), (State::MetLate, 1), (State::Missed, 3), (State::Exempt, 7), (State::AwaitingReview, 2)]
        {
            counts.count(state, number);
        }
        assert_eq!(counts.rate(), Ratio::new(6, 9));
        assert_eq!((counts.open(), counts.total()), (2, 18));
    }

    #[test]
    fn without_any_outcome_there_is_no_rate() {
        let counts: Counts = [State::NotDue, State::AtRisk, State::OnTrack, State::Exempt].into_iter().collect();
        assert_eq!((counts.rate().percent(), counts.open()), (None, 3));
    }
}
