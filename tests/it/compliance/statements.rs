//! One dashboard page is one question, and its cost in statements does not depend on how many rows it has.

use serde_json::json;

use super::{DISTRICT, OLD, auditor, world};
use crate::support::database::{Database, db_test};

const DASHBOARD: &str = "query($unit: ID!, $first: Int!) { unit(by: { id: $unit }) {
    compliance(from: \"2025-01-01\", to: \"2025-12-31\") {
        position figures { ...All }
        subordinates(orderBy: { field: RATE }, first: $first) { totalCount nodes {
            unit { name } figures { ...All }
            obligations(first: 5) { nodes { unit { name } state target achieved contributions { nodes { amount } } } }
            compliance { position figures { ...All } subordinates { totalCount } }
        } }
    }
    children(on: \"2025-06-30\", first: $first) { nodes {
        owes { nodes { id } } obligations { totalCount nodes { state(on: \"2025-05-05\") allowedActions } }
        compliance(from: \"2025-01-01\", to: \"2025-12-31\", on: \"2025-05-05\") { figures { ...All }
            obligations(first: 5) { nodes { asOf(on: \"2025-05-05\") {
                on state achieved achievedInTime pending remaining atRiskOn
                contributions { nodes { amount obligation { state achieved } } } } } } }
    } }
} }
fragment All on Figures { counts { total } rate { percent } products { product target }
    coverage { bound unitsWithNothing { totalCount nodes { name } } } }";

db_test!(the_statements_of_a_dashboard_do_not_grow_with_its_rows);
async fn the_statements_of_a_dashboard_do_not_grow_with_its_rows(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    let unit = auditor.unit(DISTRICT, OLD).await;
    let mut counts = Vec::new();
    for first in [2, 16] {
        let before = app.store.statements();
        let data = auditor.data(DASHBOARD, json!({ "unit": unit, "first": first })).await;
        counts.push(app.store.statements() - before);
        let nodes = data["unit"]["compliance"]["subordinates"]["nodes"].as_array().unwrap();
        assert_eq!((nodes.len(), &nodes[0]["figures"]["counts"]["total"]), (first, &json!(33)));
    }
    assert_eq!(counts[0], counts[1]);
}
