//! What every answer has, whatever happens on the way to it: an id, and an end. A panic is an answer too.

use std::panic::AssertUnwindSafe;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt;

use super::{graphql, lang};
use crate::{clock::Sources, graphql::Audience};

/// The header that carries the id. One that a client sends is not looked at: ours is in the log and in the audit trail, and
/// nobody is to write into these what he likes.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives a request its id and runs it.
pub(super) async fn run(State(sources): State<Sources>, mut request: Request, next: Next) -> Response {
    let request_id = sources.id::<()>().uuid().simple().to_string();
    let audience = Audience { lang: lang::of(request.headers()), request_id };
    request.extensions_mut().insert(audience.clone());
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| {
        // What it said is in the log already, written where it happened.
        tracing::error!(request_id = audience.request_id, "a request panicked");
        graphql::panicked(&audience)
    });
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::try_from(audience.request_id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::{Body, to_bytes},
        http::StatusCode,
        middleware,
        routing::get,
    };
    use serde_json::{Value, json};
    use tower::ServiceExt;

    use super::*;

    /// A faulty handler behind the edge.
    fn faulty() -> Router {
        async fn fault() -> &'static str {
            tokio::task::yield_now().await;
            panic!("secret")
        }
        let edge = middleware::from_fn_with_state(Sources::system(), run);
        Router::new().route("/", get(fault)).layer(edge)
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_that_says_nothing_but_its_request() {
        let request = Request::get("/").header("accept-language", "en").header(REQUEST_ID, "theirs");
        let response = faulty().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/graphql-response+json; charset=utf-8");
        let id = response.headers()[REQUEST_ID].to_str().unwrap().to_owned();
        assert_eq!(id.len(), 32, "{id}");
        let body: Value = serde_json::from_slice(&to_bytes(response.into_body(), 9_999).await.unwrap()).unwrap();
        let error =
            json!({ "message": "A fault of the server.", "extensions": { "code": "INTERNAL", "requestId": id } });
        assert_eq!(body, json!({ "errors": [error] }));
    }
}
