//! Global ids: whatever has one is found by it, by whoever may see it.

use std::collections::BTreeSet;

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_GIANG, create, import_plans, page_issue, step},
};

db_test!(whatever_has_an_id_is_a_node_and_a_node_has_an_id);
async fn whatever_has_an_id_is_a_node_and_a_node_has_an_id(database: Database) {
    let app = App::start(database, BEFORE).await;
    let document = "{ __schema { types { name kind fields { name } interfaces { name } } } }";
    let data = app.anonymous().query(document).await;
    let types = data["__schema"]["types"].as_array().unwrap().iter().filter(|kind| kind["kind"] == "OBJECT");
    let with = |kind: &Value, list: &str, name: &str| {
        kind[list].as_array().unwrap().iter().any(|member| member["name"] == name)
    };
    let mut nodes = 0;
    for kind in types {
        assert_eq!(with(kind, "fields", "id"), with(kind, "interfaces", "Node"), "{}", kind["name"]);
        nodes += usize::from(with(kind, "fields", "id"));
    }
    assert!(nodes > 0, "no type has an id");
}

/// An id of every type of node, from what belongs to a commune.
async fn ids(client: &Client<'_>) -> Vec<Value> {
    let document = "query($unit: ID!) { unit(by: { id: $unit }) {
        id version(on: \"2025-06-30\") { id }
        activityReports(first: 1) { nodes { id contributions(first: 1) { nodes { id
            obligation { id plan { id } task { id } quota { id } } } } } } }
        auditEvents(first: 1) { nodes { id } } }";
    let data = client.data(document, json!({ "unit": client.unit(TRA_GIANG, OLD).await })).await;
    let unit = &data["unit"];
    let report = &unit["activityReports"]["nodes"][0];
    let contribution = &report["contributions"]["nodes"][0];
    let obligation = &contribution["obligation"];
    let found = [
        unit,
        &unit["version"],
        report,
        contribution,
        obligation,
        &obligation["plan"],
        &obligation["task"],
        &obligation["quota"],
        &data["auditEvents"]["nodes"][0],
    ];
    found.iter().map(|thing| thing["id"].clone()).collect()
}

db_test!(a_node_of_every_type_is_found_by_its_id_by_whoever_may_see_it);
async fn a_node_of_every_type_is_found_by_its_id_by_whoever_may_see_it(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let input = page_issue(&people.leader, TRA_GIANG, "2025-06-10").await;
    let (report, version) = create(&people.leader, input).await;
    step(&people.leader, "submit", &report, version).await;
    let auditor = app.user("auditor", &[(Role::Auditor, TRA_GIANG, OLD)]).await;
    let mut ids = ids(&auditor).await;
    let own = auditor.query("{ viewer { user { id } grants { nodes { id } } } }").await["viewer"].take();
    ids.extend([own["user"]["id"].clone(), own["grants"]["nodes"][0]["id"].clone()]);
    let found = async |client: &Client<'_>| {
        let document = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
        client.data(document, json!({ "ids": ids })).await["nodes"].as_array().unwrap().clone()
    };
    let seen = found(&auditor).await;
    assert_eq!(seen.iter().map(|node| node["id"].clone()).collect::<Vec<_>>(), ids);
    let types = app.anonymous().query("{ __type(name: \"Node\") { possibleTypes { name } } }").await;
    let types = types["__type"]["possibleTypes"].as_array().unwrap();
    let mut types: BTreeSet<&str> = types.iter().map(|kind| kind["name"].as_str().unwrap()).collect();
    // Found by whoever administers its unit: `administration::client`.
    assert!(types.remove("ServiceClient"));
    assert_eq!(seen.iter().map(|node| node["__typename"].as_str().unwrap()).collect::<BTreeSet<_>>(), types);
    // The directory is everybody's; the rest is nothing to somebody without a grant.
    let open: Vec<Value> = found(&people.stranger).await;
    let open = open.iter().filter_map(|node| node["__typename"].as_str()).collect::<Vec<_>>();
    assert_eq!(open, ["Unit", "UnitVersion"]);
}
