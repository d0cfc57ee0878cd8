//! Going on with a sign-in, and what ends it.

use axum::http::StatusCode;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{MORNING, OFFICE, both, is_in, lan, refresh, sign_in};
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
};

async fn refused(app: &App, token: &str) {
    let (status, body) = refresh(app, token).await;
    assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_grant")), "{body:#}");
}

async fn revoke(app: &App, token: &str) -> (StatusCode, Value) {
    let (status, _, body) = app.form("/oauth/revoke", OFFICE, &[("token", token)]).await;
    (status, body)
}

db_test!(a_refresh_token_gives_the_next_ones_once);
async fn a_refresh_token_gives_the_next_ones_once(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (_, first) = sign_in(&app, "lan").await;
    app.clock.advance(TimeDelta::hours(1));
    let (status, body) = refresh(&app, &first).await;
    assert_eq!(status, StatusCode::OK, "{body:#}");
    let (access, second) = both(&body);
    assert!(is_in(&app, &access).await);
    assert_ne!(first, second);
    // Of secrets only hashes are kept.
    for row in behind.texts("SELECT hash FROM refresh_token").await {
        let hash = row[0].as_ref().unwrap();
        assert!(hash.len() == 64 && *hash != first && *hash != second);
    }
    behind.close().await;
    refused(&app, "nonsense").await;
    assert_eq!(refresh(&app, &second).await.0, StatusCode::OK);
}

db_test!(a_token_that_is_used_twice_ends_the_sign_in_for_both_who_have_it);
async fn a_token_that_is_used_twice_ends_the_sign_in_for_both_who_have_it(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (_, stolen) = sign_in(&app, "lan").await;
    let (other, _) = sign_in(&app, "lan").await;
    let (access, next) = both(&refresh(&app, &stolen).await.1);
    assert!(is_in(&app, &access).await);
    refused(&app, &stolen).await;
    assert!(!is_in(&app, &access).await, "at the next request");
    refused(&app, &next).await;
    assert!(is_in(&app, &other).await, "another sign-in goes on");
    // Lan signs in anew.
    let (access, _) = sign_in(&app, "lan").await;
    assert!(is_in(&app, &access).await);
}

db_test!(of_many_uses_at_once_one_gets_an_answer);
async fn of_many_uses_at_once_one_gets_an_answer(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    for _ in 0..3 {
        let (_, token) = sign_in(&app, "lan").await;
        let answers = join_all((0..6).map(|_| refresh(&app, &token))).await;
        let given: Vec<&Value> =
            answers.iter().filter(|(status, _)| *status == StatusCode::OK).map(|(_, body)| body).collect();
        assert_eq!(given.len(), 1, "{answers:#?}");
        // And the others were reuse.
        let (access, next) = both(given[0]);
        assert!(!is_in(&app, &access).await);
        refused(&app, &next).await;
    }
}

db_test!(a_sign_in_that_is_not_used_ends_and_so_does_one_that_is);
async fn a_sign_in_that_is_not_used_ends_and_so_does_one_that_is(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (_, idle) = sign_in(&app, "lan").await;
    let (_, mut used) = sign_in(&app, "lan").await;
    for day in 1..90 {
        app.clock.advance(TimeDelta::days(1));
        let (status, body) = refresh(&app, &used).await;
        assert_eq!(status, StatusCode::OK, "{day}: {body:#}");
        used = both(&body).1;
        if day == 14 {
            refused(&app, &idle).await;
        }
    }
    // No token outlives the sign-in.
    app.clock.advance(TimeDelta::days(1) - TimeDelta::minutes(5));
    let (_, body) = refresh(&app, &used).await;
    assert_eq!(body["expires_in"], 300);
    let (access, last) = both(&body);
    assert!(is_in(&app, &access).await);
    app.clock.advance(TimeDelta::minutes(5));
    assert!(!is_in(&app, &access).await);
    refused(&app, &last).await;
}

db_test!(who_revokes_a_token_is_signed_out);
async fn who_revokes_a_token_is_signed_out(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    for which in ["refresh", "access"] {
        let (access, next) = sign_in(&app, "lan").await;
        assert!(is_in(&app, &access).await);
        let token = if which == "access" { &access } else { &next };
        assert_eq!(revoke(&app, token).await.0, StatusCode::OK);
        assert!(!is_in(&app, &access).await, "{which}");
        refused(&app, &next).await;
        // Once more is no fault.
        assert_eq!(revoke(&app, token).await.0, StatusCode::OK);
    }
    assert_eq!(revoke(&app, "nonsense").await.0, StatusCode::OK);
    assert_eq!(revoke(&app, "").await.1["error"], "invalid_request");
}

db_test!(who_is_disabled_is_out_at_the_next_request);
async fn who_is_disabled_is_out_at_the_next_request(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (access, next) = sign_in(&app, "lan").await;
    assert!(is_in(&app, &access).await);
    behind.run(r#"UPDATE "user" SET disabled_at = created_at"#).await;
    behind.close().await;
    assert!(!is_in(&app, &access).await);
    refused(&app, &next).await;
}

db_test!(what_is_asked_of_a_sign_in_costs_no_statement_of_its_own);
async fn what_is_asked_of_a_sign_in_costs_no_statement_of_its_own(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let (access, _) = sign_in(&app, "lan").await;
    let before = app.store.statements();
    app.bearer(&access).query("{ viewer { today } }").await;
    // Who he is, and what he holds; and his name.
    assert_eq!(app.store.statements() - before, 2);
}
