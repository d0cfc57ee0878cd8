//! Who is it? Bearer tokens: of the program's own issuer, and of one other that is configured.
//!
//! A token proves who somebody is and nothing else. What he may do is read from the database with each request, so that
//! what is taken away is gone at the next one.

mod cache;
mod claims;
mod fetch;
mod jwk;
mod key;
mod password;
mod remote;
pub(crate) mod secret;
mod token;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

pub use fetch::{Fetch, FetchError};
pub use key::{KeyError, Provenance, SigningKey};
pub use password::{Match, Passwords};
pub use remote::{Algorithms, Oidc, Remote};
pub use token::{Bearer, Tokens, words};

use self::{cache::Cache, claims::Opened};
use crate::session::Caller;

/// A token that is present and bad. It does not say why: whoever forges tokens learns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct BadToken;

/// What a token proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Who sent it.
    pub caller: Caller,
    /// Until when it is good, the difference that two clocks may have not counted.
    pub expires_at: DateTime<Utc>,
}

/// Tells who sent a token.
#[derive(Debug)]
pub struct Auth {
    tokens: Tokens,
    remote: Option<Arc<Remote>>,
    cache: Cache,
}

impl Auth {
    /// By the tokens of the own issuer, and of another if there is one.
    #[must_use]
    pub fn new(tokens: Tokens, remote: Option<Arc<Remote>>) -> Self {
        Self { tokens, remote, cache: Cache::default() }
    }

    /// The own issuer.
    #[must_use]
    pub const fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// What `token` proves.
    ///
    /// # Errors
    /// It is malformed, of an unknown key, another issuer or audience, expired, or not valid yet.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Proof, BadToken> {
        if token.len() > claims::LONGEST {
            return Err(BadToken);
        }
        let hash: [u8; 32] = Sha256::digest(token).into();
        let keys = self.remote.as_ref().map_or(0, |remote| remote.edition());
        if let Some(proof) = self.cache.find(&hash, keys, now) {
            return Ok(proof);
        }
        let opened = Opened::of(token)?;
        let proof = match (self.tokens.key(&opened), &self.remote) {
            (Some(key), _) => self.tokens.prove(&opened, key, now)?,
            (None, Some(remote)) => remote.prove(&opened, now).await?,
            (None, None) => return Err(BadToken),
        };
        self.cache.keep(hash, keys, &proof);
        Ok(proof)
    }
}
