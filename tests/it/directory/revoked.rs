//! What a revoked plan asked for, after its units ended sooner than it asked.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{Country, LIVING_ON, next::merge};
use crate::support::{
    app::Client,
    database::{Database, db_test},
};

/// In the middle of the year for which the plan asked.
const TURN: [&str; 2] = ["2025-09-30", "2025-10-01"];

/// What a reader finds behind every door, by the unit that owes and the first day.
async fn found(reader: &Client<'_>) -> Value {
    let list = "(first: 100, orderBy: ENDS_ON) { totalCount nodes { id } }";
    let document = format!(
        "{{ obligations(first: 100, orderBy: ENDS_ON) {{ totalCount nodes {{ id target revoked startsOn unit {{ id name \
         obligations{list} }} plan {{ obligations{list} }} members(first: 10) {{ nodes {{ id }} }} }} }} }}"
    );
    let found = reader.query(&document).await["obligations"].take();
    let nodes = found["nodes"].as_array().unwrap();
    let ids: Value = nodes.iter().map(|node| node["id"].clone()).collect();
    let again = reader.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
    for (at, node) in nodes.iter().enumerate() {
        assert_eq!(again["nodes"][at]["id"], node["id"]);
        let one = "query($id: ID!) { obligation(id: $id) { id } }";
        assert_eq!(reader.data(one, json!({ "id": node["id"] })).await["obligation"]["id"], node["id"]);
    }
    found
}

/// Who owes, and from which day on.
fn rows(found: &Value) -> Vec<String> {
    let row =
        |node: &Value| format!("{} {}", node["unit"]["name"].as_str().unwrap(), node["startsOn"].as_str().unwrap());
    let mut rows: Vec<String> = found["nodes"].as_array().unwrap().iter().map(row).collect();
    rows.sort();
    rows
}

/// What each reader found before the communes end, he finds afterwards, and no more.
async fn assert_kept(country: &Country, expected: [&[&str]; 5]) {
    country.revoke().await;
    let app = &country.0;
    let readers = [
        app.user("nation", &[(Role::Auditor, "VN", "2025-07-01")]).await,
        app.user("province", &[(Role::Viewer, "01", "2025-07-01")]).await,
        app.user("district", &[(Role::Viewer, "001", "2025-06-30")]).await,
        app.user("one", &[(Role::Viewer, "00001", "2025-07-01")]).await,
        app.user("three", &[(Role::Viewer, "00003", "2025-07-01")]).await,
    ];
    let mut before = Vec::new();
    for (reader, expected) in readers.iter().zip(expected) {
        before.push(found(reader).await);
        assert_eq!(rows(before.last().unwrap()), expected);
    }
    assert_eq!(merge(country, TURN).await.unwrap().changed, 2);
    for (reader, before) in readers.iter().zip(before) {
        let after = found(reader).await;
        assert_eq!(rows(&after), rows(&before));
        assert_eq!(after, before);
    }
    app.assert_sound().await;
}

db_test!(what_a_revoked_plan_asked_of_units_that_end_sooner_stays_readable);
async fn what_a_revoked_plan_asked_of_units_that_end_sooner_stays_readable(database: Database) {
    let country = Country::found(&database, LIVING_ON).await;
    country.plan("EACH_COMMUNE", json!({ "minimum": 1, "per": "QUARTER" })).await;
    let all = [
        "Xã Ba 2025-07-01",
        "Xã Ba 2025-10-01",
        "Xã Bốn 2025-01-01",
        "Xã Bốn 2025-04-01",
        "Xã Hai 2025-01-01",
        "Xã Hai 2025-04-01",
        "Xã Một 2025-01-01",
        "Xã Một 2025-04-01",
        "Xã Một 2025-07-01",
        "Xã Một 2025-10-01",
    ];
    // The communes were below the district, which ended before them, for half a year.
    assert_kept(&country, [&all, &all, &all[2..8], &all[6..], &all[..2]]).await;
}

db_test!(what_a_revoked_plan_asked_of_a_set_stays_readable_to_members_that_end_sooner);
async fn what_a_revoked_plan_asked_of_a_set_stays_readable_to_members_that_end_sooner(database: Database) {
    let country = Country::found(&database, LIVING_ON).await;
    country.pool("QUARTER").await;
    let all = ["01", "04", "07", "10"].map(|month| format!("Sở Nội vụ 2025-{month}-01"));
    let all = all.each_ref().map(String::as_str);
    assert_kept(&country, [&all, &all, &all[..2], &all, &all[2..]]).await;
}
