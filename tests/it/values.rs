//! Values of documents and variables: right ones are taken however they are given, wrong ones refuse the document before
//! anything of it is run.

use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    inputs::Inputs,
    world::{BEFORE, OLD, People, TRA_GIANG, import_plans},
};

const DRAFT: &str = "createPlan(input: { issuer: $unit, content: { year: 2025, title: \"B\" } }) { plan { title } }";

/// How many plans there are.
async fn plans(client: &Client<'_>) -> Value {
    client.query("{ plans { totalCount } }").await["plans"]["totalCount"].take()
}

db_test!(what_is_right_is_taken_however_it_is_given);
async fn what_is_right_is_taken_however_it_is_given(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let viewer = People::gather(&app).await.viewer;
    let unit = viewer.unit(TRA_GIANG, OLD).await;
    let issued = plans(&viewer).await;
    assert_ne!(issued, 0);
    let counted = |document: &str| format!("{document} {{ count: plans(filter: $f) {{ totalCount }} }}");
    for (document, variables) in [
        // One value stands for a list of one.
        ("{ count: plans(filter: { states: ISSUED }) { totalCount } }".to_owned(), json!({})),
        (counted("query($f: PlanFilter)"), json!({ "f": { "states": "ISSUED" } })),
        (
            "query($s: [PlanState!]) { count: plans(filter: { states: $s }) { totalCount } }".to_owned(),
            json!({ "s": "ISSUED" }),
        ),
        // A list that is never null, or has a default, stands where it may be.
        (
            "query($s: [PlanState!]!) { count: plans(filter: { states: $s }) { totalCount } }".to_owned(),
            json!({ "s": ["ISSUED"] }),
        ),
        (
            "query($s: [PlanState!]! = [ISSUED]) { count: plans(filter: { states: $s }) { totalCount } }".to_owned(),
            json!({}),
        ),
        (
            "query($s: [PlanState!] = [ISSUED]) { count: plans(filter: { states: $s }) { totalCount } }".to_owned(),
            json!({}),
        ),
        (
            "query($s: [PlanState!] = [REVOKED]) { count: plans(filter: { states: $s }) { totalCount } }".to_owned(),
            json!({ "s": null }),
        ),
        // Null is the same as left out.
        (counted("query($f: PlanFilter)"), json!({})),
        (counted("query($f: PlanFilter)"), json!({ "f": null })),
        (counted("query($f: PlanFilter)"), json!({ "f": { "issuer": null, "year": null, "states": null } })),
        (counted("query($f: PlanFilter = { states: [ISSUED] })"), json!({})),
    ] {
        let data = viewer.data(&document, variables.clone()).await;
        assert_eq!(data["count"]["totalCount"], issued, "{document} {variables}");
    }
    let asked = "query($by: UnitBy!, $n: ID!) { unit(by: $by) { id } node(id: $n) { id } nodes(ids: [$n, 7]) { id } }";
    let data = viewer.data(asked, json!({ "by": { "id": unit }, "n": 7 })).await;
    assert_eq!(data, json!({ "unit": { "id": unit }, "node": null, "nodes": [null, null] }));
    let part = "query($id: ID!) { unit(by: { id: $id }) { id } }";
    assert_eq!(viewer.data(part, json!({ "id": unit })).await["unit"]["id"], json!(unit));
    // What has a default need not be sent, and null stands for it.
    let ordered = "query($o: ActivityReportOrder, $now: Boolean) {
        activityReports(orderBy: $o) { totalCount } obligations(filter: { owedNow: $now }) { totalCount } }";
    for variables in [json!({}), json!({ "o": null, "now": null }), json!({ "o": "NEWEST", "now": false })] {
        let all = viewer.query("{ activityReports { totalCount } obligations { totalCount } }").await;
        assert_eq!(viewer.data(ordered, variables).await, all);
    }
}

