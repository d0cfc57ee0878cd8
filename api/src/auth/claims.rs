//! What every token must be, whoever issued it (RFC 7519, RFC 8725).

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{DecodingKey, Header, Validation};
use serde::{Deserialize, Deserializer, de, de::DeserializeOwned};

use super::BadToken;

/// By how much two clocks may differ.
pub(super) const LEEWAY: TimeDelta = TimeDelta::seconds(60);
/// A token longer than this is refused before anything of it is read.
pub(super) const LONGEST: usize = 4_096;
/// The kinds of token that are taken; what else an issuer signs is none, such as the notice that somebody signed out.
const KINDS: [&str; 3] = ["JWT", "at+jwt", "application/at+jwt"];

/// A token whose header is read and of which nothing is believed yet.
#[derive(Debug)]
pub(super) struct Opened<'a> {
    token: &'a str,
    header: Header,
    kid: String,
}

impl<'a> Opened<'a> {
    /// Reads the header. Whatever it says of where its key is (`jku`, `x5u`, `jwk`, `x5c`) is never looked at.
    pub(super) fn of(token: &'a str) -> Result<Self, BadToken> {
        if token.len() > LONGEST {
            return Err(BadToken);
        }
        let mut header = jsonwebtoken::decode_header(token).map_err(|_| BadToken)?;
        let said = header.typ.as_deref().unwrap_or("JWT");
        // Nothing that a token may call critical is understood here.
        if header.crit.is_some() || !KINDS.iter().any(|known| known.eq_ignore_ascii_case(said)) {
            return Err(BadToken);
        }
        let kid = header.kid.take().ok_or(BadToken)?;
        Ok(Self { token, header, kid })
    }

    /// The key it names.
    pub(super) fn kid(&self) -> &str {
        &self.kid
    }

    /// What it claims, if the key signed it in the key's own algorithm, and it is for whom `validation` says, now.
    pub(super) fn claims<C>(
        &self,
        key: &DecodingKey,
        validation: &Validation,
        now: DateTime<Utc>,
    ) -> Result<C, BadToken>
    where
        C: DeserializeOwned + AsRef<Times>,
    {
        // The token does not choose how it is checked.
        if !validation.algorithms.contains(&self.header.alg) {
            return Err(BadToken);
        }
        let claims = jsonwebtoken::decode::<C>(self.token, key, validation).map_err(|_| BadToken)?.claims;
        if claims.as_ref().hold(now) { Ok(claims) } else { Err(BadToken) }
    }
}

/// How tokens of one issuer for one audience are checked. Times are checked here, by the program's own clock.
pub(super) fn validation(algorithm: jsonwebtoken::Algorithm, issuer: &str, audience: &str) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
}

/// When a token is good.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Times {
    exp: Instant,
    nbf: Option<Instant>,
    iat: Option<Instant>,
}

impl Times {
    /// Whether it is good now, give or take [`LEEWAY`].
    fn hold(self, now: DateTime<Utc>) -> bool {
        let begun = |instant: Option<Instant>| instant.is_none_or(|instant| instant.0 <= now + LEEWAY);
        self.exp.0 > now - LEEWAY && begun(self.nbf) && begun(self.iat)
    }

    /// Until when it is good.
    pub(super) const fn expires_at(self) -> DateTime<Utc> {
        self.exp.0
    }

    /// When it was issued; long ago, if it does not say when.
    pub(super) fn issued_at(self) -> DateTime<Utc> {
        self.iat.map_or(DateTime::UNIX_EPOCH, |instant| instant.0)
    }
}

/// Seconds since 1970, whole or not (RFC 7519, `NumericDate`); a part of a second is cut off.
#[derive(Debug, Clone, Copy)]
struct Instant(DateTime<Utc>);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seconds;

        impl de::Visitor<'_> for Seconds {
            type Value = Instant;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("seconds since 1970")
            }

            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Instant, E> {
                DateTime::from_timestamp(seconds, 0).map(Instant).ok_or_else(|| E::custom("out of range"))
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Instant, E> {
                self.visit_i64(i64::try_from(seconds).map_err(E::custom)?)
            }

            #[expect(clippy::cast_possible_truncation, reason = "it is in range, and a part of a second is cut off")]
            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Instant, E> {
                // As far as any clock will show.
                if !(0.0..=253_402_300_799.0).contains(&seconds) {
                    return Err(E::custom("out of range"));
                }
                self.visit_i64(seconds as i64)
            }
        }

        deserializer.deserialize_any(Seconds)
    }
}
