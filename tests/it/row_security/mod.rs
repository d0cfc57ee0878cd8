//! The second wall, which PostgreSQL alone has: what the database itself shows to whom, and what the server's role may do.

mod catalog;
mod forgotten;
mod nobody;
mod role;
mod sight;
mod writes;

use domain::authz::Role;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, query_scalar};

use crate::support::{
    app::{App, Client},
    database::{Behind, Database},
    report::{document, page_issue, with},
    world::{OLD, TRA_BONG, TRA_GIANG, import_plans, task},
};

/// A day on which the district of Trà Bồng and its communes still lived.
const NOW: &str = "2025-06-20T02:00:00Z";

/// Xã Trà Thủy, another commune of Trà Bồng.
const TRA_THUY: &str = "21121";

/// What stands outside the wall, and why.
const OUTSIDE: &[(&str, &str)] = &[
    ("unit", "the directory is read by every signed-in user"),
    ("unit_version", "the directory is read by every signed-in user"),
    ("unit_code", "the directory is read by every signed-in user"),
    ("unit_succession", "the directory is read by every signed-in user"),
    ("unit_ancestor", "the directory is read by every signed-in user"),
];

/// A connection as the server has them.
async fn connect(database: &Database) -> PgConnection {
    PgConnection::connect(&database.url()).await.unwrap()
}

/// How many rows a table shows.
async fn count(connection: &mut PgConnection, table: &str) -> i64 {
    let query = format!(r#"SELECT count(*) FROM "{table}""#);
    query_scalar(AssertSqlSafe(query)).fetch_one(connection).await.unwrap_or_else(|error| panic!("{table}: {error}"))
}

/// The tables that stand behind the wall.
async fn walled(behind: &mut Behind) -> Vec<String> {
    let tables = behind.texts("SELECT DISTINCT tablename::text FROM pg_policies ORDER BY 1").await;
    tables.into_iter().map(|row| row[0].clone().unwrap()).collect()
}

/// Reports, drafts, plans and figures of two communes and their district, so that no table behind the wall is empty.
async fn fill(app: &App) {
    import_plans(app).await;
    let district = app.user("district", &[(Role::Approver, TRA_BONG, OLD)]).await;
    draft_plan(&district).await;
    issue_pooled(&district).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, TRA_BONG, OLD)]).await;
    for code in [TRA_GIANG, TRA_THUY] {
        let leader = app.user(code, &[(Role::Approver, code, OLD)]).await;
        let unit = leader.unit(code, OLD).await;
        let evidence = json!({ "evidence": [{ "address": format!("https://example.org/{code}") }] });
        let content = with(page_issue(&task(&leader, "III.2.8b").await, "2025-06-10"), evidence);
        let verified = leader.create(&unit, &content).await;
        reviewer.step("verify", &leader.step("submit", &verified).await).await;
        let returned = leader.create(&unit, &with(content.clone(), json!({ "title": "Trả lại" }))).await;
        reviewer.give_back(&leader.step("submit", &returned).await, "Chưa đúng.").await;
        leader.create(&unit, &with(content.clone(), json!({ "title": "Nháp" }))).await;
    }
}

/// A draft of the district with everything that a plan can have.
async fn draft_plan(district: &Client<'_>) {
    let issuer = district.unit(TRA_BONG, OLD).await;
    let carried_out = task(district, "III.2.8b").await;
    let content = json!({
        "symbol": "9/KH", "issuedOn": "2025-06-01", "year": 2025, "subjects": ["CCHC"], "title": "Bản thảo",
        "organisations": [{ "key": "pnv", "name": "Phòng Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }],
        "themes": ["Chủ đề"], "cites": [{ "symbol": "8/KH" }],
        "reportDuties": [{ "holder": { "organisation": "pnv" }, "cycle": "MONTH", "form": "OWN", "through": ["pnv"] }],
        "tasks": [{ "no": "1", "title": "Việc", "product": "EVENT", "channels": ["WEBSITE"],
                    "roles": [{ "role": "LEAD", "holder": { "organisation": "pnv" } }], "carriesOut": [carried_out],
                    "quotas": [{ "no": "Q1", "selector": { "units": [district.unit(TRA_GIANG, OLD).await] },
                                 "product": "EVENT", "minimum": 1, "per": "MONTH", "stage": "DONE" }] }],
    });
    district.data(&plan_mutation("createPlan"), json!({ "input": { "issuer": issuer, "content": content } })).await;
}

/// A plan by which Phòng Nội vụ owes what all communes of the district do together.
async fn issue_pooled(district: &Client<'_>) {
    let issuer = district.unit(TRA_BONG, OLD).await;
    let content = json!({
        "symbol": "7/KH", "issuedOn": "2025-05-01", "year": 2025, "subjects": ["CCHC"], "title": "Góp chung",
        "organisations": [{ "key": "pnv", "name": "Phòng Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }],
        "tasks": [{ "no": "1", "title": "Việc", "product": "EVENT",
                    "quotas": [{ "no": "Q1", "selector": { "each": "COMMUNE" }, "sharing": "POOLED", "owedBy": "pnv",
                                 "product": "EVENT", "minimum": 32, "per": "MONTH", "stage": "DONE" }] }],
    });
    let input = json!({ "input": { "issuer": issuer, "content": content } });
    let plan = district.data(&plan_mutation("createPlan"), input).await["createPlan"]["plan"]["id"].take();
    district.data(&plan_mutation("issuePlan"), json!({ "input": { "id": plan, "version": 1 } })).await;
}

fn plan_mutation(mutation: &str) -> String {
    document(mutation)
        .replace("activityReport { ...Report }", "plan { id }")
        .split(" fragment")
        .next()
        .unwrap()
        .to_owned()
}

/// The number at a path of an answer.
fn number(data: &Value, pointer: &str) -> i64 {
    data.pointer(pointer).and_then(Value::as_i64).unwrap_or_else(|| panic!("no {pointer}: {data:#}"))
}