db_test!(an_operation_is_judged_by_its_own_variables);
async fn an_operation_is_judged_by_its_own_variables(database: Database) {
    let app = App::start(database, BEFORE).await;
    let viewer = People::gather(&app).await.viewer;
    let document = "query A($n: Int = 5, $yes: Boolean = true) { plans(first: $n) @include(if: $yes) { totalCount } }
        query B($n: String, $no: Boolean = false) { units(filter: { name: $n }) @skip(if: $no) { totalCount } }
        query C($n: Int!) { plans(first: $n) { totalCount } }";
    for (operation, variables, fields) in [
        ("A", json!({}), ["plans"]),
        ("B", json!({}), ["units"]),
        ("A", json!({ "n": 7 }), ["plans"]),
        ("B", json!({ "n": "xa" }), ["units"]),
    ] {
        let body = viewer.send_operation(document, operation, variables).await;
        let answered: Vec<_> = body["data"].as_object().unwrap_or_else(|| panic!("{body:#}")).keys().collect();
        assert_eq!(answered, fields, "{body:#}");
    }
    let refused = &viewer.send_operation(document, "C", json!({})).await["errors"][0]["extensions"];
    assert_eq!((&refused["code"], &refused["field"]), (&json!("BAD_USER_INPUT"), &json!("n")));
    // A list that may not be null, in two of them and in a fragment of both.
    let document = "query A($s: [PlanState!]!) { plans(filter: { states: $s }) { totalCount } ...P }
        query B($s: [PlanState!]!) { plans(filter: { states: $s }) { totalCount } ...P ...Q }
        fragment P on Query { more: plans(filter: { states: $s }) { totalCount } } fragment Q on Query { __typename }";
    for operation in ["A", "B"] {
        let body = viewer.send_operation(document, operation, json!({ "s": ["ISSUED"] })).await;
        assert!(body["data"]["more"]["totalCount"].is_number(), "{body:#}");
    }
    // A fragment that nobody uses is refused all the same.
    let unused = format!("{document} fragment R on Query {{ __typename }}");
    let refused = viewer.send_operation(&unused, "A", json!({ "s": ["ISSUED"] })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{refused:#}");
}

db_test!(every_input_takes_what_the_schema_says);
async fn every_input_takes_what_the_schema_says(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let inputs = Inputs::of(&leader).await;
    for argument in &inputs.arguments {
        for value in inputs.right(argument) {
            let (_, body) = leader.send(&argument.document, json!({ "v": value })).await;
            for error in body["errors"].as_array().into_iter().flatten() {
                // There may be no such thing, or it may be refused by a rule; not because of its type.
                assert!(error.get("path").is_some(), "{argument:?} {value}: {error:#}");
            }
        }
    }
}

db_test!(wherever_a_mutation_takes_a_value_a_wrong_one_keeps_the_document_from_running);
async fn wherever_a_mutation_takes_a_value_a_wrong_one_keeps_the_document_from_running(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let unit = leader.unit(TRA_GIANG, OLD).await;
    let inputs = Inputs::of(&leader).await;
    let mut tried = 0;
    for argument in inputs.arguments.iter().filter(|argument| argument.document.starts_with("mutation")) {
        let (name, field, ty) = (&argument.name, &argument.field, &argument.written);
        let document = format!("mutation($unit: ID!, $v: {ty}) {{ {DRAFT} b: {field}({name}: $v) {{ __typename }} }}");
        for (value, place) in inputs.with_each_wrong(argument) {
            let (_, body) = leader.send(&document, json!({ "unit": unit, "v": value })).await;
            assert!(body["data"].is_null(), "{field} {value}: {body:#}");
            let error = &body["errors"][0];
            assert_eq!(error.get("path"), None, "{field} {value}");
            let extensions = &error["extensions"];
            // A variable that may not be null is named itself.
            let place = if value.is_null() { "v" } else { place.as_str() };
            let refused = (&extensions["code"], &extensions["field"]);
            assert_eq!(refused, (&json!("BAD_USER_INPUT"), &json!(place)), "{field} {value}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
    assert_eq!(plans(&leader).await, 0);
}

db_test!(what_is_no_value_is_for_the_client_to_mend);
async fn what_is_no_value_is_for_the_client_to_mend(database: Database) {
    let app = App::start(database, BEFORE).await;
    let viewer = People::gather(&app).await.viewer;
    for document in [
        "{ node(id: $id) { id } }",
        "query($a: [Nope] = [1]) { viewer { __typename } }",
        "query($a: [[Nope!]!]! = [[1]]) { viewer { __typename } }",
        "query($a: Nope) { viewer { __typename } }",
        "query($a: [Plan] = [1]) { viewer { __typename } }",
        // One of the parts that the type Query is made of.
        "query($a: [NodeQuery!] = [1]) { viewer { __typename } }",
    ] {
        let (_, refused) = viewer.send(document, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{document}: {refused:#}");
    }
    let document = "query A { viewer { __typename } } query B($a: [Nope] = [1]) { viewer { __typename } }";
    assert_eq!(viewer.send_operation(document, "A", json!({})).await["data"]["viewer"]["__typename"], "Viewer");
    let unknown = json!({ "f": { "x".repeat(100_000): 1 } });
    let (_, body) = viewer.send("query($f: PlanFilter) { plans(filter: $f) { totalCount } }", unknown).await;
    assert_eq!(body["errors"][0]["extensions"]["field"], format!("filter.{}", "x".repeat(100)));
}

db_test!(a_mutation_asked_for_in_two_places_is_not_run_twice);
async fn a_mutation_asked_for_in_two_places_is_not_run_twice(database: Database) {
    let app = App::start(database, BEFORE).await;
    let leader = People::gather(&app).await.leader;
    let unit = leader.unit(TRA_GIANG, OLD).await;
    let more = DRAFT.replace("title }", "year }");
    for (selected, parts) in [
        (format!("{DRAFT} {more}"), String::new()),
        (format!("a: {DRAFT} b: {DRAFT} a: {more}"), String::new()),
        (format!("{DRAFT} ... {{ {more} }}"), String::new()),
        (format!("{DRAFT} ... on Mutation {{ ... @include(if: true) {{ {more} }} }}"), String::new()),
        (format!("{DRAFT} ...More"), format!("fragment More on Mutation {{ {more} }}")),
        (format!("createPlan: __typename ... on Mutation {{ {DRAFT} }}"), String::new()),
        ("...Draft ...Draft".to_owned(), format!("fragment Draft on Mutation {{ {DRAFT} }}")),
        (
            "...Draft ...More".to_owned(),
            format!("fragment Draft on Mutation {{ {DRAFT} }} fragment More on Mutation {{ ...Draft }}"),
        ),
    ] {
        let document = format!("mutation($unit: ID!) {{ {selected} }} {parts}");
        let (_, body) = leader.send(&document, json!({ "unit": unit })).await;
        let error = &body["errors"][0];
        assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{selected}: {body:#}");
        assert!(body["data"].is_null() && error.get("path").is_none(), "{body:#}");
        assert_eq!(plans(&leader).await, 0, "{selected}");
    }
    let document = format!("mutation($unit: ID!) {{ __typename {DRAFT} b: {DRAFT} __typename }}");
    leader.data(&document, json!({ "unit": unit })).await;
    assert_eq!(plans(&leader).await, 2);
    // A query may.
    let twice = "query($unit: ID!) { unit(by: { id: $unit }) { id } unit(by: { id: $unit }) { name } }";
    assert_eq!(leader.data(twice, json!({ "unit": unit })).await["unit"]["id"], json!(unit));
}
