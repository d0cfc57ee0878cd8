//! By password.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use axum::http::StatusCode;
use serde_json::{Value, json};
use tonghop::service::sign_in::{Issuer, PasswordSignIn};

use super::{MORNING, OFFICE, PASSWORD, both, is_in, lan, refresh, set, sign_in, try_from};
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
};

db_test!(a_user_signs_in_with_name_and_password);
async fn a_user_signs_in_with_name_and_password(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (status, headers, body) = try_from(&app, OFFICE, "lan", PASSWORD).await;
    assert_eq!(status, StatusCode::OK, "{body:#}");
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert_eq!(headers["cache-control"], "no-store");
    let (access, _) = both(&body);
    assert!(is_in(&app, &access).await);
    // However a keyboard composes the letters.
    let composed = "đất nước nhi\u{300}n từ xa";
    assert_ne!(composed, PASSWORD);
    assert_eq!(try_from(&app, OFFICE, " lan ", composed).await.0, StatusCode::OK);
    app.clock.set("2025-06-20T02:11:00Z");
    assert!(!is_in(&app, &access).await, "ten minutes and one");
}

db_test!(nobody_learns_why_he_does_not_get_in);
async fn nobody_learns_why_he_does_not_get_in(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    app.user("elsewhere", &[]).await;
    app.user("left", &[]).await;
    set(&app, "left", PASSWORD).await;
    behind.run(r#"UPDATE "user" SET disabled_at = created_at WHERE name = 'left'"#).await;
    behind.close().await;
    let mut answers = Vec::new();
    for (name, password) in
        [("lan", "đất nước nhìn từ gần"), ("nobody", PASSWORD), ("elsewhere", PASSWORD), ("left", PASSWORD)]
    {
        let (status, headers, body) = try_from(&app, &format!("192.0.2.{}", answers.len() + 10), name, password).await;
        let named: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        answers.push((
            status,
            named.into_iter().filter(|header| !header.starts_with("x-request-id")).collect::<Vec<_>>(),
            body,
        ));
    }
    assert_eq!(answers[0].0, StatusCode::BAD_REQUEST);
    assert_eq!(answers[0].2["error"], "invalid_grant");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

db_test!(what_is_too_long_is_no_password_and_what_cannot_be_a_name_is_nobodys);
async fn what_is_too_long_is_no_password_and_what_cannot_be_a_name_is_nobodys(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    for (name, password) in
        [("lan", "x".repeat(5_000)), ("\u{0}", PASSWORD.to_owned()), (&"x".repeat(301), PASSWORD.to_owned())]
    {
        let (status, _, body) = try_from(&app, OFFICE, name, &password).await;
        assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_grant")));
    }
}

db_test!(who_sets_a_password_ends_what_was_signed_in_with_before);
async fn who_sets_a_password_ends_what_was_signed_in_with_before(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (access, next) = sign_in(&app, "lan").await;
    let (other, _) = sign_in(&app, "lan").await;
    set(&app, "lan", "một mật khẩu khác hẳn").await;
    assert!(!is_in(&app, &access).await && !is_in(&app, &other).await);
    assert_eq!(refresh(&app, &next).await.1["error"], "invalid_grant");
    assert_eq!(try_from(&app, OFFICE, "lan", PASSWORD).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(try_from(&app, OFFICE, "lan", "một mật khẩu khác hẳn").await.0, StatusCode::OK);
}

db_test!(a_password_that_somebody_else_set_is_good_only_to_choose_another);
async fn a_password_that_somebody_else_set_is_good_only_to_choose_another(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    behind.run("UPDATE user_password SET must_change = TRUE").await;
    behind.close().await;
    let with = async |new: Option<&str>| -> (StatusCode, Value) {
        let mut fields = vec![("grant_type", "password"), ("username", "lan"), ("password", PASSWORD)];
        fields.extend(new.map(|new| ("new_password", new)));
        let (status, _, body) = app.form("/oauth/token", OFFICE, &fields).await;
        (status, body)
    };
    let (status, body) = with(None).await;
    assert_eq!(
        (status, &body["error"], &body["rule"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_grant"), &json!("password.must_change"))
    );
    for (new, rule) in [("ngắn", "password.too_short"), (PASSWORD, "password.unchanged")] {
        let (status, body) = with(Some(new)).await;
        assert_eq!((status, &body["rule"]), (StatusCode::BAD_REQUEST, &json!(rule)));
    }
    let (status, body) = with(Some("của riêng mình thôi")).await;
    assert_eq!(status, StatusCode::OK, "{body:#}");
    assert!(is_in(&app, &both(&body).0).await);
    assert_eq!(with(None).await.1["error"], "invalid_grant");
    assert_eq!(try_from(&app, OFFICE, "lan", "của riêng mình thôi").await.0, StatusCode::OK);
}

db_test!(a_password_hashed_as_nobody_hashes_any_more_is_hashed_anew);
async fn a_password_hashed_as_nobody_hashes_any_more_is_hashed_anew(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    // Argon2id of the same password with 8 MiB and one pass.
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1_024, 1, 1, None).unwrap());
    let weak = argon2.hash_password_with_salt(PASSWORD.as_bytes(), b"sixteen bytes...").unwrap().to_string();
    behind.run(&format!("UPDATE user_password SET hash = '{weak}'")).await;
    sign_in(&app, "lan").await;
    let kept = behind.texts("SELECT hash FROM user_password").await;
    assert!(kept[0][0].as_ref().unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept:?}");
    behind.close().await;
    sign_in(&app, "lan").await;
}

db_test!(where_passwords_are_switched_off_nobody_signs_in_with_one);
async fn where_passwords_are_switched_off_nobody_signs_in_with_one(database: Database) {
    let issuer = Issuer { password_sign_in: PasswordSignIn::Off, ..Issuer::default() };
    let app = App::start_with(database, MORNING, issuer, None).await;
    lan(&app).await;
    let (status, _, body) = try_from(&app, OFFICE, "lan", PASSWORD).await;
    assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("unauthorized_client")));
}
