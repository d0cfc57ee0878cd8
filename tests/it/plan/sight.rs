//! Who sees which plan, through every door that leads to it.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{IN_JUNE, content, create, issue};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
};

/// The plan as its leader sees it, with a task and a quota of it.
async fn parts(client: &Client<'_>, plan: &str) -> [String; 3] {
    let document = "query($id: ID!) { plan(id: $id) { tasks { nodes { id } } quotas { nodes { id } } } }";
    let data = client.data(document, json!({ "id": plan })).await;
    let id = |list: &str| data["plan"][list]["nodes"][0]["id"].as_str().unwrap().to_owned();
    [plan.to_owned(), id("tasks"), id("quotas")]
}

/// What somebody finds of a plan: by its id, as a node, in the list, and below its issuer.
async fn found(client: &Client<'_>, ids: &[String; 3], issuer: &str) -> Value {
    let document = "query($id: ID!, $ids: [ID!]!, $issuer: ID!) { plan(id: $id) { id } nodes(ids: $ids) { id } plans { totalCount }
        unit(by: {id: $issuer}) { plans { totalCount } } }";
    let data = client.data(document, json!({ "id": ids[0], "ids": ids, "issuer": issuer })).await;
    let nodes = data["nodes"].as_array().unwrap().iter().filter(|node| !node.is_null()).count();
    json!([!data["plan"].is_null(), nodes, data["plans"]["totalCount"], data["unit"]["plans"]["totalCount"]])
}

db_test!(a_draft_is_seen_by_grants_on_its_issuer_alone);
async fn a_draft_is_seen_by_grants_on_its_issuer_alone(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let plan = create(&leader, &district, content()).await;
    let ids = parts(&leader, &plan).await;
    for (name, grants, sees) in [
        ("viewer", vec![(Role::Viewer, "525", "2025-06-30")], true),
        ("auditor", vec![(Role::Auditor, "525", "2025-06-30")], true),
        ("administrator", vec![(Role::Administrator, "525", "2025-06-30")], false),
        ("province", vec![(Role::Approver, "51", "2025-06-30")], false),
        ("commune", vec![(Role::Approver, "21115", "2025-06-30")], false),
        ("stranger", vec![], false),
    ] {
        let client = app.user(name, &grants).await;
        let expected = if sees { json!([true, 3, 1, 1]) } else { json!([false, 0, 0, 0]) };
        assert_eq!(found(&client, &ids, &district).await, expected, "{name}");
    }
}

db_test!(an_issued_plan_is_seen_by_its_line_and_by_whoever_holds_a_role_in_it);
async fn an_issued_plan_is_seen_by_its_line_and_by_whoever_holds_a_role_in_it(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    // A unit of another province takes part; a neighbour is only named.
    let mut content = content();
    let office = |key: &str, unit: String| json!({ "key": key, "name": key, "kind": "OFFICE", "affiliation": "AUTHORITY", "unit": unit });
    let (guest, neighbour) = (leader.unit("54", "2025-06-30").await, leader.unit("522", "2025-06-30").await);
    content["organisations"] = json!([office("guest", guest), office("neighbour", neighbour)]);
    content["tasks"][0]["roles"] = json!([{ "role": "COORDINATE", "holder": { "organisation": "guest" } }]);
    let plan = issue(&leader, &district, content).await;
    let ids = parts(&leader, &plan).await;
    for (name, grants, sees) in [
        ("province", vec![(Role::Viewer, "51", "2025-06-30")], true),
        ("commune", vec![(Role::Reporter, "21115", "2025-06-30")], true),
        ("administrator", vec![(Role::Administrator, "525", "2025-06-30")], true),
        ("guest", vec![(Role::Viewer, "54", "2025-06-30")], true),
        ("nation", vec![(Role::Viewer, "VN", "2025-06-30")], true),
        ("neighbour", vec![(Role::Approver, "522", "2025-06-30")], false),
        ("elsewhere", vec![(Role::Auditor, "01", "2025-06-30")], false),
        // The new province is another unit than the old one that stood above the district.
        ("successor", vec![(Role::Auditor, "51", "2025-07-01")], false),
        ("stranger", vec![], false),
    ] {
        let client = app.user(name, &grants).await;
        let expected = if sees { json!([true, 3, 1, 1]) } else { json!([false, 0, 0, 0]) };
        assert_eq!(found(&client, &ids, &district).await, expected, "{name}");
    }
    // The guest reads the plan, not what others owe by it.
    let guest = app.user("another guest", &[(Role::Viewer, "54", "2025-06-30")]).await;
    let document = "query($id: ID!) { plan(id: $id) { obligations { totalCount } quotas { nodes { owedTotal obligations { totalCount } } } } }";
    let data = guest.data(document, json!({ "id": plan })).await;
    let nothing = json!({ "obligations": { "totalCount": 0 }, "quotas": { "nodes": [{ "owedTotal": 0, "obligations": { "totalCount": 0 } }] } });
    assert_eq!(data["plan"], nothing);
}

db_test!(reading_more_tasks_takes_no_more_statements);
async fn reading_more_tasks_takes_no_more_statements(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "525", "2025-06-30")]).await;
    let district = leader.unit("525", "2025-06-30").await;
    let mut large = content();
    let task = large["tasks"][0].clone();
    let tasks = (0..40).map(|n| {
        let mut task = task.clone();
        task["no"] = n.to_string().into();
        task["quotas"][0]["no"] = format!("Q{n}").into();
        task
    });
    large["tasks"] = tasks.collect();
    large["title"] = "Kế hoạch lớn".into();
    let (small, large) = (issue(&leader, &district, content()).await, issue(&leader, &district, large).await);
    let document = "query($id: ID!) { plan(id: $id) {
        carriesOut { nodes { title resolvedPlan { id } } } organisations { nodes { unit { name } } } themes { nodes { text } }
        tasks(first: 100) { totalCount nodes { no roles { organisation { name } } carriedOutBy { totalCount }
            quotas { nodes { owedTotal selectorOrganisation { name } task { plan { title } } obligations(first: 2) { nodes { target quota { no } } } } } } } } }";
    let mut counts = Vec::new();
    for (plan, tasks) in [(&small, 1), (&large, 40)] {
        let before = app.store.statements();
        let data = leader.data(document, json!({ "id": plan })).await;
        assert_eq!(data["plan"]["tasks"]["totalCount"], tasks);
        counts.push(app.store.statements() - before);
    }
    assert_eq!(counts[0], counts[1], "{counts:?}");
}
