//! Tokens that were checked before: a signature costs more than all else at the edge of a request.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

use super::{Proof, claims::LEEWAY};

/// How many proofs one generation holds.
const GENERATION: usize = 8_192;

/// The SHA-256 of a token.
type Hash = [u8; 32];

/// What signatures proved, by the token's hash, until the token expires or the other issuer's keys change.
///
/// Only good tokens are kept, so nobody fills it with forged ones. It has two generations: when the young one is full it
/// becomes the old one, and the old one is forgotten.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Hash, Kept>,
    old: HashMap<Hash, Kept>,
}

#[derive(Debug, Clone)]
struct Kept {
    proof: Proof,
    /// The edition of the other issuer's keys at that time.
    keys: u64,
}

impl Cache {
    /// What a token proved, if it still does.
    pub(super) fn find(&self, hash: &Hash, keys: u64, now: DateTime<Utc>) -> Option<Proof> {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = if let Some(kept) = generations.young.get(hash) {
            kept.clone()
        } else {
            let kept = generations.old.remove(hash)?;
            generations.add(*hash, kept.clone());
            kept
        };
        drop(generations);
        (kept.keys == keys && kept.proof.expires_at + LEEWAY > now).then_some(kept.proof)
    }

    /// Keeps what a token proved.
    pub(super) fn keep(&self, hash: Hash, keys: u64, proof: &Proof) {
        let kept = Kept { proof: proof.clone(), keys };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).add(hash, kept);
    }
}

impl Generations {
    fn add(&mut self, hash: Hash, kept: Kept) {
        if self.young.len() >= GENERATION {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(hash, kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Caller;

    fn instant(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn hash(number: usize) -> Hash {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&number.to_be_bytes());
        hash
    }

    #[test]
    fn a_proof_is_found_until_it_expires_or_the_keys_change() {
        let cache = Cache::default();
        let proof = Proof { caller: Caller::Anonymous, expires_at: instant(100) };
        cache.keep(hash(1), 7, &proof);
        assert_eq!(cache.find(&hash(1), 7, instant(159)), Some(proof));
        assert_eq!(cache.find(&hash(1), 7, instant(160)), None);
        assert_eq!(cache.find(&hash(1), 8, instant(0)), None);
        assert_eq!(cache.find(&hash(2), 7, instant(0)), None);
    }

    #[test]
    fn it_never_holds_more_than_two_generations_and_keeps_what_is_asked_for() {
        let cache = Cache::default();
        let proof = Proof { caller: Caller::Anonymous, expires_at: instant(100) };
        for number in 0..4 * GENERATION {
            cache.keep(hash(number), 0, &proof);
            assert!(cache.find(&hash(0), 0, instant(0)).is_some(), "{number}");
        }
        let generations = cache.0.lock().unwrap();
        assert!(generations.young.len() + generations.old.len() <= 2 * GENERATION);
        assert!(generations.old.len() >= GENERATION / 2);
    }
}
