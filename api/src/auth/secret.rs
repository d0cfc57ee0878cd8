//! Secrets that the program makes itself: 256 random bits, of which only a hash is kept.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// A secret that was just made.
pub struct Secret {
    /// What its owner is told, once.
    pub plain: String,
    /// What is kept of it.
    pub hash: String,
}

impl Secret {
    /// Makes one.
    ///
    /// # Errors
    /// INTERNAL if the system gave no random numbers.
    pub fn make() -> Result<Self, AppError> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(AppError::internal)?;
        let plain = URL_SAFE_NO_PAD.encode(bytes);
        Ok(Self { hash: hash(&plain), plain })
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What is kept of a secret: hex SHA-256. A slow hash is for what people choose: nobody guesses 256 random bits, however
/// fast he may try. Secrets are looked up by it, so no comparison tells by its time how much of one was right.
#[must_use]
pub fn hash(secret: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(secret).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
