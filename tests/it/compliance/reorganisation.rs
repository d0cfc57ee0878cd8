//! Spans of days that cross the first of July 2025, and days that nobody knows yet.

use domain::authz::Role;
use serde_json::json;

use super::{DISTRICT, NOW, OLD, PROVINCE, auditor, compliance, world};
use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import_carried, tra_bong},
};

db_test!(a_commune_that_ended_counts_under_its_district_and_its_old_province);
async fn a_commune_that_ended_counts_under_its_district_and_its_old_province(database: Database) {
    let app = App::start(database, NOW).await;
    import_carried(&app, &["tra-bong"]).await;
    let auditor = auditor(&app).await;
    let year = ("2025-01-01", "2025-12-31", "2025-08-14");
    let old = auditor.unit(PROVINCE, OLD).await;
    let new = auditor.unit(PROVINCE, "2025-07-01").await;
    let district = auditor.unit(DISTRICT, OLD).await;
    assert_ne!(old, new);
    for (unit, total) in [(&old, 53), (&district, 53), (&new, 0)] {
        let data = compliance(&auditor, unit, year, json!(null)).await;
        assert_eq!(data["figures"]["counts"]["total"], total);
    }
    // Below the old province the district is listed for the days on which it lived.
    let data = compliance(&auditor, &old, year, json!(null)).await;
    let nodes = data["subordinates"]["nodes"].as_array().unwrap();
    let found = nodes.iter().find(|node| node["unit"]["id"] == district.as_str()).unwrap();
    assert_eq!((&found["from"], &found["to"]), (&json!("2025-01-01"), &json!("2025-06-30")));
    assert_eq!(found["figures"]["counts"]["total"], 53);
    // The figures of the district are those of its own, its organisations' and its communes' together.
    let data = compliance(&auditor, &district, year, json!(null)).await;
    let total = |nodes: &serde_json::Value| {
        nodes["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| node["figures"]["counts"]["total"].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!(total(&data["subordinates"]), 32);
    assert_eq!(total(&data["organisations"]) + data["itself"]["counts"]["total"].as_i64().unwrap(), 21);
}

db_test!(a_province_that_went_on_shows_both_generations_with_their_days);
async fn a_province_that_went_on_shows_both_generations_with_their_days(database: Database) {
    let app = App::start(database, NOW).await;
    let auditor = auditor(&app).await;
    // Thành phố Hà Nội kept its identity; its districts ended and its communes came directly under it.
    let city = auditor.unit("01", "2025-07-01").await;
    let year = "query($unit: ID!) { unit(by: { id: $unit }) { compliance(from: \"2025-01-01\", to: \"2025-12-31\") {
        subordinates(first: 100) { totalCount nodes { from to } } } } }";
    let data = auditor.data(year, json!({ "unit": city })).await;
    let nodes = data["unit"]["compliance"]["subordinates"]["nodes"].as_array().unwrap();
    let days = |from: &str, to: &str| nodes.iter().any(|node| node["from"] == from && node["to"] == to);
    assert!(days("2025-01-01", "2025-06-30") && days("2025-07-01", "2025-12-31"), "{nodes:#?}");
    assert!(!days("2025-01-01", "2025-12-31"));
}

db_test!(what_nobody_knows_yet_is_refused);
async fn what_nobody_knows_yet_is_refused(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    let ask = |arguments: &str| {
        format!(
            "{{ unit(by: {{ code: {{ code: \"525\", on: \"{OLD}\" }} }}) {{ compliance({arguments}) {{ whole }} }} }}"
        )
    };
    for (arguments, refusal) in [
        (r#"from: "2025-01-01", to: "2025-12-31", on: "2025-08-15""#, "BAD_USER_INPUT compliance.future_day"),
        (r#"from: "2025-01-01", to: "2024-12-31""#, "BAD_USER_INPUT calendar.empty_span"),
        (r#"from: "1899-12-31", to: "2025-01-01""#, "BAD_USER_INPUT compliance.far_span"),
        (r#"from: "2025-01-01", to: "2201-01-01""#, "BAD_USER_INPUT compliance.far_span"),
    ] {
        assert_eq!(auditor.refusal(&ask(arguments), json!({})).await, refusal);
    }
    let list = r#"{ obligations(on: "2025-08-15") { nodes { id } } }"#;
    assert_eq!(auditor.refusal(list, json!({})).await, "BAD_USER_INPUT compliance.future_day");
    let state = r#"{ obligations(first: 1) { nodes { state(on: "2025-08-15") } } }"#;
    assert_eq!(auditor.refusal(state, json!({})).await, "BAD_USER_INPUT compliance.future_day");
}

db_test!(a_revoked_plan_leaves_all_figures_and_its_obligations_stay_readable);
async fn a_revoked_plan_leaves_all_figures_and_its_obligations_stay_readable(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    let leader = app.user("leader", &[(Role::Approver, DISTRICT, OLD)]).await;
    assert_eq!(tra_bong()["code"], DISTRICT);
    let data = leader.query("{ plans(first: 1) { nodes { id version } } }").await;
    let plan = &data["plans"]["nodes"][0];
    let input = json!({ "id": plan["id"], "version": plan["version"], "reason": "Ban hành nhầm" });
    leader
        .data(
            "mutation($input: RevokePlanInput!) { revokePlan(input: $input) { plan { state } } }",
            json!({ "input": input }),
        )
        .await;
    let district = auditor.unit(DISTRICT, OLD).await;
    for on in ["2025-08-14", "2025-06-01"] {
        let data = compliance(&auditor, &district, ("2025-01-01", "2025-12-31", on), json!(null)).await;
        assert_eq!(data["figures"]["counts"]["total"], 0);
        assert_eq!(data["figures"]["products"], json!([]));
        assert_eq!(data["figures"]["coverage"]["bound"], 0);
    }
    let data = auditor.query("{ obligations(first: 1) { totalCount nodes { revoked state target } } }").await;
    assert!(data["obligations"]["totalCount"].as_i64().unwrap() > 0);
    assert_eq!(data["obligations"]["nodes"][0]["revoked"], true);
    assert!(data["obligations"]["nodes"][0]["state"].is_null());
}
