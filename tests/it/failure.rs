//! A field that can fail on its own takes nothing else with it: it is null, its error says where, and its neighbours are
//! answered.

use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_GIANG, import_plans},
};

/// The data of a document that fails in part, and each error's path and code.
async fn partly(client: &Client<'_>, document: &str, variables: Value) -> (Value, Value) {
    let (_, mut body) = client.send(document, variables).await;
    let error = |error: &Value| json!([error["path"], error["extensions"]["code"]]);
    let errors = body["errors"].as_array().unwrap_or_else(|| panic!("no error: {body:#}")).iter().map(error).collect();
    (body["data"].take(), errors)
}

db_test!(one_failing_root_field_leaves_the_data_of_its_neighbours);
async fn one_failing_root_field_leaves_the_data_of_its_neighbours(database: Database) {
    let app = App::start(database, BEFORE).await;
    let people = People::gather(&app).await;
    let unit = people.viewer.unit(TRA_GIANG, OLD).await;
    let document = "query($unit: ID!) {
        first: unit(by: { id: $unit }) { id }
        bad: unit(by: { code: { code: \" \" } }) { id }
        last: node(id: $unit) { id }
        nodes(ids: [\"no id\", $unit]) { id } }";
    let (data, errors) = partly(&people.viewer, document, json!({ "unit": unit })).await;
    let found = json!({ "id": unit });
    assert_eq!(data, json!({ "first": found, "bad": null, "last": found, "nodes": [null, found] }));
    assert_eq!(errors, json!([[["bad"], "BAD_USER_INPUT"]]));
    // So does what may not be asked at all: each says so at its own place.
    let document = "query($unit: ID!) { __typename unit(by: { id: $unit }) { id } node(id: $unit) { id } }";
    let (data, errors) = partly(&app.anonymous(), document, json!({ "unit": unit })).await;
    assert_eq!(data, json!({ "__typename": "Query", "unit": null, "node": null }));
    assert_eq!(errors, json!([[["unit"], "UNAUTHENTICATED"], [["node"], "UNAUTHENTICATED"]]));
}

db_test!(a_failing_field_that_is_nullable_leaves_the_rest_of_its_object);
async fn a_failing_field_that_is_nullable_leaves_the_rest_of_its_object(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let unit = people.viewer.unit(TRA_GIANG, OLD).await;
    let document = "query($unit: ID!, $on: Date!) { unit(by: { id: $unit }) {
        id
        compliance(from: \"2025-01-01\", to: \"2025-12-31\", on: $on) { on }
        obligations(first: 2) { nodes { unit { id } state(on: $on) } } } }";
    let (data, errors) = partly(&people.viewer, document, json!({ "unit": unit, "on": "2030-01-01" })).await;
    let owed = json!({ "unit": { "id": unit }, "state": null });
    assert_eq!(data["unit"], json!({ "id": unit, "compliance": null, "obligations": { "nodes": [owed, owed] } }));
    let state = |row: usize| json!([["unit", "obligations", "nodes", row, "state"], "BAD_USER_INPUT"]);
    let mut errors = errors.as_array().unwrap().clone();
    errors.sort_by_key(ToString::to_string);
    assert_eq!(errors, [json!([["unit", "compliance"], "BAD_USER_INPUT"]), state(0), state(1)]);
    // What is never null takes its object along, and no more.
    let document = "query($unit: ID!) { bad: unit(by: { id: $unit }) { id obligations(first: 0) { totalCount } }
        good: unit(by: { id: $unit }) { id } }";
    let (data, errors) = partly(&people.viewer, document, json!({ "unit": unit })).await;
    assert_eq!(data, json!({ "bad": null, "good": { "id": unit } }));
    assert_eq!(errors, json!([[["bad", "obligations"], "BAD_USER_INPUT"]]));
}
