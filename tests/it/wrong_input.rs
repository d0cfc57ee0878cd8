//! Whatever is sent to a field, it is refused by a code that is documented, in the client's language, and nothing goes out of
//! how the program is made.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    inputs::Inputs,
    world::{BEFORE, People, import_plans},
};

const PAGE: &str = include_str!("../errors.md");

/// What nobody outside may read: the libraries, the statements, the sources and the tables.
const INSIDE: [&str; 16] = [
    "sea_orm",
    "sqlx",
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "SQLITE",
    "sqlite",
    "postgres",
    "api/src",
    ".rs",
    "::",
    "panicked",
    "activity_report",
    "audit_event",
    "unit_version",
    "idempotency_key",
];

/// The codes of the page.
fn documented() -> BTreeSet<&'static str> {
    let (_, table) = PAGE.split_once("## Codes").unwrap();
    let table = table.split_once("\n## ").map_or(table, |(table, _)| table);
    table.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0)).collect()
}

/// The errors of an answer, each as its code, rule and field.
fn errors(body: &Value) -> Vec<(String, Value, Value)> {
    let errors = body["errors"].as_array().into_iter().flatten();
    let told = errors.map(|error| {
        let extensions = &error["extensions"];
        let code = extensions["code"].as_str().unwrap_or_else(|| panic!("no code: {body:#}")).to_owned();
        assert!(extensions["requestId"].is_string(), "{body:#}");
        (code, extensions["rule"].clone(), extensions["field"].clone())
    });
    told.collect()
}

/// What is wrong with the answers to a document, if anything.
async fn wrong(client: &Client<'_>, document: &str, variables: Value, codes: &BTreeSet<&str>) -> Option<String> {
    let (_, english) = client.send_in(Some("en"), document, variables.clone()).await;
    let (_, vietnamese) = client.send_in(Some("vi"), document, variables).await;
    let told = errors(&english);
    let messages = |body: &Value| -> String {
        body["errors"].as_array().into_iter().flatten().filter_map(|error| error["message"].as_str()).collect()
    };
    let both = format!("{english}{vietnamese}");
    let known =
        told.iter().all(|(code, ..)| codes.contains(code.as_str()) && !["INTERNAL", "BUSY"].contains(&code.as_str()));
    let alike = told == errors(&vietnamese);
    let spoken = told.is_empty() || (messages(&english).is_ascii() && !messages(&vietnamese).is_ascii());
    let inside = INSIDE.iter().any(|word| both.contains(word));
    (!known || !alike || !spoken || inside).then(|| format!("{document}: {english:.600} / {vietnamese:.600}"))
}

db_test!(whatever_is_sent_to_a_field_is_refused_by_a_documented_code_in_both_languages);
async fn whatever_is_sent_to_a_field_is_refused_by_a_documented_code_in_both_languages(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let (codes, inputs) = (documented(), Inputs::of(&people.leader).await);
    let (mut found, mut tried) = (Vec::new(), 0);
    // Whoever signs out is nobody from then on; nothing in that input can be wrong but the key of all inputs.
    for argument in inputs.arguments.iter().filter(|argument| !argument.document.contains("signOut(")) {
        let faulty = inputs.with_each_wrong(argument).into_iter().chain(inputs.with_each_id(argument));
        let values = faulty.map(|(value, _)| value).chain(inputs.with_each_odd(argument)).chain(inputs.right(argument));
        for value in values {
            found.extend(wrong(&people.leader, &argument.document, json!({ "v": value }), &codes).await);
            tried += 1;
        }
    }
    assert!(found.is_empty(), "{} of {tried}: {}", found.len(), found[..found.len().min(10)].join("\n"));
    assert!(tried > 600, "{tried}");
}

db_test!(a_document_that_is_wrong_is_told_so_in_both_languages);
async fn a_document_that_is_wrong_is_told_so_in_both_languages(database: Database) {
    let app = App::start(database, BEFORE).await;
    let (nobody, codes) = (app.anonymous(), documented());
    for hostile in tests::hostile::documents() {
        let found = wrong(&nobody, &hostile.document, hostile.variables, &codes).await;
        assert_eq!(found, None, "{}", hostile.what);
    }
}
