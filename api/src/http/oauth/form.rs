//! What is sent to `/oauth`: `application/x-www-form-urlencoded`, each parameter once (RFC 6749, 3.2).

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::answer::{Fault, Kind};

/// The parameters of a request.
pub(super) struct Form(HashMap<String, String>);

impl Form {
    /// Reads them.
    pub(super) fn of(headers: &HeaderMap, body: &[u8]) -> Result<Self, Fault> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") || std::str::from_utf8(body).is_err() {
            return Err(Fault::of(Kind::InvalidRequest));
        }
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Fault::of(Kind::InvalidRequest));
            }
        }
        Ok(Self(parameters))
    }

    /// A parameter, if it was sent; one without a value was not (RFC 6749, 3.2).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter that must be sent.
    pub(super) fn needed(&self, name: &'static str) -> Result<&str, Fault> {
        self.get(name).ok_or_else(|| Fault::lacks(name))
    }

    /// The id and secret of a service client, by HTTP Basic or in the form, not both (RFC 6749, 2.3.1).
    pub(super) fn client(&self, headers: &HeaderMap) -> Result<(String, String), Fault> {
        let Some(given) = headers.get(header::AUTHORIZATION) else {
            return Ok((self.needed("client_id")?.to_owned(), self.needed("client_secret")?.to_owned()));
        };
        if self.get("client_secret").is_some() {
            return Err(Fault::of(Kind::InvalidRequest));
        }
        basic(given.to_str().unwrap_or_default()).ok_or_else(|| Fault::of(Kind::InvalidClient))
    }
}

fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, given) = header.split_once(' ')?;
    let given = String::from_utf8(STANDARD.decode(given.trim()).ok()?).ok()?;
    let (id, secret) = given.split_once(':').filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    // Each half is encoded as a form is.
    let decoded = |text: &str| {
        let mut pairs = form_urlencoded::parse(text.as_bytes());
        pairs.next().map(|(text, _)| text.into_owned()).unwrap_or_default()
    };
    Some((decoded(id), decoded(secret)))
}
