//! Chance that falls the same way every time.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// What all demonstration activity grows from.
const SEED: &str = "tonghop demonstration 1";

/// A source of chance of its own for each thing decided, found by what names the thing and never by ids, which differ
/// from one first start to the next. What is decided for one thing then depends on nothing else.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The chance of the thing with these names.
    pub(super) fn of(names: &[&str]) -> Self {
        let mut digest = Sha256::new_with_prefix(SEED);
        for name in names {
            digest.update([0]);
            digest.update(name);
        }
        Self(ChaCha8Rng::from_seed(digest.finalize().into()))
    }

    /// A whole number from `low` to `high`, both included; `low` where there is none between.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low < high { self.0.random_range(low..=high) } else { low }
    }

    /// Happens in so many of a hundred cases.
    pub(super) fn in_hundred(&mut self, cases: i64) -> bool {
        self.between(0, 99) < cases
    }

    /// One of several, each as likely; none of none.
    pub(super) fn one_of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(things.len()).unwrap_or(i64::MAX) - 1;
        things.get(usize::try_from(self.between(0, last)).unwrap_or(0))
    }

    /// One of several, as likely as their weights say.
    pub(super) fn weighted<T: Copy>(&mut self, first: T, others: &[(i64, T)]) -> T {
        let mut left = self.between(0, 99);
        for (weight, thing) in others {
            if left < *weight {
                return *thing;
            }
            left -= weight;
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(names: &[&str]) -> Vec<i64> {
        let mut chance = Chance::of(names);
        (0..8).map(|_| chance.between(0, 999)).collect()
    }

    #[test]
    fn chance_falls_the_same_way_for_the_same_thing_and_another_way_for_another() {
        assert_eq!(numbers(&["a", "b"]), numbers(&["a", "b"]));
        assert_ne!(numbers(&["a", "b"]), numbers(&["ab"]));
        assert_ne!(numbers(&["a", "b"]), numbers(&["b", "a"]));
    }

    #[test]
    fn numbers_keep_their_bounds_and_nothing_is_chosen_of_nothing() {
        let mut chance = Chance::of(&["bounds"]);
        assert!((0..500).map(|_| chance.between(3, 5)).all(|number| (3..=5).contains(&number)));
        assert_eq!((chance.between(7, 7), chance.between(7, 2)), (7, 7));
        assert_eq!(chance.one_of::<i64>(&[]), None);
        assert_eq!(chance.one_of(&[4]), Some(&4));
        assert!(!chance.in_hundred(0) && chance.in_hundred(100));
        assert_eq!(chance.weighted('x', &[(100, 'y')]), 'y');
    }
}
