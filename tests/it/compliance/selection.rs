//! Figures asked for in each way that GraphQL knows.

use serde_json::json;

use super::{DISTRICT, OLD, auditor, world};
use crate::support::database::{Database, db_test};

db_test!(numbers_are_the_same_however_they_are_asked_for);
async fn numbers_are_the_same_however_they_are_asked_for(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    let asked = async |counts: &str, fragments: &str| {
        let document = format!(
            "query($unit: ID!) {{ unit(by: {{ id: $unit }}) {{
                compliance(from: \"2025-01-01\", to: \"2025-06-30\") {{ figures {{ {counts} }} }} }} }} {fragments}"
        );
        let unit = auditor.unit(DISTRICT, OLD).await;
        let mut data = auditor.data(&document, json!({ "unit": unit })).await;
        data["unit"]["compliance"]["figures"].take()
    };
    let plain = asked("counts { total missed } rate { numerator percent }", "").await;
    // 16 communes: 6 months and 26 weeks that ended by the last day of June, and the video.
    assert_eq!(plain["counts"]["total"], 16 * (6 + 26 + 1));
    let (counts, rate) = (&plain["counts"], &plain["rate"]);

    let named =
        asked("counts { __typename m: missed missed missed all: total } rate { __typename p: percent }", "").await;
    let all = json!({ "__typename": "StateCounts", "m": counts["missed"], "missed": counts["missed"], "all": counts["total"] });
    assert_eq!(named, json!({ "counts": all, "rate": { "__typename": "Ratio", "p": rate["percent"] } }));

    let parts = "fragment Parts on StateCounts { missed ... on StateCounts { total } }";
    assert_eq!(asked("counts { total ...Parts } rate { ... { percent } numerator }", parts).await, plain);
    let twice = "counts { total } rate { numerator } counts { missed } ...Rest";
    assert_eq!(asked(twice, "fragment Rest on Figures { rate { percent } }").await, plain);
    let conditions = "counts { total @include(if: true) missed @skip(if: false) met @skip(if: true) }
        rate { numerator percent denominator @include(if: false) }";
    assert_eq!(asked(conditions, "").await, plain);
}
