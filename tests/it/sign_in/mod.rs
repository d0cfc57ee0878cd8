//! Signing in: by password, by refresh token, as a service client, by another issuer; and what ends it.

mod form;
mod lock_out;
mod oidc;
mod password;
mod refresh;

use axum::http::{HeaderMap, StatusCode};
use domain::authz::Role;
use serde_json::{Value, json};
use tonghop::{auth::Passwords, service};

use crate::support::app::App;

/// Nine in the morning in +07:00.
const MORNING: &str = "2025-06-20T02:00:00Z";
/// Where people are at work.
const OFFICE: &str = "192.0.2.1";
/// The password of everybody here.
const PASSWORD: &str = "đất nước nhìn từ xa";

/// Who asks, as the API tells him.
const WHO: &str = "{ viewer { user { name } roles } }";

/// A user with a password, who reads a commune.
async fn lan(app: &App) {
    app.user("lan", &[(Role::Viewer, "21118", "2025-06-30")]).await;
    set(app, "lan", PASSWORD).await;
}

async fn set(app: &App, name: &str, password: &str) {
    service::user::give_password(&app.system(), &Passwords::default(), name, password).await.unwrap();
}

/// Tries to sign in from an address.
async fn try_from(app: &App, from: &str, name: &str, password: &str) -> (StatusCode, HeaderMap, Value) {
    let fields = [("grant_type", "password"), ("username", name), ("password", password)];
    app.form("/oauth/token", from, &fields).await
}

/// Signs in; gives access and refresh token.
async fn sign_in(app: &App, name: &str) -> (String, String) {
    let (status, _, body) = try_from(app, OFFICE, name, PASSWORD).await;
    assert_eq!(status, StatusCode::OK, "{body:#}");
    both(&body)
}

fn both(body: &Value) -> (String, String) {
    ["access_token", "refresh_token"].map(|field| body[field].as_str().unwrap().to_owned()).into()
}

/// Goes on with a sign-in.
async fn refresh(app: &App, token: &str) -> (StatusCode, Value) {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
    let (status, _, body) = app.form("/oauth/token", OFFICE, &fields).await;
    (status, body)
}

/// How long the answer says to wait, in seconds.
fn wait(headers: &HeaderMap) -> Option<u64> {
    headers.get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap())
}

/// Whether an access token is taken; if it is, it is Lan's.
async fn is_in(app: &App, access: &str) -> bool {
    let (_, body) = app.bearer(access).send(WHO, json!({})).await;
    if body["data"]["viewer"].is_null() {
        assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{body:#}");
        return false;
    }
    assert_eq!(body["data"]["viewer"], json!({ "user": { "name": "lan" }, "roles": ["VIEWER"] }));
    true
}
