//! What operations cost, told before they run.

use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    world::BEFORE,
};

const EXAMPLES: &str = include_str!("../../examples.md");
const DEMO: [&str; 3] = [
    include_str!("../../../api/assets/demo/dashboard.graphql"),
    include_str!("../../../api/assets/demo/inbox.graphql"),
    include_str!("../../../api/assets/demo/owes.graphql"),
];
/// What GraphiQL asks when it begins, and Apollo's and Relay's generators with it.
const INTROSPECTION: &str = include_str!("introspection.graphql");
/// A province with a hundred communes, each with its worst obligations: the largest that a dashboard has reason to ask.
const LARGEST: &str = r#"{ unit(by: {code: {code: "51"}}) { name compliance(from: "2025-01-01", to: "2025-12-31") {
    figures { counts { total met } rate { percent } products { product target achieved } coverage { bound achieved } }
    subordinates(first: 100, orderBy: {field: RATE}) { totalCount nodes { unit { id name }
        figures { counts { missed } rate { percent } open }
        obligations(first: 3) { nodes { id product state window { label } } } } } } } }"#;

/// What an operation costs, in points.
async fn cost(client: &Client<'_>, document: &str, variables: Value) -> u64 {
    let (_, body) = client.send(document, variables).await;
    let cost = &body["extensions"]["cost"];
    cost["requested"].as_u64().unwrap_or_else(|| panic!("{document}: {body:#}"))
}

/// The most that an operation may cost.
async fn maximum(client: &Client<'_>) -> u64 {
    client.send("{ __typename }", json!({})).await.1["extensions"]["cost"]["maximum"].as_u64().unwrap()
}

db_test!(what_honest_clients_ask_costs_far_less_than_the_most);
async fn what_honest_clients_ask_costs_far_less_than_the_most(database: Database) {
    let app = App::start_within_limits(database, BEFORE).await;
    let nobody = app.anonymous();
    let most = maximum(&nobody).await;
    let examples = EXAMPLES.split("```graphql\n").skip(1).map(|rest| rest.split_once("```").unwrap().0.to_owned());
    let demo = DEMO.iter().map(|query| query.replace("YEAR", "2025"));
    let mut costs = Vec::new();
    for query in examples.chain(demo).chain([LARGEST.to_owned()]) {
        let cost = cost(&nobody, &query, json!({})).await;
        costs.push(format!("{cost}: {}", query.split_whitespace().take(6).collect::<Vec<_>>().join(" ")));
        assert!(cost * 4 <= most, "{cost} of {most}: {query}");
        assert!(cost > 5, "{query}");
    }
    let introspection = cost(&nobody, INTROSPECTION, json!({})).await;
    costs.push(format!("{introspection}: introspection"));
    assert!(costs.len() > 12 && introspection * 2 <= most, "{costs:#?}");
}

db_test!(an_operation_costs_by_its_rows_and_what_the_database_does_for_it);
async fn an_operation_costs_by_its_rows_and_what_the_database_does_for_it(database: Database) {
    let app = App::start_within_limits(database, BEFORE).await;
    let nobody = app.anonymous();
    let ids = "query($v: [ID!]!) { nodes(ids: $v) { id } }";
    let page = "query($v: Int) { plans(first: $v) { nodes { id title } } }";
    let seen = "query($v: Boolean!) { plans @include(if: $v) { nodes { id } } }";
    let hidden = "query($v: Boolean = true) { plans { nodes { id } } viewer @skip(if: $v) { user { name } } }";
    let past = "query($v: Date) { unit(by: {id: \"x\"}) { compliance(from: \"2025-01-01\", to: \"2025-02-01\", on: $v) { on } } }";
    for (document, variables, points) in [
        ("{ __typename }", json!({}), 1),
        ("{ viewer { today } }", json!({}), 1),
        ("{ viewer { user { name } a: user { name displayName } } }", json!({}), 3),
        // The page, and its rows: 20 when nothing is said.
        ("{ plans { nodes { id } } }", json!({}), 21),
        ("{ plans(last: 7) { nodes { id } pageInfo { endCursor } } }", json!({}), 8),
        ("{ plans(first: 7) { edges { cursor node { id } } } }", json!({}), 8),
        ("{ plans(first: 7) { totalCount } }", json!({}), 11),
        ("{ plans(first: 7) { totalCount nodes { issuer { id } } } }", json!({}), 25),
        ("{ plans(first: 7) { ...P } } fragment P on PlanConnection { nodes { issuer { id } } }", json!({}), 15),
        (
            "{ a: plans(first: 7) { ...P } plans(first: 70) { ...P } } fragment P on PlanConnection { nodes { id } }",
            json!({}),
            79,
        ),
        ("{ plans(first: 7) { nodes { tasks(first: 3) { nodes { id } } } } }", json!({}), 36),
        (page, json!({ "v": 9 }), 10),
        (page, json!({ "v": null }), 21),
        (page, json!({}), 21),
        // No page has such a size: it is refused where it stands, and costs as the largest.
        ("{ plans(first: -1) { nodes { id } } }", json!({}), 101),
        (page, json!({ "v": 2_000_000_000 }), 101),
        (ids, json!({ "v": ["a", "b", "c"] }), 3),
        (ids, json!({ "v": "a" }), 1),
        (ids, json!({ "v": vec!["a"; 4_000] }), 4_000),
        // What is left out costs nothing.
        (seen, json!({ "v": true }), 21),
        (seen, json!({ "v": false }), 1),
        (hidden, json!({}), 21),
        (hidden, json!({ "v": false }), 23),
        // Of a past day nothing is kept.
        (past, json!({}), 12),
        (past, json!({ "v": null }), 12),
        (past, json!({ "v": "2025-03-01" }), 2_012),
        ("mutation { issuePlan(input: {id: \"x\", version: 1}) { plan { id } } }", json!({}), 2_002),
    ] {
        assert_eq!(cost(&nobody, document, variables.clone()).await, points, "{document} {variables}");
    }
}

db_test!(what_costs_too_much_says_how_much_and_how_much_it_may);
async fn what_costs_too_much_says_how_much_and_how_much_it_may(database: Database) {
    let app = App::start_within_limits(database, BEFORE).await;
    let nobody = app.anonymous();
    let pages =
        |levels: usize| format!("{}id{}", "children(first: 100) { nodes { ".repeat(levels), " } }".repeat(levels));
    for (levels, points) in [(1, 10_211), (2, 1_020_211), (12, u64::MAX.div_ceil(100))] {
        let document = format!("{{ units(first: 100) {{ nodes {{ {} }} }} a: __typename }}", pages(levels));
        let (_, body) = nobody.send(&document, json!({})).await;
        assert_eq!(body["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED", "{body:#}");
        assert!(body["data"].is_null() && body["errors"][0].get("path").is_none(), "{body:#}");
        let told = &body["extensions"]["cost"];
        assert_eq!((&told["requested"], &told["maximum"]), (&json!(points), &json!(6_000)), "{body:#}");
    }
}
