//! What a mutation is asked to answer with: where it cannot be answered, nothing is written either.

use serde_json::json;

use super::{LAST, People, tra_bong};
use crate::support::{
    database::{Database, db_test},
    report::{page_issue, with},
};

db_test!(a_mutation_that_cannot_be_answered_writes_nothing);
async fn a_mutation_that_cannot_be_answered_writes_nothing(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let mut input = page_issue(&people.task, "2025-06-15");
    input["unit"] = json!(people.unit);
    let cursor = "MR9uYW1lH3RhH3UwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQ";
    let document = |answer: &str| {
        format!(
            "mutation($input: CreateActivityReportInput!, $n: Int, $day: Date, $after: Cursor,
                $states: [PlanState!]) {{
                createActivityReport(input: $input) {{ activityReport {{ id {answer} ...More }} }} }}
             fragment More on ActivityReport {{ unit {{ plans(first: $n, after: $after, states: $states) {{ totalCount }}
                obligations(on: $day) {{ totalCount }} }} }}"
        )
    };
    let variables = |more| with(json!({ "input": input }), more);
    for (answer, more, refusal) in [
        ("history(first: 0) { totalCount }", json!({}), "BAD_USER_INPUT first"),
        ("history(last: 101) { totalCount }", json!({}), "BAD_USER_INPUT last"),
        ("history(first: 1, last: 1) { totalCount }", json!({}), "BAD_USER_INPUT"),
        ("contributions { nodes { obligation { state(on: \"2099-01-01\") } } }", json!({}), "BAD_USER_INPUT"),
        ("unit { name(on: \"2025-02-30\") }", json!({}), "BAD_USER_INPUT on"),
        ("unit { obligations(filter: { plan: \"x\" }) { totalCount } }", json!({}), "BAD_USER_INPUT filter.plan"),
        ("unit { activityReports(filter: { unit: \"x\" }) { totalCount } }", json!({}), "BAD_USER_INPUT filter.unit"),
        ("unit { compliance(from: \"2025-02-01\", to: \"2025-01-01\") { on } }", json!({}), "BAD_USER_INPUT"),
        (
            "unit { compliance(from: \"2025-01-01\", to: \"2025-02-01\", on: \"2099-01-01\") { on } }",
            json!({}),
            "BAD_USER_INPUT",
        ),
        ("unit { plans(year: 99999999999) { totalCount } }", json!({}), "BAD_USER_INPUT year"),
        ("", json!({ "states": ["NO_STATE"] }), "BAD_USER_INPUT states[0]"),
        ("", json!({ "states": [null] }), "BAD_USER_INPUT states[0]"),
        ("", json!({ "n": 1_000 }), "BAD_USER_INPUT first"),
        ("", json!({ "day": "2099-01-01" }), "BAD_USER_INPUT"),
        ("", json!({ "after": cursor }), "BAD_USER_INPUT after"),
    ] {
        let refused = people.leader.refusal(&document(answer), variables(more)).await;
        assert!(refused.starts_with(refusal), "{answer}: {refused}");
    }
    let count = "{ activityReports { totalCount } }";
    assert_eq!(people.leader.query(count).await["activityReports"]["totalCount"], 0);
    let answer =
        format!("unit {{ name(on: \"{LAST}\") compliance(from: \"2025-01-01\", to: \"2025-06-30\") {{ on }} }}");
    people.leader.data(&document(&answer), variables(json!({ "n": 1, "day": "2025-06-01" }))).await;
    assert_eq!(people.leader.query(count).await["activityReports"]["totalCount"], 1);
}

db_test!(each_mutation_of_a_document_answers_for_itself_and_for_what_it_wrote);
async fn each_mutation_of_a_document_answers_for_itself_and_for_what_it_wrote(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let first = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-14")).await;
    let second = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    // A field of the first answer fails while another still waits to be read.
    let document = "mutation($first: ID!, $second: ID!) {
        a: submitActivityReport(input: { id: $first, version: 1 }) { activityReport { state
            contributions(first: 1) { nodes { obligation { members(first: 5) { nodes { id } } } } }
            evidence { otherClaims(first: 5) { nodes { id } } } } }
        b: submitActivityReport(input: { id: $second, version: 1 }) { activityReport { state version } }
        c: submitActivityReport(input: { id: $second, version: 1 }) { activityReport { state } } }";
    let (_, body) = people.leader.send(document, json!({ "first": first.id, "second": second.id })).await;
    assert_eq!(body["data"]["a"]["activityReport"]["state"], "SUBMITTED", "{body:#}");
    assert_eq!(body["data"]["b"]["activityReport"], json!({ "state": "SUBMITTED", "version": 2 }));
    assert!(body["data"]["c"].is_null());
    assert_eq!((body["errors"].as_array().map(Vec::len), &body["errors"][0]["path"]), (Some(1), &json!(["c"])));
    assert_eq!(body["errors"][0]["extensions"]["code"], "CONFLICT");
}

db_test!(evidence_is_of_an_instant_that_both_databases_keep);
async fn evidence_is_of_an_instant_that_both_databases_keep(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let captured = |at: &str| json!({ "evidence": [{ "address": "https://a.vn/1", "capturedAt": at }] });
    for at in ["0000-01-01T00:00:00+23:59", "2016-12-31T23:59:60Z", "2025-06-15", "x"] {
        let content = with(page_issue(&people.task, "2025-06-15"), captured(at));
        let input = with(content, json!({ "unit": people.unit }));
        let refused = people.leader.refused("createActivityReport", input).await;
        assert_eq!(refused, "BAD_USER_INPUT evidence[0].capturedAt", "{at}");
    }
    let content = with(page_issue(&people.task, "2025-06-15"), captured("2025-06-15T08:30:00+07:00"));
    let report = people.leader.create(&people.unit, &content).await;
    let document = "query($id: ID!) { activityReport(id: $id) { evidence { capturedAt } } }";
    let data = people.leader.data(document, json!({ "id": report.id })).await;
    assert_eq!(data["activityReport"]["evidence"], json!([{ "capturedAt": "2025-06-15T01:30:00Z" }]));
}
