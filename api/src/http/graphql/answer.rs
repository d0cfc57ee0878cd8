//! What goes back: status, media type and body.

use async_graphql::{ErrorExtensionValues, Response as Answer, ServerError};
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use crate::{error::AppError, graphql::Audience};

/// The media type of a GraphQL answer (GraphQL over HTTP).
const RESPONSE_JSON: &str = "application/graphql-response+json; charset=utf-8";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Refuses a request as a whole.
pub(super) fn refuse(status: StatusCode, error: &AppError, audience: &Audience, request_id: Uuid) -> Response {
    let mut answer = ServerError::new(error.text(audience.lang), None);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", error.code().as_str());
    extensions.set("requestId", audience.request_id.as_str());
    answer.extensions = Some(extensions);
    let mut response = respond(status, &Answer::from_errors(vec![answer]), request_id);
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// Answers a request.
pub(super) fn respond(status: StatusCode, answer: &Answer, request_id: Uuid) -> Response {
    let Ok(body) = serde_json::to_vec(answer) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let id = HeaderValue::from_str(&request_id.simple().to_string());
    let mut response =
        (status, [(header::CONTENT_TYPE, HeaderValue::from_static(RESPONSE_JSON))], body).into_response();
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
