//! Every query of the page of examples runs against the demonstration, as the official it is for.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tonghop::service::demo;

use crate::support::{
    app::App,
    database::{Database, db_test},
};

const PAGE: &str = include_str!("../examples.md");

/// A query of the page and the official named before it.
struct Example<'a> {
    official: &'a str,
    query: &'a str,
}

fn examples() -> Vec<Example<'static>> {
    let mut found = Vec::new();
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("```graphql\n") {
        let (query, after) = after.split_once("```").unwrap();
        let official = before.trim_end().rsplit_once("— `").unwrap().1.trim_end_matches('`');
        found.push(Example { official, query });
        rest = after;
    }
    found
}

db_test!(every_example_runs_and_finds_something_in_every_list);
async fn every_example_runs_and_finds_something_in_every_list(database: Database) {
    let app = App::start(database, "2026-11-21T02:00:00Z").await;
    demo::prepare(&app.system(), &|_| {}).await.unwrap();
    let officials = demo::officials(&app.system()).await.unwrap();
    let examples = examples();
    assert_eq!(examples.len(), PAGE.matches("```graphql").count());
    for Example { official, query } in examples {
        let user = officials.iter().find(|(known, _)| known.name == official).unwrap().1;
        let data = app.client(user).data(query, json!({})).await;
        let mut lists = BTreeMap::new();
        note("", &data, &mut lists);
        assert!(!lists.is_empty(), "{query}\nasks for nothing that could be missing");
        let empty: Vec<_> = lists.into_iter().filter(|(_, found)| !found).map(|(path, _)| path).collect();
        assert_eq!(empty, [""; 0], "{query}\nfinds nothing there: {data:#}");
    }
}

/// Notes of each list of an answer, by its path, whether anything was in it anywhere.
fn note(path: &str, value: &Value, lists: &mut BTreeMap<String, bool>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                note(&format!("{path}.{name}"), value, lists);
            }
        }
        Value::Array(items) => {
            *lists.entry(path.to_owned()).or_default() |= !items.is_empty();
            for item in items {
                note(path, item, lists);
            }
        }
        _ => {}
    }
}
