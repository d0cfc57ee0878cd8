//! Answers that a client may keep: those to trusted queries by GET.

use std::time::Duration;

use async_graphql::Value;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What another answer may depend on. Caches that many share keep none of them: each is for one caller.
const VARIES: HeaderValue =
    HeaderValue::from_static("authorization, accept, accept-language, graphql-client-name, apollographql-client-name");

/// Lets the client keep an answer for some time, and ask then whether it still holds; says so if it does.
pub(super) fn let_keep(answer: Response, data: &Value, asked: &HeaderMap, keep_for: Duration) -> Response {
    let Some(tag) = tag(data) else { return answer };
    let mut answer = if holds(asked, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { answer };
    let headers = answer.headers_mut();
    let keep = match keep_for.as_secs() {
        0 => "private, no-cache".to_owned(),
        seconds => format!("private, max-age={seconds}"),
    };
    for (name, value) in [(header::CACHE_CONTROL, keep), (header::ETAG, tag)] {
        // Not one of the two is ever anything but letters and digits.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    headers.append(header::VARY, VARIES);
    answer
}

/// The tag of what an answer says. It is a weak one: what stands beside the data, such as the request's id, is always new.
fn tag(data: &Value) -> Option<String> {
    let data = serde_json::to_vec(data).ok()?;
    Some(format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(data))))
}

/// Whether the client has the answer with this tag (RFC 9110, 13.1.2).
fn holds(asked: &HeaderMap, tag: &str) -> bool {
    let values = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    values.flat_map(|value| value.split(',')).any(|known| strong(known) == strong(tag) || known.trim() == "*")
}
