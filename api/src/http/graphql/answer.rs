//! What goes back: status, media type and body.

use std::collections::BTreeMap;

use async_graphql::{ErrorExtensionValues, Response as Answer, ServerError, Value};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{Media, Refusal};
use crate::{error::AppError, graphql::Audience};

/// The body of an answer. An answer to what was not run has no `data`, not even null: so the specification tells the two
/// apart. The library always writes it.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// Answers an operation.
pub(super) fn give(answer: &Answer, media: Media) -> Response {
    let ran = ran(answer);
    let body = Body { errors: &answer.errors, data: ran.then_some(&answer.data), extensions: &answer.extensions };
    let status = if ran || media == Media::Json { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    respond(status, media, &body)
}

/// Whether anything was run: what stops a document as a whole stands at no field of it.
pub(super) fn ran(answer: &Answer) -> bool {
    answer.data != Value::Null || answer.errors.iter().any(|error| !error.path.is_empty())
}

/// Says that a document is not known by its id. It is a question more than an error, and clients that ask it read the
/// answer of a success only.
pub(super) fn unknown(error: &AppError, media: Media, audience: &Audience) -> Response {
    fail(StatusCode::OK, media, error, &BTreeMap::new(), audience)
}

/// Refuses a request as a whole. What is no success is in the new media type, whatever was accepted: clients of the old one
/// read no body of an error, and some read the new one only.
pub(super) fn refuse(refusal: Refusal, audience: &Audience) -> Response {
    let mut response = fail(refusal.status, Media::GraphqlResponse, &refusal.error, &refusal.extensions, audience);
    if let Some((name, value)) = refusal.header {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Answers for what ended in a panic.
pub(in crate::http) fn panicked(audience: &Audience) -> Response {
    let error = AppError::internal("a panic");
    fail(StatusCode::INTERNAL_SERVER_ERROR, Media::GraphqlResponse, &error, &BTreeMap::new(), audience)
}

fn fail(
    status: StatusCode,
    media: Media,
    error: &AppError,
    told: &BTreeMap<String, Value>,
    audience: &Audience,
) -> Response {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", error.code().as_str());
    if let Some(field) = error.field() {
        extensions.set("field", field);
    }
    extensions.set("requestId", audience.request_id.as_str());
    let mut refused = ServerError::new(error.text(audience.lang), None);
    refused.extensions = Some(extensions);
    respond(status, media, &Body { errors: &[refused], data: None, extensions: told })
}

fn respond(status: StatusCode, media: Media, body: &Body<'_>) -> Response {
    let Ok(body) = serde_json::to_vec(body) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // What it says is for this caller, now.
    let headers =
        [(header::CONTENT_TYPE, media.content_type()), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, headers, body).into_response()
}
