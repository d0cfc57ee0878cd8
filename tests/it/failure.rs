//! A field that can fail on its own takes nothing else with it: it is null, its error says where, and its neighbours are
//! answered.

use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_GIANG, import_plans},
};

/// A plan in a document of mutations: `TITLE` is all that it says.
const DRAFT: &str =
    "createPlan(input: { issuer: $unit, content: { year: 2025, title: \"TITLE\" } }) { plan { title } }";

/// How many plans of a unit there are.
async fn plans(client: &Client<'_>, unit: &str) -> Value {
    let document = "query($unit: ID!) { plans(filter: { issuer: $unit }) { totalCount } }";
    client.data(document, json!({ "unit": unit })).await["plans"]["totalCount"].take()
}

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
    // So is a list whose page cannot be.
    let document = "query($unit: ID!) { bad: unit(by: { id: $unit }) { id obligations(first: 0) { totalCount } }
        good: unit(by: { id: $unit }) { id } }";
    let (data, errors) = partly(&people.viewer, document, json!({ "unit": unit })).await;
    assert_eq!(data, json!({ "bad": { "id": unit, "obligations": null }, "good": { "id": unit } }));
    assert_eq!(errors, json!([[["bad", "obligations"], "BAD_USER_INPUT"]]));
}

db_test!(a_mutation_that_is_refused_leaves_what_others_of_its_document_wrote);
async fn a_mutation_that_is_refused_leaves_what_others_of_its_document_wrote(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let unit = leader.unit(TRA_GIANG, OLD).await;
    let (first, last) = (DRAFT.replace("TITLE", "Một"), DRAFT.replace("TITLE", "Hai"));
    let answered = |title: &str| json!({ "plan": { "title": title } });
    for (at, (wrong, field)) in [
        ("revokePlan(input: { id: $unit, version: 1, reason: \"r\" }) { plan { id } }", "id"),
        ("revokePlan(input: { id: 7, version: 1, reason: \"r\" }) { plan { id } }", "id"),
        ("verifyActivityReport(input: { id: $unit, version: 1 }) { activityReport { id } }", "id"),
        ("exemptObligation(input: { id: \"x\", version: 1, reason: \"r\" }) { obligation { id } }", "id"),
        (
            "createPlan(input: { issuer: $unit, content: { year: 2025, title: \"Ba\", tasks: [
                { no: \"1\", title: \"Ba\", product: NEWS_ITEM },
                { no: \"2\", title: \"Ba\", product: NEWS_ITEM, carriesOut: [\"task_x\"] }] } }) { plan { id } }",
            "content.tasks[1].carriesOut[0]",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let document = format!("mutation($unit: ID!) {{ a: {first} b: {wrong} c: {last} }}");
        for (language, said) in
            [(Some("vi"), "Không phải mã của loại cần ở đây."), (Some("en"), "Not an id of the kind wanted here.")]
        {
            let (_, body) = leader.send_in(language, &document, json!({ "unit": unit })).await;
            assert_eq!(body["data"], json!({ "a": answered("Một"), "b": null, "c": answered("Hai") }), "{wrong}");
            let error = &body["errors"][0];
            assert_eq!((&error["path"], &error["message"]), (&json!(["b"]), &json!(said)), "{wrong}");
            let extensions = &error["extensions"];
            assert_eq!((&extensions["code"], &extensions["field"]), (&json!("BAD_USER_INPUT"), &json!(field)));
            assert_eq!(body["errors"].as_array().map(Vec::len), Some(1));
        }
        assert_eq!(plans(&leader, &unit).await, 4 * (at + 1), "{wrong}");
    }
}

db_test!(a_value_that_is_none_of_its_type_refuses_its_document_before_anything_is_written);
async fn a_value_that_is_none_of_its_type_refuses_its_document_before_anything_is_written(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let unit = leader.unit(TRA_GIANG, OLD).await;
    let revoke = |input: &str| format!("revokePlan(input: {input}) {{ plan {{ id }} }}");
    let create = |content: &str| {
        format!(
            "createPlan(input: {{ issuer: $unit, content: {{ year: 2025, title: \"B\" {content} }} }}) {{ plan {{ id }} }}"
        )
    };
    let task = |more: &str| create(&format!("tasks: [{{ no: \"1\", title: \"B\", product: NEWS_ITEM, {more} }}]"));
    let given = "createPlan(input: $input) { plan { id } }";
    let sent = |content: Value| json!({ "input": { "issuer": unit, "content": content } });
    let none = || json!({});
    for (variables, wrong, more, field) in [
        ("", revoke("\"x\""), none(), "input"),
        ("", revoke("{ id: true, version: 1, reason: \"r\" }"), none(), "id"),
        ("", revoke("{ id: \"x\", version: 1099511627776, reason: \"r\" }"), none(), "version"),
        ("", create("issuedOn: \"2025-13\""), none(), "content.issuedOn"),
        ("", create("deadlines: [{ what: \"B\", by: \"2025-02-28\" }, { what: \"B\", by: \"2025-02-30\" }]"), none(), "content.deadlines[1].by"),
        ("", create("subjects: [NO_SUBJECT]"), none(), "content.subjects[0]"),
        ("", task("timing: { kind: DATE, date: \"2025-6-1\" }"), none(), "content.tasks[0].timing.date"),
        ("", task("budget: { text: \"B\", amount: \"1.5\" }"), none(), "content.tasks[0].budget.amount"),
        ("", task("roles: [{ role: LEAD, holder: {} }]"), none(), "content.tasks[0].roles[0].holder"),
        ("", task("nobody: 1"), none(), "content.tasks[0].nobody"),
        // A variable left out hides nothing beside it.
        (", $source: String", create("source: $source, issuedOn: \"2025-13\""), none(), "content.issuedOn"),
        (", $by: Date = \"2025-02-30\"", create("deadlines: { what: \"B\", by: $by }"), none(), "content.deadlines.by"),
        (", $by: Date!", create("deadlines: { what: \"B\", by: $by }"), none(), "by"),
        (", $too: Boolean!", "revokePlan(input: { id: $unit, version: 1, reason: \"r\" }) @include(if: $too) { plan { id } }".to_owned(), json!({ "too": "x" }), "if"),
        (", $input: CreatePlanInput!", given.to_owned(), none(), "input"),
        (", $input: CreatePlanInput!", given.to_owned(), json!({ "input": null }), "input"),
        (", $input: CreatePlanInput!", given.to_owned(), sent(json!({ "year": 2025 })), "content.title"),
        (
            ", $input: CreatePlanInput!",
            given.to_owned(),
            sent(json!({ "year": 2025, "title": "B", "deadlines": [{ "what": "B", "by": "2025-02-30" }] })),
            "content.deadlines[0].by",
        ),
        // What is asked of the answer is looked at too.
        ("", "verifyActivityReport(input: { id: \"x\", version: 1 }) { activityReport { unit { name(on: \"x\") } } }".to_owned(), none(), "on"),
        ("", "verifyActivityReport(input: { id: \"x\", version: 1 }) { activityReport { history(after: \"x\") { totalCount } } }".to_owned(), none(), "after"),
    ] {
        let draft = DRAFT.replace("TITLE", "Một");
        let document = format!("mutation($unit: ID!{variables}) {{ a: {draft} ...B }} fragment B on Mutation {{ b: {wrong} }}");
        let mut values = more;
        values["unit"] = json!(unit);
        let mut said = Vec::new();
        for language in ["vi", "en"] {
            let (_, body) = leader.send_in(Some(language), &document, values.clone()).await;
            assert!(body["data"].is_null(), "{wrong}: {body:#}");
            let error = &body["errors"][0];
            assert_eq!((error.get("path"), error["locations"].as_array().map(Vec::len)), (None, Some(1)), "{wrong}");
            let extensions = &error["extensions"];
            assert_eq!((&extensions["code"], &extensions["field"]), (&json!("BAD_USER_INPUT"), &json!(field)), "{wrong}");
            said.push(error["message"].as_str().unwrap().to_owned());
        }
        assert!(!said[0].is_ascii() && said[1].is_ascii(), "{said:?}");
        assert_eq!(plans(&leader, &unit).await, 0, "{wrong}");
    }
}

db_test!(a_condition_goes_by_the_default_of_its_variable);
async fn a_condition_goes_by_the_default_of_its_variable(database: Database) {
    let app = App::start(database, BEFORE).await;
    let viewer = People::gather(&app).await.viewer;
    let document = "query($yes: Boolean = true, $no: Boolean = false) {
        a: viewer @include(if: $yes) { __typename } b: viewer @include(if: $no) { __typename }
        c: viewer @skip(if: $yes) { __typename } d: viewer @skip(if: $no) { __typename } }";
    let asked = async |variables| {
        let data = viewer.data(document, variables).await;
        data.as_object().unwrap().keys().cloned().collect::<String>()
    };
    assert_eq!(asked(json!({})).await, "ad");
    assert_eq!(asked(json!({ "yes": false, "no": true })).await, "bc");
    let document = "query($yes: Boolean = true) { __type(name: \"Query\") { name @include(if: $yes) } }";
    assert_eq!(viewer.query(document).await["__type"]["name"], "Query");
}
