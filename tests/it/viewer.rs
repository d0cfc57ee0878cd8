//! Who is signed in.

use domain::authz::Role;
use serde_json::json;

use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{import, plan, task, tra_bong},
};

const VIEWER: &str = "{ viewer {
    today user { name displayName } roles
    grants { totalCount nodes { role validFrom validTo unit { name(on: \"2025-06-30\") } } }
    units { totalCount nodes { name(on: \"2025-06-30\") } }
} }";

db_test!(a_viewer_sees_his_user_his_grants_and_his_units);
async fn a_viewer_sees_his_user_his_grants_and_his_units(database: Database) {
    // In Vietnam it is already the next day.
    let app = App::start(database, "2025-06-29T17:00:00Z").await;
    let on = "2025-06-30";
    let grants = [(Role::Viewer, "525", on), (Role::Reporter, "21118", on), (Role::Reviewer, "525", on)];
    let data = app.user("official", &grants).await.query(VIEWER).await;
    let (district, commune) = ("Huyện Trà Bồng", "Xã Trà Giang");
    let grant =
        |role: &str, unit: &str| json!({ "role": role, "validFrom": null, "validTo": null, "unit": { "name": unit } });
    let mut units: Vec<&str> = data["viewer"]["units"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["name"].as_str().unwrap())
        .collect();
    units.sort_unstable();
    assert_eq!(units, [district, commune]);
    assert_eq!(data["viewer"]["units"]["totalCount"], 2);
    assert_eq!(data["viewer"]["today"], "2025-06-30");
    assert_eq!(data["viewer"]["user"], json!({ "name": "official", "displayName": "official" }));
    assert_eq!(data["viewer"]["roles"], json!(["VIEWER", "REPORTER", "REVIEWER"]));
    let nodes = [grant("VIEWER", district), grant("REPORTER", commune), grant("REVIEWER", district)];
    assert_eq!(data["viewer"]["grants"], json!({ "totalCount": 3, "nodes": nodes }));
}

db_test!(nobody_is_no_viewer_and_a_user_without_a_grant_is_one);
async fn nobody_is_no_viewer_and_a_user_without_a_grant_is_one(database: Database) {
    let app = App::start(database, "2025-06-30T02:00:00Z").await;
    assert_eq!(app.anonymous().refusal(VIEWER, json!({})).await, "UNAUTHENTICATED");
    let data = app.user("nobody", &[]).await.query(VIEWER).await;
    assert_eq!(data["viewer"]["grants"]["totalCount"], 0);
    assert_eq!(data["viewer"]["units"]["nodes"], json!([]));
}

db_test!(a_viewer_sees_what_his_own_units_owe_now_and_not_what_is_owed_below_them);
async fn a_viewer_sees_what_his_own_units_owe_now_and_not_what_is_owed_below_them(database: Database) {
    let app = App::start(database, "2025-06-29T02:00:00Z").await;
    let month = task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH" }));
    let half = task("2", "VIDEO", "EACH_COMMUNE", json!({ "minimum": 2, "per": "HALF_YEAR" }));
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-05-02", 2025, json!([month, half]))).await;
    let on = "2025-06-30";
    let owes = "{ viewer { owes { totalCount nodes { product target state window { first } } } } }";
    let commune = app.user("commune", &[(Role::Reporter, "21118", on), (Role::Reviewer, "525", on)]).await;
    // May is over; of the two that close on the same day the one at risk comes first.
    let nodes = json!([
        { "product": "VIDEO", "target": 2, "state": "AT_RISK", "window": { "first": "2025-01-01" } },
        { "product": "EVENT", "target": 1, "state": "ON_TRACK", "window": { "first": "2025-06-01" } },
    ]);
    assert_eq!(commune.query(owes).await["viewer"]["owes"], json!({ "totalCount": 2, "nodes": nodes }));
    let district = app.user("district", &[(Role::Viewer, "525", on)]).await;
    assert_eq!(district.query(owes).await["viewer"]["owes"]["totalCount"], 0);
    let reviewer = app.user("reviewer", &[(Role::Reviewer, "21118", on)]).await;
    assert_eq!(reviewer.query(owes).await["viewer"]["owes"]["totalCount"], 0);
}
