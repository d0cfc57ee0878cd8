//! The form of requests and answers (RFC 6749, RFC 7009, RFC 7517).

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::json;

use super::{MORNING, OFFICE, PASSWORD, lan};
use crate::support::{
    app::App,
    database::{Database, db_test},
};

db_test!(a_malformed_request_is_told_what_is_wrong_with_it);
async fn a_malformed_request_is_told_what_is_wrong_with_it(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let fields = |fields: &[(&'static str, &'static str)]| fields.to_vec();
    for (fields, error) in [
        (fields(&[]), "invalid_request"),
        (fields(&[("grant_type", "")]), "invalid_request"),
        (fields(&[("grant_type", "password"), ("username", "lan")]), "invalid_request"),
        (fields(&[("grant_type", "password"), ("password", PASSWORD)]), "invalid_request"),
        (
            fields(&[("grant_type", "password"), ("username", "lan"), ("username", "lan"), ("password", PASSWORD)]),
            "invalid_request",
        ),
        (fields(&[("grant_type", "refresh_token")]), "invalid_request"),
        (fields(&[("grant_type", "client_credentials")]), "invalid_request"),
        (fields(&[("grant_type", "client_credentials"), ("client_id", "x"), ("client_secret", "x")]), "invalid_client"),
        (fields(&[("grant_type", "authorization_code")]), "unsupported_grant_type"),
    ] {
        let (status, headers, body) = app.form("/oauth/token", OFFICE, &fields).await;
        let expected = if error == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        assert_eq!((status, &body["error"]), (expected, &json!(error)), "{fields:?}");
        assert!(!body["error_description"].as_str().unwrap().is_empty());
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers.contains_key("www-authenticate"), error == "invalid_client");
    }
    for (kind, body) in [
        ("application/json", r#"{"grant_type":"password"}"#.as_bytes().to_vec()),
        ("application/x-www-form-urlencoded", vec![0xff, 0xfe]),
        ("", b"grant_type=password".to_vec()),
    ] {
        let request = Request::post("/oauth/token").header("content-type", kind).body(Body::from(body)).unwrap();
        let (status, _, body) = app.exchange(request).await;
        assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_request")));
    }
    let large = format!("grant_type={}", "x".repeat(9_000));
    let request = Request::post("/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(app.exchange(request.body(Body::from(large)).unwrap()).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let request = Request::get("/oauth/token").body(Body::empty()).unwrap();
    assert_eq!(app.exchange(request).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

db_test!(an_error_is_told_in_the_language_that_is_asked_for);
async fn an_error_is_told_in_the_language_that_is_asked_for(database: Database) {
    let app = App::start(database, MORNING).await;
    let request = Request::post("/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    let (_, _, body) =
        app.exchange(request.body(Body::from("grant_type=refresh_token&refresh_token=x")).unwrap()).await;
    assert_eq!(body["error_description"], "Thông tin đăng nhập không đúng hoặc không còn hiệu lực.");
}

db_test!(the_public_keys_are_there_for_everybody);
async fn the_public_keys_are_there_for_everybody(database: Database) {
    let app = App::start(database, MORNING).await;
    let (status, headers, body) = app.exchange(Request::get("/oauth/jwks").body(Body::empty()).unwrap()).await;
    assert_eq!((status, &headers["content-type"]), (StatusCode::OK, &"application/jwk-set+json".parse().unwrap()));
    let keys = body["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!((&keys[0]["kty"], &keys[0]["use"], &keys[0]["alg"]), (&json!("OKP"), &json!("sig"), &json!("EdDSA")));
    assert!(keys[0].get("d").is_none());
}
