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
        compliance(from: \"2025-01-01\", to: \"2025-12-31\", on: \"2025-05-05\") { figures { ...All } }
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

db_test!(subordinates_are_paged_by_exact_rate_and_by_name);
async fn subordinates_are_paged_by_exact_rate_and_by_name(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    let unit = auditor.unit(DISTRICT, OLD).await;
    let document = "query($unit: ID!, $order: SubordinateOrder, $after: Cursor) { unit(by: { id: $unit }) {
        compliance(from: \"2025-01-01\", to: \"2025-12-31\") { subordinates(orderBy: $order, first: 7, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } nodes { unit { id name } } } } } }";
    for order in [json!(null), json!({ "field": "RATE" }), json!({ "field": "NAME", "direction": "DESC" })] {
        let (mut found, mut after) = (Vec::new(), json!(null));
        loop {
            let variables = json!({ "unit": unit, "order": order, "after": after });
            let data = auditor.data(document, variables).await;
            let page = &data["unit"]["compliance"]["subordinates"];
            assert_eq!(page["totalCount"], 16);
            found.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["unit"]["name"].clone()));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        let mut distinct: Vec<String> = found.iter().map(ToString::to_string).collect();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!((found.len(), distinct.len()), (16, 16), "{order}");
        let foreign = json!({ "unit": unit, "order": { "field": "RATE", "direction": "DESC" }, "after": after });
        if !after.is_null() {
            assert_eq!(auditor.refusal(document, foreign).await, "BAD_USER_INPUT");
        }
    }
}
