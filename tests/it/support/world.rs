//! A small world on the country's units: the five real plans, and people with grants.

use domain::authz::Role;
use serde_json::{Value, json};
use tonghop::{file::plan::CARRIED, service, service::unit::Content};

use super::app::{App, Client};

/// A day on which the district of Trà Bồng and its communes still lived: 20 June 2025, nine in the morning in +07:00.
pub(crate) const BEFORE: &str = "2025-06-20T02:00:00Z";
/// The last day of the old order.
pub(crate) const OLD: &str = "2025-06-30";

/// Huyện Trà Bồng, until 30 June 2025.
pub(crate) const TRA_BONG: &str = "525";
/// Xã Trà Giang, a commune of Trà Bồng, until 30 June 2025.
pub(crate) const TRA_GIANG: &str = "21118";
/// Tỉnh Quảng Ngãi.
pub(crate) const QUANG_NGAI: &str = "51";

/// Loads the five real plans.
pub(crate) async fn import_plans(app: &App) {
    let files: Vec<Content<'_>> = CARRIED.iter().map(|file| Content { name: file.name, bytes: file.bytes }).collect();
    service::plan::import(&app.system(), &files).await.unwrap();
}

/// The people around the plan of Trà Bồng.
pub(crate) struct People<'a> {
    /// Writes and submits for Xã Trà Giang.
    pub(crate) leader: Client<'a>,
    /// Reviews for the province.
    pub(crate) province: Client<'a>,
    /// Reads the commune.
    pub(crate) viewer: Client<'a>,
    /// Signed in, without a grant.
    pub(crate) stranger: Client<'a>,
}

impl<'a> People<'a> {
    pub(crate) async fn gather(app: &'a App) -> Self {
        Self {
            leader: app.user("leader", &[(Role::Approver, TRA_GIANG, OLD)]).await,
            province: app.user("province", &[(Role::Reviewer, QUANG_NGAI, OLD)]).await,
            viewer: app.user("viewer", &[(Role::Viewer, TRA_GIANG, OLD)]).await,
            stranger: app.user("stranger", &[]).await,
        }
    }
}

/// The ids of the task of Trà Bồng's plan with a number, `III.2.8b`, as `client` sees it.
pub(crate) async fn task(client: &Client<'_>, no: &str) -> String {
    let document =
        r"{ plans(filter: {year: 2025}, first: 10) { nodes { symbol tasks(first: 100) { nodes { id no } } } } }";
    let data = client.query(document).await;
    let plans = data["plans"]["nodes"].as_array().unwrap();
    let plan = plans.iter().find(|plan| plan["symbol"] == "54/KH-UBND").unwrap();
    let tasks = plan["tasks"]["nodes"].as_array().unwrap();
    tasks.iter().find(|task| task["no"] == no).unwrap()["id"].as_str().unwrap().to_owned()
}

/// The input of a report that counts for Q2: one page issue on the commune's website.
pub(crate) async fn page_issue(client: &Client<'_>, unit: &str, day: &str) -> Value {
    json!({
        "unit": client.unit(unit, OLD).await,
        "tasks": [task(client, "III.2.8b").await],
        "product": "PAGE_ISSUE", "channels": ["WEBSITE"], "stage": "PUBLISHED",
        "datedOn": day, "quantity": 1, "title": "Chuyên trang cải cách hành chính",
        "evidence": [{ "address": format!("https://example.org/{unit}/{day}") }],
    })
}

/// Creates a report; gives its id and version.
pub(crate) async fn create(client: &Client<'_>, input: Value) -> (String, i64) {
    let document = "mutation($input: CreateActivityReportInput!) {
        createActivityReport(input: $input) { activityReport { id version } } }";
    let report =
        client.data(document, json!({ "input": input })).await["createActivityReport"]["activityReport"].take();
    (report["id"].as_str().unwrap().to_owned(), report["version"].as_i64().unwrap())
}

/// Takes a step with a report (`submit`, `verify`, `withdraw`); gives the new version.
pub(crate) async fn step(client: &Client<'_>, verb: &str, id: &str, version: i64) -> i64 {
    let (field, input) = (format!("{verb}ActivityReport"), format!("{}ActivityReportInput", capital(verb)));
    let document =
        format!("mutation($input: {input}!) {{ {field}(input: $input) {{ activityReport {{ version }} }} }}");
    let data = client.data(&document, json!({ "input": { "id": id, "version": version } })).await;
    data[&field]["activityReport"]["version"].as_i64().unwrap()
}

fn capital(verb: &str) -> String {
    let (first, rest) = verb.split_at(1);
    first.to_uppercase() + rest
}
