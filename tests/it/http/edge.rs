//! What every answer has, and who else's pages may read it.

use axum::{
    body::{Body, Bytes},
    http::{Request, Response, StatusCode},
};
use serde_json::json;
use tonghop::http::Settings;

use super::{header, post, sending};
use crate::support::{
    app::App,
    database::{Database, db_test},
    world::BEFORE,
};

const PAGE: &str = "https://cchc.example.vn";

async fn with_page(database: Database) -> App {
    let settings = Settings { origins: vec![PAGE.parse().unwrap()], ..Settings::default() };
    App::set(database, BEFORE, settings).await
}

/// A request from a page of an origin.
fn from(origin: &str, method: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri("/graphql").header("origin", origin);
    let request = request.header("content-type", "application/json").header("access-control-request-method", "POST");
    let request = request.header("access-control-request-headers", "authorization,content-type");
    request.body(Body::from(r#"{"query":"{ __typename }"}"#)).unwrap()
}

db_test!(every_answer_has_an_id_that_no_client_chooses);
async fn every_answer_has_an_id_that_no_client_chooses(database: Database) {
    let app = App::start(database, BEFORE).await;
    let mut ids = Vec::new();
    for path in ["/graphql", "/healthz", "/readyz", "/schema.graphql", "/graphiql", "/nothing"] {
        let request = Request::get(path).header("x-request-id", "theirs").body(Body::empty()).unwrap();
        let response = app.call(request).await;
        assert_eq!(header(response.headers(), "x-content-type-options"), "nosniff", "{path}");
        let id = header(response.headers(), "x-request-id").to_owned();
        assert!(id.len() == 32 && id.bytes().all(|digit| digit.is_ascii_hexdigit()), "{path}: {id}");
        assert!(!ids.contains(&id), "{path}: {id}");
        ids.push(id);
    }
}

db_test!(a_page_of_a_named_origin_may_call_and_no_other);
async fn a_page_of_a_named_origin_may_call_and_no_other(database: Database) {
    let app = with_page(database).await;
    let preflight = app.call(from(PAGE, "OPTIONS")).await;
    let headers = preflight.headers();
    assert_eq!((preflight.status(), header(headers, "access-control-allow-origin")), (StatusCode::OK, PAGE));
    assert!(header(headers, "access-control-allow-headers").contains("authorization"), "{headers:?}");
    assert_eq!(header(headers, "access-control-max-age"), "3600");
    let answer = app.call(from(PAGE, "POST")).await;
    let headers = answer.headers();
    assert_eq!((answer.status(), header(headers, "access-control-allow-origin")), (StatusCode::OK, PAGE));
    assert_eq!(header(headers, "access-control-expose-headers"), "x-request-id,retry-after,etag");
    assert!(vary(&answer).contains("origin"), "{headers:?}");
    for stranger in
        ["https://cchc.example.vn.evil.vn", "http://cchc.example.vn", "https://CCHC.example.vn", "null", "*"]
    {
        for method in ["OPTIONS", "POST"] {
            let headers = app.call(from(stranger, method)).await.headers().clone();
            assert!(!headers.contains_key("access-control-allow-origin"), "{stranger} {method}: {headers:?}");
        }
    }
    for response in [preflight, answer] {
        assert!(!response.headers().contains_key("access-control-allow-credentials"), "{response:?}");
    }
}

db_test!(no_page_of_another_host_may_call_unless_it_is_named);
async fn no_page_of_another_host_may_call_unless_it_is_named(database: Database) {
    let app = App::start(database, BEFORE).await;
    let preflight = app.call(from(PAGE, "OPTIONS")).await;
    assert_eq!(preflight.status(), StatusCode::METHOD_NOT_ALLOWED);
    for response in [preflight, app.call(from(PAGE, "POST")).await] {
        assert!(!response.headers().keys().any(|name| name.as_str().starts_with("access-control")), "{response:?}");
    }
}

db_test!(what_is_large_is_packed_for_whoever_can_unpack_it);
async fn what_is_large_is_packed_for_whoever_can_unpack_it(database: Database) {
    let app = App::start(database, BEFORE).await;
    let small = json!({ "query": "{ __typename }" });
    let large = json!({ "query": "{ __schema { types { name description } } }" });
    let plain = app.call(post(&large)).await;
    assert!(!plain.headers().contains_key("content-encoding"));
    for (accepted, body, coding) in [
        ("gzip", &large, "gzip"),
        ("gzip, deflate, br, zstd", &large, "zstd"),
        ("zstd;q=0.5, gzip", &large, "gzip"),
        ("br", &large, ""),
        ("identity", &large, ""),
        ("gzip", &small, ""),
    ] {
        let request = sending().header("accept-encoding", accepted).body(Body::from(body.to_string())).unwrap();
        let response = app.call(request).await;
        assert_eq!(header(response.headers(), "content-encoding"), coding, "{accepted}");
        if !coding.is_empty() {
            assert!(response.body().len() * 2 < plain.body().len(), "{accepted}: {}", response.body().len());
            assert!(vary(&response).contains("accept-encoding"), "{response:?}");
        }
    }
}

/// What `Vary` names, in all its headers.
fn vary(response: &Response<Bytes>) -> String {
    let values = response.headers().get_all("vary").iter().map(|value| value.to_str().unwrap());
    values.collect::<Vec<_>>().join(",").to_ascii_lowercase()
}
