//! Plans: five real ones from files, drafts and their life, who sees what.

mod carries_out;
mod draft;
mod fields;
mod import;
mod issue;
mod limit;
mod race;
mod sight;
mod storm;

use serde_json::{Value, json};
use tonghop::{
    error::AppError,
    file::plan::CARRIED,
    service::{
        plan::{PlanImport, import},
        unit::Content,
    },
};

use crate::support::app::{App, Client};

/// While the first edition of the directory is in force.
const IN_JUNE: &str = "2025-06-15T02:00:00Z";

/// Imports the five plans that the program carries.
async fn import_all(app: &App) -> Result<Vec<PlanImport>, AppError> {
    let files: Vec<Content<'_>> = CARRIED.iter().map(|file| Content { name: file.name, bytes: file.bytes }).collect();
    import(&app.system(), &files).await
}

/// The content of one of the five files.
fn carried(name: &str) -> Value {
    let file = CARRIED.iter().find(|file| file.name == name).unwrap();
    serde_json::from_slice(file.bytes).unwrap()
}

/// Imports one plan.
async fn import_one(app: &App, name: &str, content: &Value) -> Result<PlanImport, AppError> {
    let bytes = content.to_string().into_bytes();
    Ok(import(&app.system(), &[Content { name, bytes: &bytes }]).await?.remove(0))
}

/// Writes a draft of a unit; gives its id.
async fn create(client: &Client<'_>, issuer: &str, content: Value) -> String {
    let data = client.data(CREATE, json!({ "input": { "issuer": issuer, "content": content } })).await;
    data["createPlan"]["plan"]["id"].as_str().unwrap().to_owned()
}

/// Writes and issues a plan of a unit; gives its id.
async fn issue(client: &Client<'_>, issuer: &str, content: Value) -> String {
    let plan = create(client, issuer, content).await;
    client.data(ISSUE, json!({ "input": { "id": plan, "version": 1 } })).await;
    plan
}

const CREATE: &str =
    "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id version state allowedActions } } }";
const UPDATE: &str = "mutation($input: UpdatePlanInput!) { updatePlan(input: $input) { plan { id version title tasks { nodes { no } } } } }";
const ISSUE: &str = "mutation($input: IssuePlanInput!) { issuePlan(input: $input) { plan { id version state issuedAt allowedActions } } }";
const REVOKE: &str = "mutation($input: RevokePlanInput!) { revokePlan(input: $input) { plan { id version state revokedReason allowedActions } } }";

/// A plan with one task and one quota: one news item a month of each commune.
fn content() -> Value {
    json!({
        "symbol": "7/KH-UBND", "issuedOn": "2025-01-02", "year": 2025, "subjects": ["CCHC"],
        "title": "Tuyên truyền cải cách hành chính",
        "tasks": [{
            "no": "1", "title": "Tin, bài", "product": "NEWS_ITEM",
            "quotas": [{
                "no": "Q1", "selector": { "each": "COMMUNE" }, "product": "NEWS_ITEM", "stage": "PUBLISHED",
                "minimum": 1, "per": "MONTH",
            }],
        }],
    })
}

/// What a plan makes owed: unit, quota, target and days, in the order of the windows.
async fn owed(client: &Client<'_>, plan: &str) -> Vec<Value> {
    let document = "query($plan: ID!, $after: Cursor) { plan(id: $plan) {
        obligations(first: 100, after: $after, orderBy: ENDS_ON) {
            pageInfo { hasNextPage endCursor }
            nodes { unit { id name(on: \"2025-06-30\") } quota { no } sharing minimum target startsOn endsOn members { totalCount } }
        } } }";
    let mut all = Vec::new();
    let mut after = Value::Null;
    loop {
        let data = client.data(document, json!({ "plan": plan, "after": after })).await;
        let page = &data["plan"]["obligations"];
        all.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] != true {
            return all;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// How many obligations there are under each quota, and what they add up to.
fn by_quota(owed: &[Value]) -> Value {
    let mut found = serde_json::Map::new();
    for one in owed {
        let entry = found.entry(one["quota"]["no"].as_str().unwrap()).or_insert(json!([0, 0]));
        entry[0] = (entry[0].as_i64().unwrap() + 1).into();
        entry[1] = (entry[1].as_i64().unwrap() + one["target"].as_i64().unwrap()).into();
    }
    found.sort_keys();
    Value::Object(found)
}
