//! A store that forgets the scope, and still shows nothing foreign.

use domain::{authz::Role, id::UserId};
use serde_json::{Value, json};
use tonghop::service;

use super::{NOW, TRA_THUY, fill, number};
use crate::support::{
    app::{App, Client},
    database::{Behind, Database},
    world::{OLD, TRA_BONG, TRA_GIANG},
};

/// Takes the first wall down without touching the program. It asks `unit_ancestor` who stands below whom; from here on
/// that name leads the server's role to a directory in which everybody stands below everybody, on every day. The rules
/// of the second wall go on asking the table they were written for.
const EVERYBODY_BELOW_EVERYBODY: &str = "
    CREATE SCHEMA forgotten;
    CREATE VIEW forgotten.unit_ancestor AS
        SELECT u.id AS unit_id, a.id AS ancestor_id, CASE WHEN u.id = a.id THEN 0 ELSE 1 END AS distance,
               u.id AS via_id, DATE '0001-01-01' AS valid_from, DATE '9999-12-31' AS valid_to
        FROM unit u CROSS JOIN unit a;
    GRANT USAGE ON SCHEMA forgotten TO PUBLIC;
    GRANT SELECT ON forgotten.unit_ancestor TO PUBLIC;
    DO $$ BEGIN EXECUTE format('ALTER ROLE tonghop_test_server IN DATABASE %I SET search_path = forgotten, public',
                               current_database()); END $$;";

/// What a user is shown of everybody's reports and obligations, and of one unit's figures.
async fn shown(client: &Client<'_>, unit: &str) -> (i64, i64, Value) {
    let document = "query($unit: ID!) {
        activityReports { totalCount }
        obligations { totalCount }
        unit(by: { id: $unit }) { compliance(from: \"2025-01-01\", to: \"2025-12-31\") {
            figures { counts { total } } } } }";
    let data = client.data(document, json!({ "unit": unit })).await;
    let figures = data["unit"]["compliance"]["figures"]["counts"]["total"].clone();
    (number(&data, "/activityReports/totalCount"), number(&data, "/obligations/totalCount"), figures)
}

/// A user with one grant, or with none.
async fn user(app: &App, name: &str, grant: Option<(Role, &str)>) -> UserId {
    let user = service::user::add(&app.system(), name, None).await.unwrap();
    if let Some((role, code)) = grant {
        app.grant(name, role, code, OLD).await;
    }
    user
}

#[tokio::test]
async fn a_store_that_forgets_the_scope_still_shows_nothing_foreign() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, NOW).await;
    fill(&app).await;
    let viewer = user(&app, "viewer", Some((Role::Viewer, TRA_GIANG))).await;
    let auditor = user(&app, "auditor", Some((Role::Auditor, TRA_BONG))).await;
    let administrator = user(&app, "administrator", Some((Role::Administrator, TRA_BONG))).await;
    let stranger = user(&app, "stranger", None).await;
    let own = app.client(viewer).unit(TRA_GIANG, OLD).await;
    let foreign = app.client(viewer).unit(TRA_THUY, OLD).await;
    let seen = shown(&app.client(viewer), &own).await;
    assert!(seen.0 > 0 && seen.1 > 0 && seen.2.as_i64() > Some(0), "{seen:?}");
    assert_eq!(shown(&app.client(viewer), &foreign).await.2, Value::Null);
    let all = shown(&app.client(auditor), &foreign).await;
    assert!(all.0 > seen.0 && all.1 > seen.1 && all.2.as_i64() > Some(0), "{all:?}");

    behind.run(EVERYBODY_BELOW_EVERYBODY).await;
    let app = app.restarted(NOW).await;
    // The first wall is down: the figures of the foreign unit are not refused any more, and everything is added up in
    // them. The second stands: everything is what the viewer saw before, and no list is longer.
    assert_eq!(shown(&app.client(viewer), &foreign).await, seen);
    let (reports, obligations, _) = shown(&app.client(auditor), &foreign).await;
    assert_eq!((reports, obligations), (all.0, all.1));
    for nobody in [stranger, administrator] {
        let (reports, obligations, _) = shown(&app.client(nobody), &foreign).await;
        assert_eq!((reports, obligations), (0, 0));
    }
}
