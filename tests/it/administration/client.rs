//! Service clients.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use domain::authz::Role;
use serde_json::{Value, json};

use super::{Administrators, BEFORE, OLD, TRA_BONG, TRA_GIANG, done, refusal};
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    world::{create, import_plans, page_issue, step},
};

const ADDED: &str = "secret serviceClient { id version scopes disabledAt unit { id } }";

/// Adds a client; gives its id and secret.
async fn add(all: &Administrators<'_>, unit: &str, scopes: &[&str]) -> (String, String) {
    let input = json!({ "name": "Cổng dịch vụ công", "unit": unit, "scopes": scopes });
    let added = done(&all.province, "addServiceClient", ADDED, input).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&added["serviceClient"]["id"]), text(&added["secret"]))
}

/// Asks for a token; gives it, or the error.
async fn token(app: &App, (id, secret): (&str, &str), scope: Option<&str>) -> Result<String, Value> {
    let mut fields = vec![("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    fields.extend(scope.map(|scope| ("scope", scope)));
    let (status, _, body) = app.form("/oauth/token", "192.0.2.9", &fields).await;
    if status == StatusCode::OK {
        assert!(body.get("refresh_token").is_none());
        return Ok(body["access_token"].as_str().unwrap().to_owned());
    }
    assert_eq!(status == StatusCode::UNAUTHORIZED, body["error"] == "invalid_client");
    Err(body["error"].clone())
}

db_test!(a_client_reads_and_writes_for_its_unit_what_its_scopes_say);
async fn a_client_reads_and_writes_for_its_unit_what_its_scopes_say(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let all = Administrators::of(&app).await;
    let viewer = app.user("viewer", &[(Role::Viewer, TRA_GIANG, OLD)]).await;
    let unit = viewer.unit(TRA_GIANG, OLD).await;
    let (id, secret) = add(&all, &unit, &["WRITE_REPORT", "SUBMIT_REPORT"]).await;
    let client = app.bearer(&token(&app, (&id, &secret), None).await.unwrap());
    let who = "{ viewer { user { name } roles serviceClient { id name scopes } } }";
    let me = json!({ "id": id, "name": "Cổng dịch vụ công", "scopes": ["SUBMIT_REPORT", "WRITE_REPORT"] });
    let told = json!({ "viewer": { "user": null, "roles": [], "serviceClient": me } });
    assert_eq!(client.query(who).await, told);
    let seen = "{ plans { totalCount } obligations { totalCount } activityReports { totalCount } }";
    assert_eq!(client.query(seen).await, viewer.query(seen).await);

    let content = page_issue(&client, TRA_GIANG, "2025-06-10").await;
    let (report, version) = create(&client, content.clone()).await;
    let version = step(&client, "submit", &report, version).await;
    let history = "query($id: ID!) { activityReport(id: $id) { authorName history { nodes { action actorName } } } }";
    let data = viewer.data(history, json!({ "id": report })).await;
    for event in data["activityReport"]["history"]["nodes"].as_array().unwrap() {
        assert_eq!(event["actorName"], "Cổng dịch vụ công");
    }
    let actors = behind.texts("SELECT c.name, CAST(a.actor_id AS text) FROM audit_event a JOIN service_client c ON c.id = a.client_id WHERE a.action = 'SUBMIT'").await;
    assert_eq!(actors, [[Some("Cổng dịch vụ công".to_owned()), None]]);
    behind.close().await;
    // Nobody reviews by a scope, nor plans, nor administers.
    let about = json!({ "id": report, "version": version });
    assert_eq!(refusal(&client, "verifyActivityReport", "activityReport { id }", about).await, "FORBIDDEN");
    let plan = json!({ "issuer": unit, "content": { "title": "x", "year": 2025, "subjects": ["CCHC"] } });
    assert_eq!(refusal(&client, "createPlan", "plan { id }", plan).await, "FORBIDDEN");
    let user = json!({ "name": "x", "unit": unit });
    assert_eq!(refusal(&client, "addUser", "user { id }", user).await, "FORBIDDEN");
    assert_eq!(refusal(&client, "signOut", "signedOutAt", json!({})).await, "FORBIDDEN");

    // A token for less gives less, and none gives more.
    for (scope, writes) in [("WRITE_REPORT", true), ("SUBMIT_REPORT", false)] {
        let less = app.bearer(&token(&app, (&id, &secret), Some(scope)).await.unwrap());
        let document = "mutation($input: CreateActivityReportInput!) { createActivityReport(input: $input) { activityReport { id } } }";
        let (_, body) = less.send(document, json!({ "input": content })).await;
        assert_eq!(body.get("errors").is_none(), writes, "{scope}: {body:#}");
    }
    for scope in ["READ", "REVIEW_REPORT", "WRITE_REPORT READ"] {
        assert_eq!(token(&app, (&id, &secret), Some(scope)).await, Err(json!("invalid_scope")), "{scope}");
    }
    // What a unit above may write for itself it does not write for those below.
    let (id, secret) = add(&all, &viewer.unit(TRA_BONG, OLD).await, &["WRITE_REPORT"]).await;
    let above = app.bearer(&token(&app, (&id, &secret), None).await.unwrap());
    assert_eq!(refusal(&above, "createActivityReport", "activityReport { id }", content).await, "FORBIDDEN");
}

db_test!(a_client_proves_itself_by_a_secret_that_is_told_once);
async fn a_client_proves_itself_by_a_secret_that_is_told_once(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let unit = all.nation.unit(TRA_GIANG, OLD).await;
    let input = json!({ "name": "x", "unit": unit, "scopes": ["READ"], "idempotencyKey": "k" });
    let added = done(&all.commune, "addServiceClient", ADDED, input.clone()).await;
    let again = done(&all.commune, "addServiceClient", ADDED, input).await;
    assert_eq!((&again["secret"], &again["serviceClient"]), (&Value::Null, &added["serviceClient"]));
    let (id, secret) = (added["serviceClient"]["id"].as_str().unwrap(), added["secret"].as_str().unwrap());
    let kept = behind.texts("SELECT hash FROM service_client_secret").await;
    assert!(kept[0][0].as_ref().unwrap() != secret);
    behind.close().await;
    token(&app, (id, secret), None).await.unwrap();
    let (other, _) = add(&all, &unit, &["READ"]).await;
    for (id, secret) in [
        (id, "x"),
        (id, ""),
        (other.as_str(), secret),
        ("client_7", secret),
        ("user_00000000000000000000000000000007", secret),
    ] {
        let refused = token(&app, (id, secret), None).await.unwrap_err();
        assert!(refused == "invalid_client" || secret.is_empty(), "{id} {refused}");
    }
    // By HTTP Basic too, but not by both.
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    for (body, status) in [
        ("grant_type=client_credentials".to_owned(), StatusCode::OK),
        (format!("grant_type=client_credentials&client_secret={secret}"), StatusCode::BAD_REQUEST),
    ] {
        let request = Request::post("/oauth/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", &basic);
        assert_eq!(app.exchange(request.body(Body::from(body)).unwrap()).await.0, status);
    }
}

db_test!(two_secrets_overlap_while_one_takes_the_place_of_the_other);
async fn two_secrets_overlap_while_one_takes_the_place_of_the_other(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let (id, first) = add(&all, &all.nation.unit(TRA_GIANG, OLD).await, &["READ"]).await;
    let rotate = |version: i32, hours: i32| json!({ "id": id, "version": version, "overlapHours": hours });
    let rotated = done(&all.district, "rotateServiceClientSecret", ADDED, rotate(1, 24)).await;
    assert_eq!(rotated["serviceClient"]["version"], 2);
    let second = rotated["secret"].as_str().unwrap().to_owned();
    for secret in [&first, &second] {
        token(&app, (&id, secret), None).await.unwrap();
    }
    let third = refusal(&all.district, "rotateServiceClientSecret", ADDED, rotate(2, 24)).await;
    assert_eq!(third, "RULE_VIOLATED service_client.two_secrets");
    assert_eq!(refusal(&all.district, "rotateServiceClientSecret", ADDED, rotate(1, 0)).await, "CONFLICT version");
    for hours in [-1, 721] {
        let refused = refusal(&all.district, "rotateServiceClientSecret", ADDED, rotate(2, hours)).await;
        assert_eq!(refused, "BAD_USER_INPUT overlapHours");
    }
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(token(&app, (&id, &first), None).await, Err(json!("invalid_client")));
    token(&app, (&id, &second), None).await.unwrap();
    // At once, when it is known to others.
    let rotated = done(&all.district, "rotateServiceClientSecret", ADDED, json!({ "id": id, "version": 2 })).await;
    assert_eq!(token(&app, (&id, &second), None).await, Err(json!("invalid_client")));
    token(&app, (&id, rotated["secret"].as_str().unwrap()), None).await.unwrap();
}

db_test!(a_client_that_is_disabled_is_out_at_the_next_request);
async fn a_client_that_is_disabled_is_out_at_the_next_request(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let unit = all.nation.unit(TRA_GIANG, OLD).await;
    let (id, secret) = add(&all, &unit, &["READ"]).await;
    let client = app.bearer(&token(&app, (&id, &secret), None).await.unwrap());
    client.query("{ viewer { today } }").await;
    let other = app.user("other", &[(Role::Administrator, "522", OLD)]).await;
    let one = "query($id: ID!) { serviceClient(id: $id) { name } node(id: $id) { id } serviceClients { totalCount } }";
    let none = json!({ "serviceClient": null, "node": null, "serviceClients": { "totalCount": 0 } });
    assert_eq!(all.commune.data(one, json!({ "id": id })).await["node"]["id"], json!(id));
    assert_eq!(other.data(one, json!({ "id": id })).await, none);
    assert_eq!(all.commune.data(one, json!({ "id": id })).await["serviceClients"]["totalCount"], 1);
    let about = json!({ "id": id, "version": 1 });
    let disable = async |client| refusal(client, "disableServiceClient", ADDED_CLIENT, about.clone()).await;
    assert_eq!(disable(&other).await, "NOT_FOUND");
    done(&all.commune, "disableServiceClient", ADDED_CLIENT, about.clone()).await;
    assert_eq!(client.refusal("{ viewer { today } }", json!({})).await, "UNAUTHENTICATED");
    assert_eq!(token(&app, (&id, &secret), None).await, Err(json!("invalid_client")));
    for mutation in ["disableServiceClient", "rotateServiceClientSecret"] {
        let about = json!({ "id": id, "version": 2 });
        assert_eq!(refusal(&all.commune, mutation, ADDED_CLIENT, about).await, "RULE_VIOLATED service_client.disabled");
    }
    let none = json!({ "name": "x", "unit": unit, "scopes": [] });
    assert_eq!(refusal(&all.commune, "addServiceClient", ADDED, none).await, "BAD_USER_INPUT scopes");
}

const ADDED_CLIENT: &str = "serviceClient { id version disabledAt }";
