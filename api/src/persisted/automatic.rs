//! Automatic persisted queries: documents learned by their hash.

use std::{fmt, sync::Arc};

use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};

/// The SHA-256 of a document.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// That of a document.
    pub(super) fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Reads 64 hexadecimal digits, with or without the prefix that GraphQL over HTTP gives them.
    pub(super) fn parse(id: &str) -> Option<Self> {
        let digits = id.strip_prefix("sha256:").unwrap_or(id);
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut hash = [0; 32];
        if digits.len() != 2 * hash.len() {
            return None;
        }
        for (byte, pair) in hash.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(hash))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What all learned documents may take together, in bytes. Those that are asked for least are forgotten; whoever names one
/// of them is asked for it again.
const MOST_BYTES: u64 = 16 << 20;
/// About as many documents as that holds.
const DOCUMENTS: usize = 16 << 10;

/// What a document takes: its text, its key and its place.
#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<Hash, Arc<str>> for Bytes {
    fn weight(&self, _: &Hash, text: &Arc<str>) -> u64 {
        u64::try_from(text.len()).unwrap_or(u64::MAX).saturating_add(100)
    }
}

/// The documents learned since the start, of this process alone.
pub struct Automatic(Cache<Hash, Arc<str>, Bytes>);

impl Default for Automatic {
    fn default() -> Self {
        Self(Cache::with_weighter(DOCUMENTS, MOST_BYTES, Bytes))
    }
}

impl fmt::Debug for Automatic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automatic").field("documents", &self.0.len()).finish_non_exhaustive()
    }
}

impl Automatic {
    pub(super) fn get(&self, hash: Hash) -> Option<Arc<str>> {
        self.0.get(&hash)
    }

    pub(super) fn learn(&self, hash: Hash, text: Arc<str>) {
        self.0.insert(hash, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_sixty_four_digits() {
        // The SHA-256 of nothing (FIPS 180-4).
        let digits = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Hash::parse(digits), Some(Hash::of("")));
        assert_eq!(Hash::of("").to_string(), digits);
        for wrong in ["", "sha256:", &digits[1..], &format!("{digits}0"), &digits.replace('e', "g"), &"ư".repeat(32)] {
            assert_eq!(Hash::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn strangers_cannot_fill_the_memory() {
        let automatic = Automatic::default();
        let longest = "x".repeat(20_000);
        for n in 0..2_000 {
            let text = format!("{n}{longest}");
            automatic.learn(Hash::of(&text), text.into());
        }
        assert!(automatic.0.weight() <= MOST_BYTES, "{automatic:?}");
        assert!(automatic.0.len() > 100, "{automatic:?}");
    }
}
