//! How much a report may hold: what the contract allows is kept, one more is refused.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{DISTRICT, LAST, People, tra_bong};
use crate::support::{
    database::{Database, db_test},
    report::{page_issue, with},
};

/// Evidence of so many addresses, none twice.
fn evidence(count: usize) -> Value {
    (0..count).map(|n| json!({ "address": format!("https://a.vn/{n}") })).collect()
}

db_test!(what_a_report_may_hold_is_kept_and_one_more_is_refused);
async fn what_a_report_may_hold_is_kept_and_one_more_is_refused(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let document = "{ plans(filter: { year: 2025 }, first: 10) { nodes { tasks(first: 100) { nodes { id } } } } }";
    let data = people.reporter.query(document).await;
    let tasks: Vec<Value> =
        data["plans"]["nodes"][0]["tasks"]["nodes"].as_array().unwrap().iter().map(|task| task["id"].clone()).collect();
    let address = |length: usize| json!([{ "address": format!("https://a.vn/{:x>1$}", "", length - 13) }]);
    for (most, more, refusal) in [
        (json!({ "tasks": tasks[..20] }), json!({ "tasks": tasks[..21] }), "BAD_USER_INPUT activity.too_many"),
        (json!({ "evidence": evidence(20) }), json!({ "evidence": evidence(21) }), "BAD_USER_INPUT activity.too_many"),
        (json!({ "evidence": address(2_000) }), json!({ "evidence": address(2_001) }), "BAD_USER_INPUT text.too_long"),
        (json!({ "title": "ạ".repeat(1_000) }), json!({ "title": "ạ".repeat(1_001) }), "BAD_USER_INPUT text.too_long"),
        (
            json!({ "explanation": "ạ".repeat(10_000) }),
            json!({ "explanation": "ạ".repeat(10_001) }),
            "BAD_USER_INPUT text.too_long",
        ),
        (json!({ "quantity": 10_000 }), json!({ "quantity": 10_001 }), "BAD_USER_INPUT activity.out_of_bounds"),
        (json!({ "quantity": 1 }), json!({ "quantity": 0 }), "BAD_USER_INPUT activity.out_of_bounds"),
        (json!({ "minutes": 1_440 }), json!({ "minutes": 1_441 }), "BAD_USER_INPUT activity.out_of_bounds"),
        (json!({ "minutes": 1 }), json!({ "minutes": 0 }), "BAD_USER_INPUT activity.out_of_bounds"),
        (json!({ "topic": "A".repeat(40) }), json!({ "topic": "A".repeat(41) }), "BAD_USER_INPUT quota.topic"),
        (
            json!({ "idempotencyKey": "k".repeat(200) }),
            json!({ "idempotencyKey": "k".repeat(201) }),
            "BAD_USER_INPUT text.too_long",
        ),
    ] {
        let input =
            |fields: Value| with(page_issue(&people.task, "2025-06-15"), with(fields, json!({ "unit": people.unit })));
        people.reporter.change("createActivityReport", input(most)).await;
        assert_eq!(people.reporter.refused("createActivityReport", input(more)).await, refusal);
    }
    let data = people.reporter.query("{ activityReports { totalCount } }").await;
    assert_eq!(data["activityReports"]["totalCount"], 11);
}

db_test!(at_most_250_nodes_are_given_at_once);
async fn at_most_250_nodes_are_given_at_once(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let reader = app.user("reader", &[(Role::Viewer, DISTRICT, LAST)]).await;
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }";
    let nowhere = format!("task_{:032x}", 7);
    // Each in its place, the same more than once, and nothing for what is not there.
    let ids: Vec<&str> =
        [people.unit.as_str(), &nowhere, &people.task, "x", ""].into_iter().cycle().take(250).collect();
    let data = reader.data(document, json!({ "ids": ids })).await;
    let nodes = data["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 250);
    for (n, node) in nodes.iter().enumerate() {
        match n % 5 {
            0 => assert_eq!(*node, json!({ "id": people.unit, "__typename": "Unit" })),
            2 => assert_eq!(*node, json!({ "id": people.task, "__typename": "Task" })),
            _ => assert!(node.is_null(), "{n}"),
        }
    }
    let more = vec![people.unit.as_str(); 251];
    assert_eq!(reader.refusal(document, json!({ "ids": more })).await, "BAD_USER_INPUT ids");
}
