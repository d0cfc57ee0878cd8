//! Passwords that administrators set and users change, and signing out everywhere.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Administrators, BEFORE, OLD, TRA_GIANG, add_user, done, refusal};
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
};

const GIVEN: &str = "mật khẩu người khác đặt";
const OWN: &str = "của riêng mình thôi";

async fn sign_in(app: &App, password: &str, new: Option<&str>) -> Result<(String, String), Value> {
    let mut fields = vec![("grant_type", "password"), ("username", "lan"), ("password", password)];
    fields.extend(new.map(|new| ("new_password", new)));
    let (status, _, body) = app.form("/oauth/token", "192.0.2.1", &fields).await;
    if status != StatusCode::OK {
        return Err(body);
    }
    let token = |field: &str| body[field].as_str().unwrap().to_owned();
    Ok((token("access_token"), token("refresh_token")))
}

async fn is_in(app: &App, access: &str) -> bool {
    let (_, body) = app.bearer(access).send("{ viewer { today } }", json!({})).await;
    !body["data"]["viewer"].is_null()
}

db_test!(what_an_administrator_sets_is_good_only_to_choose_another_and_no_secret_is_told_or_kept);
async fn what_an_administrator_sets_is_good_only_to_choose_another_and_no_secret_is_told_or_kept(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let commune = all.nation.unit(TRA_GIANG, OLD).await;
    let input = json!({ "name": "lan", "unit": commune, "password": "ngắn" });
    assert_eq!(refusal(&all.commune, "addUser", "user { id }", input).await, "BAD_USER_INPUT password.too_short");
    let input = json!({ "name": "lan", "unit": commune, "password": GIVEN, "idempotencyKey": "k" });
    let lan = done(&all.commune, "addUser", "user { id }", input).await["user"]["id"].take();
    assert_eq!(sign_in(&app, GIVEN, None).await.unwrap_err()["rule"], "password.must_change");
    let (access, _) = sign_in(&app, GIVEN, Some(OWN)).await.unwrap();
    assert!(is_in(&app, &access).await);

    let set = json!({ "id": lan, "password": GIVEN });
    done(&all.commune, "setPassword", "user { id }", set).await;
    assert!(!is_in(&app, &access).await, "what he was signed in with has ended");
    assert!(sign_in(&app, OWN, None).await.is_err());
    sign_in(&app, GIVEN, Some(OWN)).await.unwrap();
    for table in ["audit_event", "idempotency_key"] {
        let columns =
            if table == "audit_event" { "COALESCE(before, '') || COALESCE(after, '')" } else { "input_hash || key" };
        for row in behind.texts(&format!("SELECT {columns} FROM {table}")).await {
            let text = row[0].clone().unwrap();
            assert!(!text.contains(GIVEN) && !text.contains(OWN) && !text.contains("argon2"), "{text}");
        }
    }
    behind.close().await;
}

db_test!(who_changes_his_password_stays_signed_in_here_and_nowhere_else);
async fn who_changes_his_password_stays_signed_in_here_and_nowhere_else(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    add_user(&all.commune, "lan", &all.nation.unit(TRA_GIANG, OLD).await).await;
    tonghop::service::user::give_password(&app.system(), tonghop::auth::Passwords::of_process(), "lan", GIVEN)
        .await
        .unwrap();
    let (here, next) = sign_in(&app, GIVEN, None).await.unwrap();
    let (there, _) = sign_in(&app, GIVEN, None).await.unwrap();
    let client = app.bearer(&here);
    let change = |old: &str, new: &str| json!({ "oldPassword": old, "newPassword": new });
    for (input, why) in [
        (change(OWN, "một mật khẩu thứ ba"), "BAD_USER_INPUT password.wrong"),
        (change(GIVEN, GIVEN), "BAD_USER_INPUT password.unchanged"),
        (change(GIVEN, "ngắn"), "BAD_USER_INPUT password.too_short"),
    ] {
        assert_eq!(refusal(&client, "changePassword", "changedAt", input).await, why);
    }
    done(&client, "changePassword", "changedAt", change(GIVEN, OWN)).await;
    assert!(is_in(&app, &here).await && !is_in(&app, &there).await);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", next.as_str())];
    assert_eq!(app.form("/oauth/token", "192.0.2.1", &fields).await.0, StatusCode::OK);
    assert!(sign_in(&app, GIVEN, None).await.is_err());
    sign_in(&app, OWN, None).await.unwrap();
}

db_test!(whoever_has_a_token_alone_does_not_try_passwords_without_end);
async fn whoever_has_a_token_alone_does_not_try_passwords_without_end(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    add_user(&all.commune, "lan", &all.nation.unit(TRA_GIANG, OLD).await).await;
    tonghop::service::user::give_password(&app.system(), tonghop::auth::Passwords::of_process(), "lan", GIVEN)
        .await
        .unwrap();
    let (access, _) = sign_in(&app, GIVEN, None).await.unwrap();
    let client = app.bearer(&access);
    let change = |old: &str| json!({ "oldPassword": old, "newPassword": OWN });
    for _ in 0..5 {
        refusal(&client, "changePassword", "changedAt", change("một mật khẩu sai bét")).await;
    }
    // Now even the right one is not judged, and he may still sign in.
    assert_eq!(refusal(&client, "changePassword", "changedAt", change(GIVEN)).await, "BAD_USER_INPUT password.wrong");
    sign_in(&app, GIVEN, None).await.unwrap();
    app.clock.advance(chrono::TimeDelta::seconds(1));
    done(&client, "changePassword", "changedAt", change(GIVEN)).await;
}

db_test!(who_signs_out_is_out_everywhere_at_the_next_request);
async fn who_signs_out_is_out_everywhere_at_the_next_request(database: Database) {
    let app = App::start(database, BEFORE).await;
    let all = Administrators::of(&app).await;
    let lan = add_user(&all.commune, "lan", &all.nation.unit(TRA_GIANG, OLD).await).await;
    tonghop::service::user::give_password(&app.system(), tonghop::auth::Passwords::of_process(), "lan", GIVEN)
        .await
        .unwrap();
    let (here, _) = sign_in(&app, GIVEN, None).await.unwrap();
    let (there, _) = sign_in(&app, GIVEN, None).await.unwrap();
    let by_operator = app.client(lan.parse().unwrap());
    let viewer = app
        .bearer(&here)
        .query("{ viewer { signIn { signedInAt expiresAt } serviceClient { id } identity { issuer } } }")
        .await;
    let signed_in = json!({ "signedInAt": "2025-06-20T02:00:00Z", "expiresAt": "2025-09-18T02:00:00Z" });
    assert_eq!(viewer["viewer"], json!({ "signIn": signed_in, "serviceClient": null, "identity": null }));
    done(&app.bearer(&here), "signOut", "signedOutAt", json!({})).await;
    assert!(!is_in(&app, &here).await && !is_in(&app, &there).await);
    assert_eq!(by_operator.refusal("{ viewer { today } }", json!({})).await, "UNAUTHENTICATED");
    let (again, _) = sign_in(&app, GIVEN, None).await.unwrap();
    assert!(is_in(&app, &again).await);
}
