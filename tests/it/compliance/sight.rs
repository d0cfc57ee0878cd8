//! Figures obey the caller's scope: he gets those of the obligations he may see, and is told when that is not all.

use domain::authz::Role;
use serde_json::json;

use super::{DISTRICT, OLD, PROVINCE, compliance, world};
use crate::support::{
    app::App,
    database::{Database, db_test},
};

/// Xã Trà Giang, a commune of the district.
const COMMUNE: &str = "21118";
const YEAR: (&str, &str, &str) = ("2025-01-01", "2025-12-31", "2025-08-14");

db_test!(who_sees_a_part_gets_the_figures_of_that_part);
async fn who_sees_a_part_gets_the_figures_of_that_part(database: Database) {
    let app = world(database).await;
    let viewer = app.user("viewer", &[(Role::Viewer, COMMUNE, OLD)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let (commune, district) = (viewer.unit(COMMUNE, OLD).await, viewer.unit(DISTRICT, OLD).await);
    let province = viewer.unit(PROVINCE, OLD).await;
    let mut own = compliance(&viewer, &commune, YEAR, json!(null)).await;
    assert_eq!(own["whole"], true);
    for unit in [&district, &province] {
        let data = compliance(&viewer, unit, YEAR, json!(null)).await;
        assert_eq!(data["whole"], false);
        assert_eq!(data["figures"]["counts"], own["figures"]["counts"]);
        // Of those of whom nothing is in sight, nothing is said.
        assert_eq!(data["subordinates"]["nodes"].as_array().unwrap().len(), 1);
    }
    let seen = compliance(&reviewer, &commune, YEAR, json!(null)).await;
    assert_eq!((seen["whole"].clone(), seen["figures"].clone()), (json!(true), own["figures"].take()));
    let seen = compliance(&reviewer, &district, YEAR, json!(null)).await;
    assert_eq!((&seen["whole"], seen["subordinates"]["nodes"].as_array().unwrap().len()), (&json!(true), 16));
}

db_test!(who_sees_nothing_of_a_unit_gets_no_figures_of_it);
async fn who_sees_nothing_of_a_unit_gets_no_figures_of_it(database: Database) {
    let app = world(database).await;
    for (name, role, code, on) in [
        ("elsewhere", Role::Auditor, "01", "2025-07-01"),
        ("neighbour", Role::Viewer, "21121", OLD),
        ("administrator", Role::Administrator, DISTRICT, OLD),
    ] {
        let user = app.user(name, &[(role, code, on)]).await;
        let commune = user.unit(COMMUNE, OLD).await;
        let data = compliance(&user, &commune, YEAR, json!(null)).await;
        assert!(data.is_null(), "{name}: {data:#}");
    }
    let stranger = app.user("stranger", &[]).await;
    let district = stranger.unit(DISTRICT, OLD).await;
    assert!(compliance(&stranger, &district, YEAR, json!(null)).await.is_null());
    let anonymous = "{ obligations { nodes { id } } }";
    assert_eq!(app.anonymous().refusal(anonymous, json!({})).await, "UNAUTHENTICATED");
}

db_test!(a_unit_has_no_figures_of_days_before_and_after_its_life);
async fn a_unit_has_no_figures_of_days_before_and_after_its_life(database: Database) {
    let app: App = world(database).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let district = reviewer.unit(DISTRICT, OLD).await;
    let data = compliance(&reviewer, &district, ("2025-07-01", "2025-12-31", "2025-08-14"), json!(null)).await;
    assert!(data.is_null());
}
