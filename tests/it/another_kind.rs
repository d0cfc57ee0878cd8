//! Ids of another kind than a field takes: null at that field, and nothing else of the document suffers.

use serde_json::json;

use crate::support::{
    app::App,
    database::{Database, db_test},
    inputs::Inputs,
    world::{BEFORE, OLD, People, TRA_GIANG, import_plans},
};

db_test!(an_id_of_another_kind_is_null_at_its_field_alone);
async fn an_id_of_another_kind_is_null_at_its_field_alone(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let viewer = People::gather(&app).await.viewer;
    let unit = viewer.unit(TRA_GIANG, OLD).await;
    let plan = viewer.query("{ plans(first: 1) { nodes { id } } }").await["plans"]["nodes"][0]["id"].take();
    let ids = json!({ "unit": unit, "plan": plan });
    for (wrong, field) in [
        ("plan(id: $unit) { id }", "id"),
        ("unit(by: { id: $plan }) { id }", "by.id"),
        ("obligation(id: $unit) { id }", "id"),
        ("activityReport(id: $unit) { id }", "id"),
        ("units(filter: { below: $plan }) { totalCount }", "filter.below"),
        ("plans(filter: { issuer: $plan }) { totalCount }", "filter.issuer"),
        ("obligations(filter: { unit: $unit, task: $unit }) { totalCount }", "filter.task"),
        ("obligations(filter: { quota: $unit }) { totalCount }", "filter.quota"),
        ("activityReports(filter: { plan: $unit }) { totalCount }", "filter.plan"),
        ("reviewInbox(filter: { plan: $unit }) { totalCount }", "filter.plan"),
        (
            "previewActivityReport(input: { unit: $unit, tasks: [$plan], product: NEWS_ITEM, stage: DONE,
                datedOn: \"2025-06-01\", quantity: 1, title: \"B\" }) { problems { code } }",
            "tasks[0]",
        ),
    ] {
        let document = format!(
            "query($unit: ID!, $plan: ID!) {{ first: unit(by: {{ id: $unit }}) {{ id }} wrong: {wrong} plan(id: $plan) {{ id }} }}"
        );
        let (_, body) = viewer.send(&document, ids.clone()).await;
        let found = json!({ "first": { "id": unit }, "wrong": null, "plan": { "id": plan } });
        assert_eq!(body["data"], found, "{wrong}: {body:#}");
        let error = &body["errors"][0];
        let extensions = &error["extensions"];
        assert_eq!((&extensions["code"], &extensions["field"]), (&json!("BAD_USER_INPUT"), &json!(field)), "{wrong}");
        assert_eq!(error["path"], json!(["wrong"]));
    }
    for list in ["compliance(from: \"2025-01-01\", to: \"2025-12-31\",", "obligations(", "activityReports("] {
        let field = list.split('(').next().unwrap();
        let document = format!(
            "query($unit: ID!) {{ unit(by: {{ id: $unit }}) {{ id {list} filter: {{ plan: $unit }}) {{ __typename }} }} }}"
        );
        let (_, body) = viewer.send(&document, json!({ "unit": unit })).await;
        assert_eq!(body["data"]["unit"], json!({ "id": unit, field: null }), "{body:#}");
        assert_eq!(body["errors"][0]["extensions"]["field"], "filter.plan", "{list}");
    }
}

db_test!(wherever_a_root_field_takes_an_id_one_of_no_kind_is_refused_at_that_field);
async fn wherever_a_root_field_takes_an_id_one_of_no_kind_is_refused_at_that_field(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let inputs = Inputs::of(&leader).await;
    let mut tried = Vec::new();
    // These two take an id of any kind, and of what is none there is nothing.
    for argument in inputs.arguments.iter().filter(|argument| !["node", "nodes"].contains(&argument.field.as_str())) {
        for (value, place) in inputs.with_each_id(argument) {
            let (_, body) = leader.send(&argument.document, json!({ "v": value })).await;
            assert_eq!(body["data"], json!({ argument.field.as_str(): null }), "{argument:?} {value}: {body:#}");
            let error = &body["errors"][0];
            assert_eq!(error["path"], json!([argument.field]), "{argument:?} {value}");
            let extensions = &error["extensions"];
            let refused = (&extensions["code"], &extensions["field"]);
            assert_eq!(refused, (&json!("BAD_USER_INPUT"), &json!(place)), "{argument:?} {value}");
            tried.push(format!("{}({place})", argument.field));
        }
    }
    for place in [
        "createPlan(content.carriesOut[0].plan)",
        "updatePlan(content.organisations[0].unit)",
        "createPlan(content.tasks[0].quotas[0].selector.units[0])",
        "createActivityReport(tasks[0])",
        "obligations(filter.quota)",
        "unit(by.id)",
    ] {
        assert!(tried.iter().any(|tried| tried == place), "{place}: {tried:#?}");
    }
}
