//! The audits of the specification GraphQL over HTTP, as npm `graphql-http` 1.23 makes them, each under its id.

use std::ops::RangeInclusive;

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::{NEW, OLD, accepting, get, header, json_of, post, sending};
use crate::support::{
    app::App,
    database::{Database, db_test},
    world::BEFORE,
};

/// How strongly the specification asks for it. The program does all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Must,
    Should,
    May,
}
use Level::{May, Must, Should};

/// What is looked at in the answer.
enum Answer {
    /// The status.
    Status(RangeInclusive<u16>),
    /// The media type, with status 200.
    Media(&'static str),
    /// 200 and no errors.
    Fine,
    /// No entry `data`.
    NoData,
}
use Answer::{Fine, Media, NoData, Status};

const OK: Answer = Status(200..=200);
const BAD: Answer = Status(400..=400);
const CLIENTS_FAULT: Answer = Status(400..=499);
const FAULT: Answer = Status(400..=599);

type Audit = (&'static str, Level, Request<Body>, Answer);

fn typename() -> Value {
    json!({ "query": "{ __typename }" })
}

/// A request that is right but for one parameter.
fn with(parameter: &str, value: &Value) -> Value {
    let mut body = typename();
    body[parameter] = value.clone();
    body
}

fn media_types() -> Vec<Audit> {
    let plain = |body: &str| Request::post("/graphql").body(Body::from(body.to_owned())).unwrap();
    let utf8 = Request::post("/graphql").header("content-type", "application/json; charset=utf-8");
    let emoji = json!({ "query": "{ __type(name: \"Run🏃Swim🏊\") { name } }" }).to_string();
    let mutation = get(&[("query", "mutation { __typename }")]).header("accept", NEW).body(Body::empty()).unwrap();
    vec![
        ("22EB", Should, accepting(NEW, &typename()), Media(NEW)),
        ("4655", Must, accepting(OLD, &typename()), Media(OLD)),
        ("47DE", Should, accepting("*/*", &typename()), Media(OLD)),
        ("80D8", Should, post(&typename()), Media(OLD)),
        // The body is read as UTF-8 for every audit.
        ("82A3", Must, post(&typename()), Fine),
        ("BF61", Must, utf8.body(Body::from(emoji)).unwrap(), OK),
        ("78D5", Must, post(&typename()), OK),
        ("2C94", Must, post(&typename()), OK),
        ("5A70", May, get(&[("query", "{ __typename }")]).body(Body::empty()).unwrap(), OK),
        ("9C48", May, mutation, CLIENTS_FAULT),
        ("9ABE", Should, plain(&typename().to_string()), CLIENTS_FAULT),
        ("03D4", Must, post(&typename()), OK),
        ("A5BF", May, sending().body(Body::empty()).unwrap(), BAD),
    ]
}

fn parameters() -> Vec<Audit> {
    let typed = json!({
        "query": "query Type($name: String!) { __type(name: $name) { name } }", "variables": { "name": "sometype" }
    });
    let named = json!({ "query": "query Query { __typename }", "operationName": "Query" });
    let extended = with("extensions", &json!({ "some": "value" }));
    let by_get = |media: &str| {
        let parameters = [("query", typed["query"].as_str().unwrap()), ("variables", r#"{"name":"sometype"}"#)];
        get(&parameters).header("accept", media).body(Body::empty()).unwrap()
    };
    let mut audits = vec![
        ("423L", May, accepting(NEW, &json!({ "notquery": "{ __typename }" })), BAD),
        ("34A2", Should, accepting(NEW, &typename()), OK),
        ("13EE", Must, accepting(OLD, &typename()), Fine),
        ("8161", Should, accepting(NEW, &named), OK),
        ("B8B3", Must, accepting(OLD, &named), Fine),
        ("2EA1", Should, accepting(NEW, &typed), OK),
        ("28B9", Must, accepting(OLD, &typed), Fine),
        ("D6D5", May, by_get(NEW), Fine),
        ("6A70", May, by_get(OLD), Fine),
        ("428F", Should, accepting(NEW, &extended), OK),
        ("1B7A", Must, accepting(OLD, &extended), Fine),
    ];
    let (object, text) = (json!({ "obj": "ect" }), json!("string"));
    let others = [json!(0), json!(false), json!(["array"])];
    for (ids, parameter, wrong) in [
        (["LKJ0", "LKJ1", "LKJ2", "LKJ3"], "query", &object),
        (["6C00", "6C01", "6C02", "6C03"], "operationName", &object),
        (["4760", "4761", "4762", "4763"], "variables", &text),
        (["58B0", "58B1", "58B2", "58B3"], "extensions", &text),
    ] {
        for (id, wrong) in ids.into_iter().zip([wrong].into_iter().chain(&others)) {
            audits.push((id, May, post(&with(parameter, wrong)), BAD));
        }
    }
    for (ids, parameter) in
        [(["94B0", "0220"], "variables"), (["94B1", "0221"], "operationName"), (["94B2", "0222"], "extensions")]
    {
        audits.push((ids[0], Should, accepting(NEW, &with(parameter, &Value::Null)), Fine));
        audits.push((ids[1], Must, accepting(OLD, &with(parameter, &Value::Null)), Fine));
    }
    audits
}

fn failures() -> Vec<Audit> {
    let broken = |media: &str| sending().header("accept", media).body(Body::from("{ \"not a JSON")).unwrap();
    let typo = json!({ "qeury": "{ __typename }" });
    let unparsed = json!({ "query": "{" });
    let invalid = json!({ "query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }" });
    let uncoerced = json!({ "query": "query CoerceFailure($id: ID!){ __typename }", "variables": { "id": null } });
    vec![
        ("B6DC", May, broken(OLD), Status(200..=599)),
        ("BCF8", Should, broken(OLD), BAD),
        ("B7N8", Should, broken(NEW), BAD),
        ("8764", May, post(&typo), FAULT),
        ("3E3A", May, post(&typo), BAD),
        ("572B", Should, accepting(OLD, &unparsed), OK),
        ("FDE2", Should, accepting(OLD, &invalid), OK),
        ("7B9B", Should, accepting(OLD, &uncoerced), OK),
        ("865D", Should, accepting(NEW, &unparsed), FAULT),
        ("556A", Should, accepting(NEW, &unparsed), BAD),
        ("D586", Should, accepting(NEW, &unparsed), NoData),
        ("51FE", Should, accepting(NEW, &invalid), FAULT),
        ("74FF", Should, accepting(NEW, &invalid), BAD),
        ("5E5B", Should, accepting(NEW, &invalid), NoData),
        ("86EE", Should, accepting(NEW, &uncoerced), BAD),
    ]
}

db_test!(every_audit_of_the_specification_is_passed);
async fn every_audit_of_the_specification_is_passed(database: Database) {
    let app = App::start(database, BEFORE).await;
    let audits: Vec<Audit> = media_types().into_iter().chain(parameters()).chain(failures()).collect();
    let count = |level| audits.iter().filter(|(_, of, ..)| *of == level).count();
    assert_eq!((audits.len(), count(Must), count(Should), count(May)), (61, 13, 23, 25));
    let mut failed = Vec::new();
    for (id, level, request, expected) in audits {
        let response = app.call(request).await;
        let (status, media) = (response.status().as_u16(), header(response.headers(), "content-type").to_owned());
        let body = json_of(&response);
        let passed = match expected {
            Status(among) => among.contains(&status),
            Media(wanted) => status == 200 && media.starts_with(wanted) && media.ends_with("charset=utf-8"),
            Fine => status == 200 && body.get("errors").is_none(),
            NoData => body.get("data").is_none() && body.get("errors").is_some(),
        };
        if !passed {
            failed.push(format!("{id} {level:?}: {status} {media} {body}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
