//! Whoever manages units, users and grants reads no content of reports by that.

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::App,
    database::{Database, db_test},
    world::{BEFORE, OLD, People, QUANG_NGAI, TRA_BONG, TRA_GIANG, create, import_plans, page_issue, step},
};

/// Everything that leads to a report, from each side.
const DOORS: &str = "query($report: ID!, $contribution: ID!, $obligation: ID!, $unit: ID!) {
    activityReport(id: $report) { id } node(id: $report) { id } nodes(ids: [$report, $contribution, $obligation]) { id }
    activityReports { totalCount nodes { id } } reviewInbox { totalCount nodes { id } }
    obligation(id: $obligation) { id } obligations { totalCount nodes { id } }
    unit(by: { id: $unit }) {
        activityReports { totalCount nodes { id } } obligations { totalCount } owes { totalCount }
        compliance(from: \"2025-01-01\", to: \"2025-12-31\") { whole }
    }
    plans { nodes { obligations { totalCount } quotas { nodes { owedTotal obligations { totalCount } } } } } }";

db_test!(an_administrator_reads_no_report_and_no_figure_by_that_role);
async fn an_administrator_reads_no_report_and_no_figure_by_that_role(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let content = page_issue(&people.leader, TRA_GIANG, "2025-06-10").await;
    let (report, version) = create(&people.leader, content.clone()).await;
    let version = step(&people.leader, "submit", &report, version).await;
    let parts = "query($id: ID!) { activityReport(id: $id) { contributions { nodes { id obligation { id } } } } }";
    let data = people.leader.data(parts, json!({ "id": report })).await;
    let part = &data["activityReport"]["contributions"]["nodes"][0];
    let unit = people.leader.unit(TRA_GIANG, OLD).await;
    let things =
        json!({ "report": report, "contribution": part["id"], "obligation": part["obligation"]["id"], "unit": unit });
    let seen = people.viewer.data(DOORS, things.clone()).await;
    assert_eq!(
        (&seen["activityReport"]["id"], &seen["nodes"][1]["id"]),
        (&json!(report), &part["id"]),
        "there is something"
    );

    let grants = [
        ("commune", vec![(Role::Administrator, TRA_GIANG, OLD)]),
        ("district", vec![(Role::Administrator, TRA_BONG, OLD)]),
        ("nation", vec![(Role::Administrator, "VN", OLD)]),
        // Another role elsewhere does not reach here.
        ("both", vec![(Role::Administrator, QUANG_NGAI, OLD), (Role::Auditor, "522", OLD)]),
    ];
    for (name, grants) in grants {
        let administrator = app.user(name, &grants).await;
        let data = administrator.data(DOORS, things.clone()).await;
        let none = json!({ "totalCount": 0, "nodes": [] });
        for door in ["activityReports", "reviewInbox", "obligations"] {
            assert_eq!(data[door], none, "{name}: {door}");
        }
        for door in ["activityReport", "node", "obligation"] {
            assert!(data[door].is_null(), "{name}: {door}");
        }
        assert_eq!(data["nodes"], json!([null, null, null]), "{name}");
        let below = json!({ "activityReports": none, "obligations": { "totalCount": 0 }, "owes": { "totalCount": 0 }, "compliance": null });
        assert_eq!(data["unit"], below, "{name}");
        for plan in data["plans"]["nodes"].as_array().unwrap() {
            assert_eq!(plan["obligations"]["totalCount"], 0, "{name}");
            let nothing = json!({ "owedTotal": 0, "obligations": { "totalCount": 0 } });
            assert!(plan["quotas"]["nodes"].as_array().unwrap().iter().all(|quota| *quota == nothing), "{name}");
        }
        let about = json!({ "id": report, "version": version });
        for (verb, more) in
            [("submit", Value::Null), ("verify", Value::Null), ("withdraw", Value::Null), ("return", json!("x"))]
        {
            let mut input = about.clone();
            if !more.is_null() {
                input["reason"] = more;
            }
            assert_eq!(
                administrator.refused(&format!("{verb}ActivityReport"), input).await,
                "NOT_FOUND",
                "{name}: {verb}"
            );
        }
        let preview =
            "query($input: PreviewActivityReportInput!) { previewActivityReport(input: $input) { problems { code } } }";
        assert_eq!(administrator.refusal(preview, json!({ "input": content })).await, "FORBIDDEN", "{name}");
        assert_eq!(administrator.refused("createActivityReport", content.clone()).await, "FORBIDDEN", "{name}");
    }
}
