//! The edge: what stands around a document on its way in and on its way out.

mod audits;
mod edge;
mod load;
mod persisted;
mod refused;
mod served;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, Response, StatusCode, request::Builder},
};
use serde_json::Value;

/// The media types of an answer.
const NEW: &str = "application/graphql-response+json";
const OLD: &str = "application/json";

/// A POST of some JSON.
fn post(body: &Value) -> Request<Body> {
    sending().body(Body::from(body.to_string())).unwrap()
}

/// A POST of some JSON, by one who accepts one media type alone.
fn accepting(media: &str, body: &Value) -> Request<Body> {
    sending().header("accept", media).body(Body::from(body.to_string())).unwrap()
}

/// A POST of JSON without its body.
fn sending() -> Builder {
    Request::post("/graphql").header("content-type", "application/json")
}

/// A GET with parameters.
fn get(parameters: &[(&str, &str)]) -> Builder {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    Request::builder().method(Method::GET).uri(format!("/graphql?{query}"))
}

/// The JSON of an answer.
fn json_of(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap_or_else(|_| panic!("{response:?}"))
}

/// Status, and the code of the first error.
fn refusal(response: &Response<Bytes>) -> (StatusCode, String) {
    let body = json_of(response);
    (response.status(), body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned())
}

/// A header's text; empty when there is none.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}
