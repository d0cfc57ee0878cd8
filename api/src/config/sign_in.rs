//! How people and programs sign in.

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{ArgAction, Args, builder::BoolishValueParser};

use crate::{
    auth::{Algorithms, Oidc},
    service::sign_in::{Issuer, Lives, PasswordSignIn},
};

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
    /// Whether people sign in with passwords of this server: `false` where all come with the other issuer.
    #[arg(long, env = "PASSWORD_SIGN_IN", default_value = "true", action = ArgAction::Set, value_name = "BOOL")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub password_sign_in: bool,
    /// For how many minutes an access token is good.
    #[arg(long, env = "ACCESS_TOKEN_MINUTES", value_name = "MIN", default_value_t = 10)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..=60))]
    pub access_token_minutes: i64,
    /// For how many days a sign-in goes on that is not used.
    #[arg(long, env = "SIGN_IN_IDLE_DAYS", value_name = "DAYS", default_value_t = 14)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..=365))]
    pub sign_in_idle_days: i64,
    /// For how many days a sign-in goes on at all.
    #[arg(long, env = "SIGN_IN_DAYS", value_name = "DAYS", default_value_t = 90)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..=365))]
    pub sign_in_days: i64,
}

impl SignIn {
    /// The program's own issuer.
    #[must_use]
    pub fn issuer(&self) -> Issuer {
        Issuer {
            lives: Lives {
                access: TimeDelta::minutes(self.access_token_minutes),
                idle: TimeDelta::days(self.sign_in_idle_days),
                sign_in: TimeDelta::days(self.sign_in_days),
            },
            password_sign_in: if self.password_sign_in { PasswordSignIn::On } else { PasswordSignIn::Off },
        }
    }

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
