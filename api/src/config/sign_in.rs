//! How people and programs sign in.

use std::path::PathBuf;

use clap::Args;

use crate::auth::{Algorithms, Oidc};

/// How people and programs sign in.
#[derive(Debug, Clone, Args)]
pub struct SignIn {
    /// Further keys whose tokens are accepted, in files: the one before, or the one that will sign next. Separated by
    /// commas in the environment.
    #[arg(long = "accepted-key", env = "ACCEPTED_KEYS", value_name = "FILE", value_delimiter = ',')]
    pub accepted_keys: Vec<PathBuf>,
    /// Another issuer whose tokens are accepted, an OpenID provider: its `iss`, to the letter.
    #[arg(long, env = "OIDC_ISSUER", value_name = "URL", requires = "oidc_audience")]
    pub oidc_issuer: Option<String>,
    /// Whom its tokens must be for: what must stand in their `aud`.
    #[arg(long, env = "OIDC_AUDIENCE", value_name = "AUD", requires = "oidc_issuer")]
    pub oidc_audience: Option<String>,
    /// Where its keys are (a JWK set); when left out, what its discovery document says.
    #[arg(long, env = "OIDC_JWKS_URL", value_name = "URL", requires = "oidc_issuer")]
    pub oidc_jwks_url: Option<String>,
    /// The algorithms accepted from it, of `EdDSA`, `ES256` and `RS256`. The key decides which one a token is checked by.
    #[arg(long, env = "OIDC_ALGORITHMS", value_name = "LIST", default_value = "EdDSA,ES256,RS256")]
    #[arg(value_parser = algorithms)]
    pub oidc_algorithms: Algorithms,
}

impl SignIn {
    /// The other issuer, if there is one.
    #[must_use]
    pub fn oidc(&self) -> Option<Oidc> {
        Some(Oidc {
            issuer: self.oidc_issuer.clone()?,
            audience: self.oidc_audience.clone()?,
            jwks_url: self.oidc_jwks_url.clone(),
            algorithms: self.oidc_algorithms.clone(),
        })
    }
}

fn algorithms(words: &str) -> Result<Algorithms, &'static str> {
    Algorithms::named(words.split(',')).ok_or("some of EdDSA, ES256 and RS256, separated by commas")
}
