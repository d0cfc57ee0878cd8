//! The program's own issuer: JWT (RFC 7519, RFC 9068) signed with `EdDSA` (RFC 8037).

use std::{collections::HashMap, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    authz::ClientScope,
    id::{ServiceClientId, SignInId, UserId},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    BadToken, Proof, SigningKey,
    claims::{self, Opened, Times},
};
use crate::{
    error::AppError,
    session::{Caller, SignedIn},
};

/// Who issues and who accepts: this program, both.
const NAME: &str = "tonghop";

/// Makes tokens, and knows its own.
pub struct Tokens {
    header: Header,
    signing: EncodingKey,
    /// The keys whose tokens are taken, by their names: the signing one, the one before it or after it.
    checking: HashMap<String, DecodingKey>,
    published: Value,
    validation: Validation,
}

/// For whom a token is.
#[derive(Debug, Clone, Copy)]
pub enum Bearer<'a> {
    /// A user who signed in.
    SignIn(UserId, SignInId),
    /// A user, by an operator.
    User(UserId),
    /// A service client, with no more than these scopes.
    Client(ServiceClientId, &'a [ClientScope]),
}

#[derive(Serialize)]
struct Issued<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    sid: Option<String>,
    scope: Option<String>,
    #[serde(flatten)]
    times: Times,
}

impl AsRef<Times> for Claims {
    fn as_ref(&self) -> &Times {
        &self.times
    }
}

impl Tokens {
    /// Signs with `key`, and takes tokens of `others` too: keys overlap while they are changed.
    #[must_use]
    pub fn new(key: &SigningKey, others: &[SigningKey]) -> Self {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(kid(key));
        let all = || others.iter().chain([key]);
        Self {
            header,
            signing: EncodingKey::from_ed_der(key.private_der()),
            checking: all().map(|key| (kid(key), DecodingKey::from_ed_der(key.public()))).collect(),
            published: json!({ "keys": all().map(published).collect::<Vec<_>>() }),
            validation: claims::validation(Algorithm::EdDSA, NAME, NAME),
        }
    }

    /// The public keys (RFC 7517).
    #[must_use]
    pub const fn published(&self) -> &Value {
        &self.published
    }

    /// A token valid from `now` for as long as `life`.
    ///
    /// # Errors
    /// INTERNAL if the key does not sign.
    pub fn sign(&self, bearer: Bearer<'_>, now: DateTime<Utc>, life: TimeDelta) -> Result<String, AppError> {
        let (sub, sid, scope) = match bearer {
            Bearer::SignIn(user, sign_in) => (user.to_string(), Some(sign_in.to_string()), None),
            Bearer::User(user) => (user.to_string(), None, None),
            Bearer::Client(client, scopes) => (client.to_string(), None, Some(words(scopes))),
        };
        let client_id = scope.is_some().then(|| sub.clone());
        let (iat, exp) = (now.timestamp(), (now + life).timestamp());
        let issued = Issued { iss: NAME, aud: NAME, sub, iat, nbf: iat, exp, sid, client_id, scope };
        jsonwebtoken::encode(&self.header, &issued, &self.signing).map_err(AppError::internal)
    }

    /// The key of a token, if it is one of this issuer's.
    pub(super) fn key(&self, opened: &Opened<'_>) -> Option<&DecodingKey> {
        self.checking.get(opened.kid())
    }

    /// What a token of that key proves.
    pub(super) fn prove(&self, opened: &Opened<'_>, key: &DecodingKey, now: DateTime<Utc>) -> Result<Proof, BadToken> {
        let claims: Claims = opened.claims(key, &self.validation, now)?;
        let expires_at = claims.times.expires_at();
        let caller = caller(&claims).ok_or(BadToken)?;
        Ok(Proof { caller, expires_at })
    }
}

fn caller(claims: &Claims) -> Option<Caller> {
    if let Ok(client) = claims.sub.parse() {
        let scopes = claims.scope.as_deref()?.split(' ').filter(|word| !word.is_empty());
        let scopes: Arc<[ClientScope]> = scopes.map(str::parse).collect::<Result<_, _>>().ok()?;
        return Some(Caller::Client { client, scopes: Some(scopes) });
    }
    let signed_in = match &claims.sid {
        Some(sign_in) => SignedIn::By(sign_in.parse().ok()?),
        None => SignedIn::At(claims.times.issued_at()),
    };
    Some(Caller::User { user: claims.sub.parse().ok()?, signed_in })
}

/// Scopes as a token and an answer say them (RFC 6749, 3.3).
#[must_use]
pub fn words(scopes: &[ClientScope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

/// The name of a key, which follows from the key.
fn kid(key: &SigningKey) -> String {
    let digest: [u8; 32] = Sha256::digest(key.public()).into();
    URL_SAFE_NO_PAD.encode(&digest[..12])
}

fn published(key: &SigningKey) -> Value {
    let x = URL_SAFE_NO_PAD.encode(key.public());
    json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid(key), "use": "sig", "alg": "EdDSA" })
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens")
    }
}

#[cfg(test)]
mod tests;
