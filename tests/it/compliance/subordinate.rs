//! The order of subordinates, page by page: by exact rate or by name.

use std::{cmp::Ordering, collections::BTreeSet};

use domain::{authz::Role, text::fold};
use serde_json::{Value, json};

use super::{DISTRICT, OLD, agreement::communes, auditor, world};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::task_id,
    report::{page_issue, with},
};

const LIST: &str = "query($unit: ID!, $order: SubordinateOrder, $after: Cursor, $product: Product) {
    unit(by: { id: $unit }) { compliance(from: \"2025-01-01\", to: \"2025-12-31\", filter: { product: $product }) {
        subordinates(orderBy: $order, first: 5, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
            unit { id name(on: \"2025-06-30\") } figures { counts { met metLate missed } rate { percent } } } } } } }";

/// What the place of a subordinate depends on: how many it met, of how many met or missed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    id: String,
    name: String,
    met: i64,
    of: i64,
}

impl Row {
    fn of(node: &Value) -> Self {
        let count = |name: &str| node["figures"]["counts"][name].as_i64().unwrap();
        let text = |name: &str| node["unit"][name].as_str().unwrap().to_owned();
        let met = count("met") + count("metLate");
        let row = Self { id: text("id"), name: text("name"), met, of: met + count("missed") };
        assert_eq!(node["figures"]["rate"]["percent"].is_null(), row.of == 0, "{node}");
        row
    }

    /// By the exact rate, whoever has none last in either direction.
    fn by_rate(&self, other: &Self, down: bool) -> Ordering {
        let rate = (self.met * other.of).cmp(&(other.met * self.of));
        let rate = if down { rate.reverse() } else { rate };
        match (self.of, other.of) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            _ => rate,
        }
    }
}

/// The communes meet 0 to 3 of their months, and 0 to 3 more await review: 7 to 4 have an outcome, and rates such as
/// 2/4 and 3/6 are the same. Five of them have no video but one that awaits review, so no rate of videos.
async fn uneven(app: &App, auditor: &Client<'_>) {
    let communes = communes(auditor).await;
    let grants: Vec<_> = communes.iter().map(|(_, code)| (Role::Approver, code.as_str(), OLD)).collect();
    let leader = app.user("leader", &grants).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let (event, video) = (task_id(auditor, "1/KH-UBND", "1").await, task_id(auditor, "1/KH-UBND", "4").await);
    for (n, (unit, _)) in communes.iter().enumerate() {
        let (met, waiting) = (n % 4, n / 4);
        let months = (1..=met + waiting).map(|month| {
            let content = page_issue(&event, &format!("2025-{month:02}-10"));
            (with(content, json!({ "product": "EVENT", "quantity": 3 })), month <= met)
        });
        let videos = (n < 8).then(|| (with(page_issue(&video, "2025-02-10"), json!({ "product": "VIDEO" })), n >= 5));
        for (content, verify) in months.chain(videos) {
            let submitted = leader.step("submit", &leader.create(unit, &content).await).await;
            if verify {
                reviewer.step("verify", &submitted).await;
            }
        }
    }
}

db_test!(subordinates_are_paged_by_exact_rate_and_by_name);
async fn subordinates_are_paged_by_exact_rate_and_by_name(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    uneven(&app, &auditor).await;
    let unit = auditor.unit(DISTRICT, OLD).await;
    for (product, rates, none) in [(Some("EVENT"), 10, 0), (Some("VIDEO"), 2, 5), (None, 12, 0)] {
        for (order, down) in [
            (json!(null), false),
            (json!({ "field": "RATE" }), false),
            (json!({ "field": "RATE", "direction": "DESC" }), true),
            (json!({ "field": "NAME" }), false),
            (json!({ "field": "NAME", "direction": "DESC" }), true),
        ] {
            let (mut found, mut after) = (Vec::new(), Value::Null);
            loop {
                let variables = json!({ "unit": unit, "order": order, "after": after, "product": product });
                let data = auditor.data(LIST, variables).await;
                let page = &data["unit"]["compliance"]["subordinates"];
                assert_eq!(page["totalCount"], 16);
                found.extend(page["nodes"].as_array().unwrap().iter().map(Row::of));
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
            let distinct: BTreeSet<(i64, i64)> = found.iter().map(|row| (row.met, row.of)).collect();
            let without = found.iter().filter(|row| row.of == 0).count();
            assert_eq!((found.len(), without), (16, none), "{product:?}");
            assert!(distinct.len() >= rates, "{product:?}: {distinct:?}");
            let mut expected = found.clone();
            expected.sort();
            if order["field"] == "RATE" {
                expected.sort_by(|one, other| one.by_rate(other, down));
            } else {
                // By name is also how they come where nobody asks for an order.
                expected.sort_by_key(|row| fold(&row.name));
                if down {
                    expected.reverse();
                }
            }
            assert_eq!(found, expected, "{product:?}, {order}");
            let other = json!({ "field": "RATE", "direction": if down { "ASC" } else { "DESC" } });
            let foreign = json!({ "unit": unit, "order": other, "after": after, "product": product });
            assert_eq!(auditor.refusal(LIST, foreign).await, "BAD_USER_INPUT", "a cursor of {order}");
        }
    }
}
