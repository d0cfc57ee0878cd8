//! Users, grants and service clients, administered through the API.

mod client;
mod grant;
mod password;
mod user;

use axum::http::StatusCode;
use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    world::{BEFORE, OLD, QUANG_NGAI, TRA_BONG, TRA_GIANG},
};

/// Those who administer the nation, a province, a district and a commune of it.
struct Administrators<'a> {
    nation: Client<'a>,
    province: Client<'a>,
    district: Client<'a>,
    commune: Client<'a>,
}

impl<'a> Administrators<'a> {
    async fn of(app: &'a App) -> Self {
        let role = Role::Administrator;
        Self {
            nation: app.user("nation", &[(role, "VN", OLD)]).await,
            province: app.user("province", &[(role, QUANG_NGAI, OLD)]).await,
            district: app.user("district", &[(role, TRA_BONG, OLD)]).await,
            commune: app.user("commune", &[(role, TRA_GIANG, OLD)]).await,
        }
    }
}

/// What a mutation answers when it is refused, or nothing.
async fn attempt(client: &Client<'_>, mutation: &str, selection: &str, input: &Value) -> Result<Value, String> {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} }} }}");
    let (status, mut body) = client.send(&document, json!({ "input": input })).await;
    assert_eq!(status, StatusCode::OK, "{body:#}");
    if body.get("errors").is_none() {
        return Ok(body["data"][mutation].take());
    }
    let extensions = &body["errors"][0]["extensions"];
    let detail = extensions["rule"].as_str().or(extensions["field"].as_str());
    let code = extensions["code"].as_str().unwrap_or_else(|| panic!("{body:#}"));
    Err(detail.map_or(code.to_owned(), |detail| format!("{code} {detail}")))
}

async fn done(client: &Client<'_>, mutation: &str, selection: &str, input: Value) -> Value {
    attempt(client, mutation, selection, &input).await.unwrap_or_else(|why| panic!("{mutation}: {why}"))
}

async fn refusal(client: &Client<'_>, mutation: &str, selection: &str, input: Value) -> String {
    attempt(client, mutation, selection, &input).await.expect_err(mutation)
}

/// Adds a user of a unit; gives his id.
async fn add_user(administrator: &Client<'_>, name: &str, unit: &str) -> String {
    let added = done(administrator, "addUser", "user { id version }", json!({ "name": name, "unit": unit })).await;
    assert_eq!(added["user"]["version"], 1);
    added["user"]["id"].as_str().unwrap().to_owned()
}

/// Gives a grant; gives its id.
async fn give(administrator: &Client<'_>, user: &str, role: &str, unit: &str) -> String {
    let input = json!({ "user": user, "role": role, "unit": unit });
    let given = done(administrator, "giveGrant", "grant { id }", input).await;
    given["grant"]["id"].as_str().unwrap().to_owned()
}

/// The names of the users whom somebody sees.
async fn names(client: &Client<'_>) -> Vec<String> {
    let data = client.query("{ users(first: 100) { totalCount nodes { name } } }").await;
    let nodes = data["users"]["nodes"].as_array().unwrap();
    assert_eq!(data["users"]["totalCount"], nodes.len());
    nodes.iter().map(|user| user["name"].as_str().unwrap().to_owned()).collect()
}
