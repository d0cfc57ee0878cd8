//! Documents that a client names instead of sending them.

use axum::{
    body::{Body, Bytes},
    http::{Response, StatusCode, request::Builder},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tonghop::persisted::{Documents, Others, Trusted};

use super::{NEW, OLD, get, header, json_of, post, sending};
use crate::support::{
    app::App,
    database::{Database, db_test},
    world::BEFORE,
};

const QUERY: &str = "query Unit($code: String!) { unit(by: {code: {code: $code}}) { code name } }";
const MUTATION: &str = "mutation Revoke { revokePlan(input: {id: \"x\", version: 1, reason: \"x\"}) { plan { id } } }";

fn hash(text: &str) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap());
    Sha256::digest(text).iter().flat_map(digits).collect()
}

fn named(hash: &str) -> Value {
    json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } }, "variables": { "code": "51" } })
}

/// The program, with the token of somebody who may read the directory.
struct Place {
    app: App,
    token: String,
}

impl Place {
    async fn of(database: Database, documents: Documents) -> Self {
        let mut app = App::start(database, BEFORE).await;
        app.know(documents);
        let token = app.user("anybody", &[]).await.token().to_owned();
        Self { app, token }
    }

    fn signed_in(&self, request: Builder) -> Builder {
        request.header("authorization", format!("Bearer {}", self.token))
    }

    /// What is said to a request.
    async fn said(&self, body: &Value) -> Response<Bytes> {
        self.app.call(self.signed_in(sending()).body(Body::from(body.to_string())).unwrap()).await
    }

    /// What is said to a GET by one who has the answer with a tag.
    async fn got(&self, parameters: &[(&str, &str)], tag: &str) -> Response<Bytes> {
        let request = self.signed_in(get(parameters)).header("if-none-match", tag);
        self.app.call(request.body(Body::empty()).unwrap()).await
    }
}

/// Status, and the code of the first error or else the name of the unit.
fn outcome(response: &Response<Bytes>) -> (StatusCode, String) {
    let body = json_of(response);
    let text = body["errors"][0]["extensions"]["code"].as_str().or(body["data"]["unit"]["name"].as_str());
    (response.status(), text.unwrap_or_else(|| panic!("{body:#}")).to_owned())
}

fn with(mut body: Value, field: &str, value: &str) -> Value {
    body[field] = json!(value);
    body
}

db_test!(a_hash_is_asked_for_its_document_once);
async fn a_hash_is_asked_for_its_document_once(database: Database) {
    let place = Place::of(database, Documents::default()).await;
    let named = named(&hash(QUERY));
    for media in [OLD, NEW] {
        let asked = place.signed_in(sending()).header("accept", media).body(Body::from(named.to_string())).unwrap();
        let answer = place.app.call(asked).await;
        // Apollo's clients read no body of an error, and know the sentence.
        assert_eq!(outcome(&answer), (StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND".to_owned()));
        assert_eq!(json_of(&answer)["errors"][0]["message"], "PersistedQueryNotFound");
        assert!(header(answer.headers(), "content-type").starts_with(media));
        assert!(json_of(&answer).get("data").is_none());
    }
    let found = (StatusCode::OK, "Tỉnh Quảng Ngãi".to_owned());
    assert_eq!(outcome(&place.said(&with(named.clone(), "query", QUERY)).await), found);
    assert_eq!(outcome(&place.said(&named).await), found);
    let by_id = json!({ "documentId": format!("sha256:{}", hash(QUERY)), "variables": { "code": "51" } });
    assert_eq!(outcome(&place.said(&by_id).await), found);
}

db_test!(what_cannot_be_run_is_not_learned);
async fn what_cannot_be_run_is_not_learned(database: Database) {
    let place = Place::of(database, Documents::default()).await;
    for (text, code) in [("{ nothing }", "GRAPHQL_VALIDATION_FAILED"), ("{", "GRAPHQL_PARSE_FAILED")] {
        let named = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash(text) } } });
        assert_eq!(outcome(&place.said(&with(named.clone(), "query", text)).await).1, code);
        assert_eq!(outcome(&place.said(&named).await).1, "PERSISTED_QUERY_NOT_FOUND");
    }
    let another = with(named(&hash("{ __typename }")), "query", QUERY);
    assert_eq!(outcome(&place.said(&another).await), (StatusCode::BAD_REQUEST, "BAD_USER_INPUT".to_owned()));
}

