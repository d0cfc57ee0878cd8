//! Tokens: JWT (RFC 7519) signed with `EdDSA` (RFC 8037).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::UserId;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::SigningKey;
use crate::error::AppError;

/// Who issues and who accepts: this program, both.
const NAME: &str = "tonghop";
/// By how much two clocks may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);
/// A token longer than this is nobody's of ours.
const LONGEST: usize = 4_096;

/// A token that is present and bad. It does not say why: whoever forges tokens learns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct BadToken;

/// Makes and checks tokens.
pub struct Tokens {
    header: Header,
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Tokens {
    /// Tokens of this key.
    #[must_use]
    pub fn new(key: &SigningKey) -> Self {
        let mut header = Header::new(Algorithm::EdDSA);
        let digest: [u8; 32] = Sha256::digest(key.public()).into();
        header.kid = Some(URL_SAFE_NO_PAD.encode(&digest[..12]));
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[NAME]);
        validation.set_audience(&[NAME]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // Times are checked below, by the program's own clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            header,
            signing: EncodingKey::from_ed_der(key.private_der()),
            checking: DecodingKey::from_ed_der(key.public()),
            validation,
        }
    }

    /// A token for `user`, valid from `now` for as long as `life`.
    ///
    /// # Errors
    /// INTERNAL if the key does not sign.
    pub fn sign(&self, user: UserId, now: DateTime<Utc>, life: TimeDelta) -> Result<String, AppError> {
        let claims = Claims {
            iss: NAME.to_owned(),
            aud: NAME.to_owned(),
            sub: user.to_string(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + life).timestamp(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.signing).map_err(AppError::internal)
    }

    /// The user of a token.
    ///
    /// # Errors
    /// The token is malformed, of another key, issuer or audience, expired or not valid yet.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<UserId, BadToken> {
        if token.len() > LONGEST {
            return Err(BadToken);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| BadToken)?;
        if header.alg != Algorithm::EdDSA || header.kid != self.header.kid {
            return Err(BadToken);
        }
        let claims =
            jsonwebtoken::decode::<Claims>(token, &self.checking, &self.validation).map_err(|_| BadToken)?.claims;
        let (earliest, latest) = ((now - LEEWAY).timestamp(), (now + LEEWAY).timestamp());
        if claims.exp <= earliest || claims.nbf > latest {
            return Err(BadToken);
        }
        claims.sub.parse().map_err(|_| BadToken)
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use uuid::Uuid;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_750_000_000, 0).unwrap()
    }

    fn user() -> UserId {
        Id::new(Uuid::from_u128(42))
    }

    #[test]
    fn a_token_names_its_user_until_it_expires() {
        let tokens = Tokens::new(&SigningKey::make().unwrap());
        let token = tokens.sign(user(), now(), TimeDelta::hours(1)).unwrap();
        assert_eq!(tokens.verify(&token, now()), Ok(user()));
        assert_eq!(tokens.verify(&token, now() + TimeDelta::seconds(3_600 + 59)), Ok(user()));
        assert_eq!(tokens.verify(&token, now() + TimeDelta::seconds(3_600 + 60)), Err(BadToken));
        assert_eq!(tokens.verify(&token, now() - TimeDelta::seconds(61)), Err(BadToken));
    }

    #[test]
    fn a_token_of_another_key_is_refused() {
        let token = Tokens::new(&SigningKey::make().unwrap()).sign(user(), now(), TimeDelta::hours(1)).unwrap();
        assert_eq!(Tokens::new(&SigningKey::make().unwrap()).verify(&token, now()), Err(BadToken));
    }

    #[test]
    fn a_token_without_a_signature_is_refused() {
        let tokens = Tokens::new(&SigningKey::make().unwrap());
        let token = tokens.sign(user(), now(), TimeDelta::hours(1)).unwrap();
        let claims = token.split('.').nth(1).unwrap();
        let header =
            URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"none","kid":{:?}}}"#, tokens.header.kid.clone().unwrap()));
        for forged in [format!("{header}.{claims}."), format!("{header}.{claims}"), String::new(), "a.b.c".to_owned()] {
            assert_eq!(tokens.verify(&forged, now()), Err(BadToken), "{forged}");
        }
    }

    #[test]
    fn a_token_for_another_audience_is_refused() {
        let tokens = Tokens::new(&SigningKey::make().unwrap());
        let claims = serde_json::json!({
            "iss": NAME, "aud": "another", "sub": user().to_string(), "exp": now().timestamp() + 60, "nbf": 0, "iat": 0
        });
        let token = jsonwebtoken::encode(&tokens.header, &claims, &tokens.signing).unwrap();
        assert_eq!(tokens.verify(&token, now()), Err(BadToken));
    }
}
