//! Whatever list an obligation stands in, it is found in the states of the day asked about, and was as of a day what it
//! was.

use domain::{authz::Role, obligation::State};
use serde_json::{Value, json};

use super::{OLD, auditor, world};
use crate::support::{
    database::{Database, db_test},
    plan::task_id,
    report::{page_issue, with},
};

/// The news item of one week that a unit owes, in every list there is.
const LISTS: &str = "query($of: ObligationFilter, $on: Date, $day: Date!, $unit: ID!) {
    obligations(filter: $of, on: $on) { ...Listed }
    unit(by: { id: $unit }) { obligations(filter: $of, on: $on) { ...Listed } }
    plans { nodes {
        obligations(filter: $of, on: $on) { ...Listed }
        quotas { nodes { obligations(filter: $of, on: $on) { ...Listed } } } } } }
    fragment Listed on ObligationConnection { totalCount nodes { state(on: $day) asOf(on: $day) { on state pending } } }";

/// The four lists; that of the one quota that asks for news items.
fn lists(data: &Value) -> [(&'static str, &Value); 4] {
    let plan = &data["plans"]["nodes"][0];
    [
        ("obligations", &data["obligations"]),
        ("Unit.obligations", &data["unit"]["obligations"]),
        ("Plan.obligations", &plan["obligations"]),
        ("Quota.obligations", &plan["quotas"]["nodes"][2]["obligations"]),
    ]
}

db_test!(every_list_finds_an_obligation_in_its_state_of_the_day);
async fn every_list_finds_an_obligation_in_its_state_of_the_day(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    let leader = app.user("leader", &[(Role::Approver, "21118", OLD)]).await;
    let (unit, idle) = (leader.unit("21118", OLD).await, leader.unit("21121", OLD).await);
    let task = task_id(&leader, "1/KH-UBND", "3").await;
    let content = with(page_issue(&task, "2025-05-15"), json!({ "product": "NEWS_ITEM" }));
    let draft = leader.create(&unit, &content).await;
    leader.step("submit", &draft).await;
    for (unit, on, state, pending) in [
        (&unit, None, "AWAITING_REVIEW", 1),
        (&unit, Some("2025-05-15"), "ON_TRACK", 1),
        (&unit, Some("2025-05-14"), "ON_TRACK", 0),
        (&unit, Some("2025-05-10"), "NOT_DUE", 0),
        (&idle, None, "MISSED", 0),
        (&idle, Some("2025-05-18"), "AT_RISK", 0),
        (&idle, Some("2025-05-17"), "ON_TRACK", 0),
    ] {
        let day = on.unwrap_or("2025-08-14");
        let node = json!({ "state": state, "asOf": { "on": day, "state": state, "pending": pending } });
        let found = json!({ "totalCount": 1, "nodes": [node] });
        let nothing = json!({ "totalCount": 0, "nodes": [] });
        let window = json!({ "first": "2025-05-12", "last": "2025-05-18" });
        let of = json!({ "unit": unit, "window": window });
        let others: Vec<&str> = State::ALL.iter().map(|other| other.as_str()).filter(|other| *other != state).collect();
        for (of, expected) in [
            (of.clone(), &found),
            (with(of.clone(), json!({ "states": [state] })), &found),
            (with(of, json!({ "states": others })), &nothing),
        ] {
            let data = auditor.data(LISTS, json!({ "of": of, "on": on, "day": day, "unit": unit })).await;
            for (list, listed) in lists(&data) {
                assert_eq!(listed, expected, "{list} {of} {on:?}");
            }
        }
    }
    // The plan is of 10 January.
    let of = json!({ "unit": unit });
    let data = auditor.data(LISTS, json!({ "of": of, "on": "2025-01-09", "day": "2025-01-09", "unit": unit })).await;
    for (list, listed) in lists(&data) {
        assert_eq!(listed["totalCount"], 0, "{list}");
    }
}
