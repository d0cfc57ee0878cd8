//! A plan counts for the plan it carries out, in whichever order the two were entered.

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import, plan, quang_ngai, task, tra_bong},
};

/// A province asks each district for a plan by 20 April.
fn upper() -> Value {
    let once = task("1", "PLAN", "EACH_DISTRICT", json!({ "minimum": 1, "per": "ONCE", "by": "2024-04-20" }));
    plan(quang_ngai(), "1/KH-UBND", "2024-02-01", 2024, json!([once]))
}

/// A district's plan of 25 April that carries out the province's.
fn lower() -> Value {
    let mut lower = plan(tra_bong(), "9/KH-UBND", "2024-04-25", 2024, json!([]));
    lower["carries_out"] = json!([
        { "symbol": "1/KH-UBND", "issued_on": "2024-02-01", "issuer": "UBND tỉnh", "title": "Kế hoạch" },
    ]);
    lower
}

/// What the district's one obligation to issue a plan says.
async fn owed(app: &App) -> Value {
    let auditor = app.user("auditor", &[(Role::Auditor, "525", "2025-06-30")]).await;
    let document = "{ obligations(filter: { product: PLAN }) { nodes {
        state achieved achievedInTime contributions { nodes { amount plan { symbol carriesOut { nodes { resolvedPlan { symbol } } } } } } } } }";
    auditor.query(document).await["obligations"]["nodes"].clone()
}

/// It counts once, and late.
fn counted() -> Value {
    let carried = json!({ "nodes": [{ "resolvedPlan": { "symbol": "1/KH-UBND" } }] });
    let parts = json!([{ "amount": 1, "plan": { "symbol": "9/KH-UBND", "carriesOut": carried } }]);
    json!([{ "state": "MET_LATE", "achieved": 1, "achievedInTime": 0, "contributions": { "nodes": parts } }])
}

db_test!(a_plan_counts_for_one_that_was_entered_before_it);
async fn a_plan_counts_for_one_that_was_entered_before_it(database: Database) {
    let app = App::start(database, "2024-06-01T02:00:00Z").await;
    import(&app, &upper()).await;
    import(&app, &lower()).await;
    assert_eq!(owed(&app).await, counted());
    app.assert_sound().await;
}

db_test!(a_plan_counts_for_one_that_was_entered_after_it);
async fn a_plan_counts_for_one_that_was_entered_after_it(database: Database) {
    let app = App::start(database, "2024-06-01T02:00:00Z").await;
    import(&app, &lower()).await;
    import(&app, &upper()).await;
    assert_eq!(owed(&app).await, counted());
    app.assert_sound().await;
}

db_test!(a_plan_that_somebody_else_issued_is_not_the_one_that_was_meant);
async fn a_plan_that_somebody_else_issued_is_not_the_one_that_was_meant(database: Database) {
    let app = App::start(database, "2024-06-01T02:00:00Z").await;
    let mut lower = lower();
    // A district beside the one that issues a plan with the same symbol and date.
    let once = task("1", "PLAN", "EACH_COMMUNE", json!({ "minimum": 1, "per": "ONCE", "by": "2024-04-20" }));
    lower["issuer"] = json!({ "edition": "2025-06", "code": "524", "level": "district", "name": "Huyện Bình Sơn",
                              "province_code": "51", "district_code": "524" });
    import(&app, &lower).await;
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2024-02-01", 2024, json!([once]))).await;
    let reader = app.user("reader", &[(Role::Auditor, "51", "2025-06-30")]).await;
    let document = "{ plans(first: 10) { nodes { symbol carriesOut { nodes { resolvedPlan { symbol } } } } } }";
    let data = reader.query(document).await;
    let nodes = data["plans"]["nodes"].as_array().unwrap();
    let lower = nodes.iter().find(|plan| plan["symbol"] == "9/KH-UBND").unwrap();
    assert_eq!(lower["carriesOut"]["nodes"], json!([{ "resolvedPlan": null }]));
    app.assert_sound().await;
}
