//! The orders of obligations, page by page, are those of the rules.

use domain::{
    calendar::Day,
    obligation::{Urgency, Worst},
};
use serde_json::{Value, json};

use super::{
    agreement::{Chance, live},
    auditor, model, world,
};
use crate::support::{
    app::Client,
    database::{Database, db_test},
};

/// The ids of a list, forwards or backwards, in pages of 17.
async fn listed(client: &Client<'_>, order: &str, on: &str, forwards: bool) -> Vec<String> {
    let arguments = if forwards { "first: 17, after: $at" } else { "last: 17, before: $at" };
    let document = format!(
        "query($at: Cursor, $on: Date) {{ obligations(orderBy: {order}, on: $on, {arguments}) {{
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} nodes {{ id }} }} }}"
    );
    let (mut found, mut at) = (Vec::new(), Value::Null);
    loop {
        let data = client.data(&document, json!({ "at": at, "on": on })).await;
        let page = &data["obligations"];
        let ids = page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned());
        let (more, next) = if forwards {
            found.extend(ids);
            ("hasNextPage", "endCursor")
        } else {
            found.extend(ids.rev());
            ("hasPreviousPage", "startCursor")
        };
        if page["pageInfo"][more] == false {
            return found;
        }
        at = page["pageInfo"][next].clone();
    }
}

db_test!(lists_are_in_the_order_of_the_rules_on_any_day);
async fn lists_are_in_the_order_of_the_rules_on_any_day(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    live(&app, &auditor, &mut Chance(3)).await;
    let owed = model::owed(&auditor).await;
    for on in ["2025-08-14", "2025-05-07"] {
        let day: Day = on.parse().unwrap();
        let state = |owed: &model::Owed| owed.state(day).unwrap();
        let mut worst: Vec<&model::Owed> = owed.iter().collect();
        let mut urgent = worst.clone();
        worst.sort_by_key(|owed| Worst::of(&owed.terms, owed.amounts(day), state(owed), owed.id.clone()));
        urgent.sort_by_key(|owed| Urgency::of(&owed.terms, owed.amounts(day), state(owed), owed.id.clone()));
        for (order, expected) in [("WORST", worst), ("URGENCY", urgent)] {
            let mut expected: Vec<String> = expected.into_iter().map(|owed| owed.id.clone()).collect();
            assert_eq!(listed(&auditor, order, on, true).await, expected, "{order} on {on}");
            expected.reverse();
            assert_eq!(listed(&auditor, order, on, false).await, expected, "{order} on {on}, backwards");
        }
    }
}
