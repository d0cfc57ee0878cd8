//! What is refused before a document is looked at, and how: a status, a code, and a body that every client can read.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures_util::stream;
use serde_json::json;

use super::{NEW, accepting, get, header, json_of, post, refusal, sending};
use crate::support::{
    app::App,
    database::{Database, db_test},
    world::BEFORE,
};

const TYPENAME: &str = r#"{"query":"{ __typename }"}"#;

/// A POST whose headers say of its body what they like.
fn saying(headers: &[(&str, &str)]) -> Request<Body> {
    let request =
        headers.iter().fold(Request::post("/graphql"), |request, (name, value)| request.header(*name, *value));
    request.body(Body::from(TYPENAME)).unwrap()
}

/// A POST of text that is to be JSON.
fn sent(body: impl Into<Body>) -> Request<Body> {
    sending().body(body.into()).unwrap()
}

db_test!(every_refusal_has_its_status_and_its_code_in_the_new_media_type);
async fn every_refusal_has_its_status_and_its_code_in_the_new_media_type(database: Database) {
    let app = App::start(database, BEFORE).await;
    let method = |method: &str| Request::builder().method(method).uri("/graphql").body(Body::empty()).unwrap();
    let query = ("query", "{ __typename }");
    let asked = |parameters: &[(&str, &str)]| get(parameters).body(Body::empty()).unwrap();
    let token = |token: &str| sending().header("authorization", token).body(Body::from(TYPENAME)).unwrap();
    for (status, code, field, request) in [
        (405, "BAD_USER_INPUT", None, method("PUT")),
        (405, "BAD_USER_INPUT", None, method("OPTIONS")),
        (405, "BAD_USER_INPUT", None, method("PROPFIND")),
        (405, "BAD_USER_INPUT", None, asked(&[("query", "mutation { __typename }")])),
        (
            405,
            "BAD_USER_INPUT",
            None,
            asked(&[("query", "query A { __typename } mutation B { __typename }"), ("operationName", "B")]),
        ),
        (406, "BAD_USER_INPUT", None, accepting("text/html", &json!({ "query": "{ __typename }" }))),
        (
            406,
            "BAD_USER_INPUT",
            None,
            get(&[query]).header("accept", "application/json;q=0").body(Body::empty()).unwrap(),
        ),
        (415, "BAD_USER_INPUT", None, saying(&[])),
        (415, "BAD_USER_INPUT", None, saying(&[("content-type", "application/graphql")])),
        (415, "BAD_USER_INPUT", None, saying(&[("content-type", "application/x-www-form-urlencoded")])),
        (415, "BAD_USER_INPUT", None, saying(&[("content-type", "multipart/form-data; boundary=x")])),
        (415, "BAD_USER_INPUT", None, saying(&[("content-type", "application/json; charset=iso-8859-1")])),
        (415, "BAD_USER_INPUT", None, saying(&[("content-type", "application/json"), ("content-encoding", "gzip")])),
        (400, "BAD_USER_INPUT", None, sent("")),
        (400, "BAD_USER_INPUT", None, sent("{")),
        (400, "BAD_USER_INPUT", None, sent("null")),
        (400, "BAD_USER_INPUT", None, sent(format!("[{TYPENAME}]"))),
        (400, "BAD_USER_INPUT", None, sent(format!("{TYPENAME}{TYPENAME}"))),
        (400, "BAD_USER_INPUT", None, sent(&b"{\"query\":\"{ __typename }\xff\"}"[..])),
        (400, "BAD_USER_INPUT", None, sent(r#"{"query":"{ __typename }","query":"{ __typename }"}"#)),
        (400, "BAD_USER_INPUT", None, sent("[".repeat(100_000))),
        (400, "BAD_USER_INPUT", Some("query"), sent("{}")),
        (400, "BAD_USER_INPUT", Some("query"), sent(r#"{"query":null}"#)),
        (400, "BAD_USER_INPUT", Some("query"), asked(&[])),
        (400, "BAD_USER_INPUT", Some("query"), asked(&[query, query])),
        (400, "BAD_USER_INPUT", Some("variables"), asked(&[query, ("variables", "{")])),
        (400, "BAD_USER_INPUT", Some("variables"), asked(&[query, ("variables", "[]")])),
        (400, "BAD_USER_INPUT", Some("extensions"), asked(&[query, ("extensions", "1")])),
        (400, "BAD_USER_INPUT", Some("operationName"), sent(r#"{"query":"{ a }","operationName":1}"#)),
        (401, "UNAUTHENTICATED", None, token("Bearer x")),
        (401, "UNAUTHENTICATED", None, token("Basic eDp5")),
        (401, "UNAUTHENTICATED", None, token("Bearer")),
        (413, "LIMIT_EXCEEDED", None, sent(" ".repeat((1 << 20) + 1))),
    ] {
        let said = format!("{request:?}");
        let response = app.call(request).await;
        assert_eq!(refusal(&response), (StatusCode::from_u16(status).unwrap(), code.to_owned()), "{said}");
        let (body, headers) = (json_of(&response), response.headers());
        assert_eq!(header(headers, "content-type"), format!("{NEW}; charset=utf-8"), "{said}");
        assert_eq!(body.as_object().unwrap().len(), 1, "{said} {body}");
        let extensions = &body["errors"][0]["extensions"];
        assert_eq!(extensions["field"].as_str(), field, "{said}");
        assert_eq!(extensions["requestId"], header(headers, "x-request-id"), "{said}");
        assert_eq!(headers.contains_key("allow"), status == 405, "{said}");
        assert_eq!(headers.contains_key("www-authenticate"), status == 401, "{said}");
    }
}

db_test!(what_is_right_in_an_odd_way_is_taken);
async fn what_is_right_in_an_odd_way_is_taken(database: Database) {
    let app = App::start(database, BEFORE).await;
    let pieces = stream::iter(TYPENAME.as_bytes().chunks(5).map(Ok::<_, std::io::Error>));
    let body_of = |bytes: usize| format!("{TYPENAME}{}", " ".repeat(bytes - TYPENAME.len()));
    for request in [
        saying(&[("content-type", "Application/JSON ; Charset=\"UTF-8\"")]),
        saying(&[("content-type", "application/json"), ("content-encoding", "identity")]),
        sent(Body::from_stream(pieces)),
        sent(body_of(1 << 20)),
        sent(r#"{"query":"{ __typename }","unknown":[1]}"#),
        get(&[("query", "{ __typename }"), ("operationName", ""), ("variables", ""), ("more", "1")])
            .body(Body::empty())
            .unwrap(),
        Request::get("/graphql?query=%7B+__typename%0A%7D&variables=null").body(Body::empty()).unwrap(),
    ] {
        let response = app.call(request).await;
        assert_eq!(json_of(&response)["data"], json!({ "__typename": "Query" }), "{response:?}");
    }
}

db_test!(a_head_is_a_get_without_its_body);
async fn a_head_is_a_get_without_its_body(database: Database) {
    let app = App::start(database, BEFORE).await;
    let asked = |method: &str| {
        let request = Request::builder().method(method).uri("/graphql?query=%7B__typename%7D");
        request.body(Body::empty()).unwrap()
    };
    let (get, head) = (app.call(asked("GET")).await, app.call(asked("HEAD")).await);
    assert_eq!((head.status(), head.body().len()), (StatusCode::OK, 0));
    for name in ["content-type", "content-length", "cache-control"] {
        assert_eq!(header(head.headers(), name), header(get.headers(), name), "{name}");
    }
}

db_test!(data_is_absent_where_nothing_ran_and_null_where_it_did);
async fn data_is_absent_where_nothing_ran_and_null_where_it_did(database: Database) {
    let app = App::start(database, BEFORE).await;
    for (document, status, old, ran) in [
        ("{ __typename }", 200, 200, true),
        ("{ viewer { today } }", 200, 200, true),
        ("{ nobody }", 400, 200, false),
        ("{", 400, 200, false),
        ("query A { __typename } query B { __typename }", 400, 200, false),
    ] {
        let body = json!({ "query": document });
        let (new, old_one) = (app.call(accepting(NEW, &body)).await, app.call(post(&body)).await);
        assert_eq!((new.status().as_u16(), old_one.status().as_u16()), (status, old), "{document}");
        for response in [new, old_one] {
            assert_eq!(json_of(&response).get("data").is_some(), ran, "{document}");
            assert_eq!(header(response.headers(), "cache-control"), "no-store");
        }
    }
}
