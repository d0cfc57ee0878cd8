//! The position of the audit trail that figures reflect, on a server where writers overlap.

use serde_json::json;

use super::{NOW, OLD, PROVINCE, auditor};
use crate::support::{
    app::{App, Client},
    database::{Behind, Database},
    trail::{begun, end, leave_row},
};

async fn position(auditor: &Client<'_>) -> i64 {
    let document = "query($code: String!, $on: Date!) { unit(by: { code: { code: $code, on: $on } }) {
        compliance(from: \"2025-01-01\", to: \"2025-06-30\") { position } } }";
    let data = auditor.data(document, json!({ "code": PROVINCE, "on": OLD })).await;
    data["unit"]["compliance"]["position"].as_str().unwrap().parse().unwrap()
}

/// The position comes to `expected` and never lies beyond. It waits for every writer on the server that began earlier,
/// and other tests write there, too.
async fn comes_to(auditor: &Client<'_>, expected: i64) {
    loop {
        let position = position(auditor).await;
        assert!(position <= expected, "{position} lies beyond {expected}");
        if position == expected {
            return;
        }
    }
}

/// The program over a database of its own, and a connection behind it.
async fn start() -> (App, Behind) {
    let database = Database::postgres().await;
    let behind = Behind::of(&database).await;
    (App::start(database, NOW).await, behind)
}

/// The number of the last row, once the position has come to it.
async fn last(mut behind: Behind, auditor: &Client<'_>) -> i64 {
    let rows = behind.texts("SELECT CAST(max(seq) AS text) FROM audit_event").await;
    behind.close().await;
    let last = rows[0][0].as_deref().unwrap().parse().unwrap();
    comes_to(auditor, last).await;
    last
}

#[tokio::test]
async fn a_row_that_may_still_appear_holds_the_position_below_it() {
    let (app, behind) = start().await;
    let auditor = auditor(&app).await;
    let last = last(behind, &auditor).await;
    let held = begun(&app).await;
    end(begun(&app).await).await;
    assert_eq!(position(&auditor).await, last);
    end(held).await;
    comes_to(&auditor, last + 2).await;
}

#[tokio::test]
async fn whoever_began_earlier_and_writes_his_row_later_is_held_back_as_well() {
    let (app, behind) = start().await;
    let auditor = auditor(&app).await;
    let last = last(behind, &auditor).await;
    let earlier = begun(&app).await;
    let held = begun(&app).await;
    leave_row(&earlier).await;
    end(earlier).await;
    // His first row came before the one that is held, his second after it.
    comes_to(&auditor, last + 1).await;
    assert_eq!(position(&auditor).await, last + 1);
    leave_row(&held).await;
    end(begun(&app).await).await;
    assert_eq!(position(&auditor).await, last + 1);
    end(held).await;
    comes_to(&auditor, last + 5).await;
}

#[tokio::test]
async fn a_number_that_was_taken_back_does_not_stop_the_position() {
    let (app, behind) = start().await;
    let auditor = auditor(&app).await;
    let last = last(behind, &auditor).await;
    let held = begun(&app).await;
    end(begun(&app).await).await;
    assert_eq!(position(&auditor).await, last);
    drop(held);
    comes_to(&auditor, last + 2).await;
}

#[tokio::test]
async fn what_another_cluster_wrote_is_behind_the_position_once_it_is_sealed() {
    let (app, mut behind) = start().await;
    let auditor = auditor(&app).await;
    // A horizon that this cluster comes to in years, as after a restore.
    behind
        .run("ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET horizon = horizon + (1::bigint << 40)")
        .await;
    assert_eq!(position(&auditor).await, 0);
    let standing = app.seal_all().await;
    assert_eq!(position(&auditor).await, standing.sealed);
    assert_eq!(last(behind, &auditor).await, standing.sealed);
    // What is written here goes on from there.
    let held = begun(&app).await;
    end(begun(&app).await).await;
    assert_eq!(app.seal().await.1.sealed, standing.sealed);
    assert_eq!(position(&auditor).await, standing.sealed);
    end(held).await;
    comes_to(&auditor, standing.sealed + 2).await;
    assert_eq!(app.seal_all().await.sealed, standing.sealed + 2);
}