db_test!(a_hash_that_is_none_is_refused);
async fn a_hash_that_is_none_is_refused(database: Database) {
    let place = Place::of(database, Documents::default()).await;
    for (wrong, field) in [
        (json!({ "version": 2, "sha256Hash": hash(QUERY) }), "extensions.persistedQuery"),
        (json!({ "version": 1, "sha256Hash": 1 }), "extensions.persistedQuery"),
        (json!("x"), "extensions.persistedQuery"),
        (json!(null), "query"),
    ] {
        let answer = place.app.call(post(&json!({ "extensions": { "persistedQuery": wrong } }))).await;
        assert_eq!(outcome(&answer), (StatusCode::BAD_REQUEST, "BAD_USER_INPUT".to_owned()));
        assert_eq!(json_of(&answer)["errors"][0]["extensions"]["field"], field);
    }
}

/// Documents of the manifests of two clients.
fn documents(others: Others) -> Documents {
    let operation = |id: &str, kind: &str, body: &str| json!({ "id": id, "name": id, "type": kind, "body": body });
    let web = json!({
        "format": "apollo-persisted-query-manifest", "version": 1,
        "operations": [operation(&hash(QUERY), "query", QUERY), operation("revoke", "mutation", MUTATION)],
    });
    let mobile = json!({ "unit": QUERY });
    let mut trusted = Trusted::default();
    trusted.add("web", web.to_string().as_bytes()).unwrap();
    trusted.add("mobile", mobile.to_string().as_bytes()).unwrap();
    Documents::new(trusted, others)
}

db_test!(where_only_trusted_documents_run_nothing_else_does);
async fn where_only_trusted_documents_run_nothing_else_does(database: Database) {
    let place = Place::of(database, documents(Others::Refused)).await;
    let found = (StatusCode::OK, "Tỉnh Quảng Ngãi".to_owned());
    assert_eq!(outcome(&place.said(&named(&hash(QUERY))).await), found);
    let unknown = (StatusCode::OK, "PERSISTED_QUERY_NOT_SUPPORTED".to_owned());
    let learned = with(named(&hash("{ __typename }")), "query", "{ __typename }");
    assert_eq!(outcome(&place.said(&learned).await), unknown);
    let sent = json!({ "query": QUERY, "variables": { "code": "51" } });
    assert_eq!(outcome(&place.said(&sent).await), (StatusCode::FORBIDDEN, "FORBIDDEN".to_owned()));
    // Each client has its own.
    for (client, id, expected) in [("mobile", "unit", &found), ("web", "unit", &unknown), ("desktop", "unit", &unknown)]
    {
        for name in ["graphql-client-name", "apollographql-client-name"] {
            let body = json!({ "documentId": id, "variables": { "code": "51" } }).to_string();
            let request = place.signed_in(sending()).header(name, client).body(Body::from(body)).unwrap();
            assert_eq!(outcome(&place.app.call(request).await), *expected, "{client}");
        }
    }
}

db_test!(the_answer_to_a_trusted_query_by_get_may_be_kept);
async fn the_answer_to_a_trusted_query_by_get_may_be_kept(database: Database) {
    let place = Place::of(database, documents(Others::Welcome)).await;
    let parameters = [("documentId", "unit"), ("variables", r#"{"code":"51"}"#)];
    let first = place.got(&parameters, "").await;
    assert_eq!(outcome(&first), (StatusCode::OK, "Tỉnh Quảng Ngãi".to_owned()));
    let tag = header(first.headers(), "etag").to_owned();
    assert_eq!(header(first.headers(), "cache-control"), "private, no-cache");
    assert!(header(first.headers(), "vary").contains("authorization"), "{first:?}");
    let again = place.got(&parameters, &format!("\"x\", {tag}")).await;
    assert_eq!((again.status(), again.body().len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(header(again.headers(), "etag"), tag);
    let another = [parameters[0], ("variables", r#"{"code":"01"}"#)];
    let other = place.got(&another, &tag).await;
    assert_eq!(outcome(&other), (StatusCode::OK, "Thành phố Hà Nội".to_owned()));
    // What was refused, or is not trusted, is not kept; and nothing is written by GET.
    let failed = place.got(&[parameters[0], ("variables", "{}")], &tag).await;
    assert_eq!(header(failed.headers(), "cache-control"), "no-store");
    let sent = place.got(&[("query", QUERY), parameters[1]], &tag).await;
    assert_eq!((sent.status(), header(sent.headers(), "cache-control")), (StatusCode::OK, "no-store"));
    let write = place.got(&[("documentId", "revoke")], &tag).await;
    assert_eq!(write.status(), StatusCode::METHOD_NOT_ALLOWED);
}
