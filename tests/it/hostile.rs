//! What a client may send that nobody should: it gets its code, and never a fault of the server.

use domain::{authz::Role, id::Id};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    app::App,
    database::{Database, db_test},
    world::{BEFORE, OLD, People, TRA_BONG, TRA_GIANG, create, import_plans, page_issue, step},
};

/// A cursor of these fields, as a client can make one up.
fn cursor(fields: &[&str]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let content = fields.join("\u{1f}");
    let mut text = String::new();
    for chunk in content.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for n in 0..=chunk.len() {
            text.push(char::from(ALPHABET[usize::try_from(bits >> (18 - 6 * n) & 63).unwrap()]));
        }
    }
    text
}

/// The code of the first error, or nothing.
fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

db_test!(no_query_makes_the_server_fail);
async fn no_query_makes_the_server_fail(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let people = People::gather(&app).await;
    let (report, version) = create(&people.leader, page_issue(&people.leader, TRA_GIANG, "2025-06-10").await).await;
    step(&people.leader, "submit", &report, version).await;
    let id = "u00000000000000000000000000000001";
    let cases = [
        ("query($v: String!) { unit(by: {code: {code: $v}}) { id } }", json!({ "v": "a\u{0}b" })),
        ("query($v: String!) { units(filter: {kind: $v}) { nodes { id } } }", json!({ "v": "x\u{0}" })),
        ("query($v: String!) { units(filter: {name: $v}) { nodes { id } } }", json!({ "v": "x\u{0}" })),
        (
            "query($v: Cursor!) { units(after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "name", "ta\u{0}", id]) }),
        ),
        (
            "query($v: Cursor!) { obligations(orderBy: ENDS_ON, after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "ends_on", "d-262143-01-01", id]) }),
        ),
        (
            "query($v: Cursor!) { obligations(orderBy: ENDS_ON, after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "ends_on", "d+262142-12-31", id]) }),
        ),
        (
            "query($v: Cursor!) { activityReports(orderBy: LAST_CHANGED, after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "last_changed", "i-8000000000000000000", id]) }),
        ),
        (
            "query($v: Cursor!) { activityReports(orderBy: LAST_CHANGED, after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "last_changed", "i8200000000000000000", id]) }),
        ),
        (
            "query($v: Cursor!) { plans(after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "year", "n9223372036854775807", id]) }),
        ),
        (
            "query($v: Cursor!) { obligations(after: $v) { nodes { id } } }",
            json!({ "v": cursor(&["1", "urgency", "d2025-01-01", "n9223372036854775807", "n-9223372036854775808", id]) }),
        ),
        (
            r#"query($v: Cursor!) { unit(by: {code: {code: "525"}}) { compliance(from: "2025-01-01", to: "2025-12-31") {
                subordinates(orderBy: {field: RATE, direction: ASC}, after: $v) { nodes { unit { id } } } } } }"#,
            json!({ "v": cursor(&["1", "rate", "n9223372036854775807", "n9223372036854775807", id]) }),
        ),
        (
            "query($v: DateTime!) { reviewInbox(filter: {submittedBefore: $v}) { nodes { id } } }",
            json!({ "v": "0000-01-01T00:00:00+23:59" }),
        ),
        (r#"query($v: Date!) { unit(by: {code: {code: "525", on: $v}}) { id } }"#, json!({ "v": "0000-01-01" })),
        (
            r#"query($v: Date!) { unit(by: {code: {code: "525"}}) { compliance(from: $v, to: $v, on: $v) { figures { counts { total } products { target } coverage { bound unitsWithNothing { totalCount } } } } } }"#,
            json!({ "v": "0000-01-01" }),
        ),
        (
            r#"query($v: Date!) { unit(by: {code: {code: "525"}}) { compliance(from: $v, to: $v) { figures { counts { total } } subordinates { totalCount } } } }"#,
            json!({ "v": "9999-12-31" }),
        ),
        ("query($v: Date!) { obligations(on: $v) { nodes { id state(on: $v) } } }", json!({ "v": "0000-01-01" })),
        ("query($v: Int!) { plans(filter: {year: $v}) { nodes { id } } }", json!({ "v": 2_147_483_647 })),
        ("query($v: Int!) { plans(filter: {year: $v}) { nodes { id } } }", json!({ "v": 3_000_000_000_i64 })),
        ("query($v: Int!) { plans(first: $v) { nodes { id } } }", json!({ "v": 1e300 })),
        ("query($v: Int!) { plans(first: $v) { nodes { id } } }", json!({ "v": "1" })),
        ("query($v: Int!) { plans(first: $v) { nodes { id } } }", json!({})),
        ("query($v: Boolean!) { viewer @skip(if: $v) { today } }", json!({ "v": 1 })),
        (r#"{ viewer @skip(if: "x") { today } }"#, json!({})),
        ("query($v: ID!) { plan(id: $v) { id } }", json!({ "v": format!("unit_{:032x}", 1) })),
        ("query($v: ID!) { plan(id: $v) { id } }", json!({ "v": 5 })),
        ("query($v: UnitBy!) { unit(by: $v) { id } }", json!({ "v": {} })),
        ("query($v: UnitBy!) { unit(by: $v) { id } }", json!({ "v": { "id": null, "code": { "code": "1" } } })),
        ("query($v: [ID!]!) { nodes(ids: $v) { id } }", json!({ "v": ["", "\u{0}", "x", "plan_zz"] })),
        ("query($v: [ObligationState!]) { obligations(filter: {states: $v}) { totalCount } }", json!({ "v": [] })),
        ("query($v: [ObligationState!]) { obligations(filter: {states: $v}) { totalCount } }", json!({ "v": ["NO"] })),
        ("subscription { x }", json!({})),
        ("query A { viewer { today } } query B { viewer { today } }", json!({})),
        ("{", json!({})),
        ("", json!({})),
        ("{ ...F } fragment F on Query { ...F }", json!({})),
    ];
    let mut failed = Vec::new();
    for (document, variables) in cases {
        let (_, body) = people.province.send(document, variables.clone()).await;
        if code(&body) == "INTERNAL" {
            failed.push(format!("{document} {variables}"));
        }
    }
    let nested = format!("{{ node(id: {}) {{ id }} }}", "[".repeat(5_000));
    assert_eq!(code(&people.province.send(&nested, json!({})).await.1), "LIMIT_EXCEEDED");
    // No operation reaches them; their validation would go through all of them, one within the other.
    let chain: Vec<String> = (0..500).map(|n| format!(" fragment f{n} on Query {{ ...f{} }}", n + 1)).collect();
    let chained = format!("{{ __typename }}{}", chain.concat());
    assert_eq!(code(&people.province.send(&chained, json!({})).await.1), "LIMIT_EXCEEDED");
    let deep = format!("{{ viewer {{ units {{ nodes {{ {} id {} }} }} }} }}", "parent { ".repeat(40), "} ".repeat(40));
    let (_, body) = people.province.send(&deep, json!({})).await;
    if code(&body) == "INTERNAL" {
        failed.push(format!("a deep document: {body}"));
    }
    assert!(failed.is_empty(), "INTERNAL:\n{}", failed.join("\n"));
}

db_test!(a_document_that_is_too_long_or_too_heavy_with_its_values_is_refused);
async fn a_document_that_is_too_long_or_too_heavy_with_its_values_is_refused(database: Database) {
    let app = App::start(database, BEFORE).await;
    let nobody = app.anonymous();
    let long = |bytes: usize| format!("{{ __typename }}{}", " ".repeat(bytes - 14));
    assert_eq!(code(&nobody.send(&long(20_001), json!({})).await.1), "LIMIT_EXCEEDED");
    assert_eq!(nobody.send(&long(20_000), json!({})).await.1["data"], json!({ "__typename": "Query" }));
    let nodes = |ids: &str| format!("nodes(ids: [{ids}]) {{ id }}");
    let many = |times: usize| nodes(&"$a ".repeat(times));
    let doubled: Vec<String> =
        (0..40).map(|n| format!(" fragment f{n} on Query {{ ...f{0} ...f{0} }}", n + 1)).collect();
    let doubled = doubled.concat();
    let large = || json!({ "a": "x".repeat(1_000_000) });
    for (document, variables) in [
        (format!("query($a: ID!) {{ {} }}", many(6_000)), large()),
        (format!("query($a: ID!) {{ {} }}", many(5)), large()),
        (format!("query($a: Boolean!) {{ __typename {} }}", "@skip(if: $a) ".repeat(5)), large()),
        (format!("query($a: ID!) {{ node(id: {{ x: [{{ y: [{}] }}] }}) {{ id }} }}", "$a ".repeat(5)), large()),
        // Every spread is another time.
        (format!("query($a: ID!) {{ ...f0 }}{doubled} fragment f40 on Query {{ {} }}", many(1)), json!({ "a": "x" })),
        (format!("{{ ...f0 }}{doubled} fragment f40 on Query {{ __typename }}"), json!({})),
        (format!("query($a: ID! = \"{}\") {{ {} }}", "x".repeat(9_000), many(3_000)), json!({})),
        // Many small ones are as much as a large one.
        (
            format!("query($a: [ID!]!) {{ {} }}", "a: nodes(ids: $a) { id } ".repeat(2)),
            json!({ "a": vec![1; 200_000] }),
        ),
    ] {
        let (_, body) = nobody.send(&document, variables).await;
        assert_eq!(code(&body), "LIMIT_EXCEEDED", "{}: {body:#}", &document[..80.min(document.len())]);
        assert!(body["data"].is_null() && body["errors"][0].get("path").is_none(), "{body:#}");
    }
    // What nothing runs of is not weighed: the library never sees it.
    for document in [
        format!("query A($a: ID!) {{ __typename }} fragment F on Query {{ {} }}", many(5)),
        format!("query A {{ __typename }} query B($a: ID!) {{ {} }}", many(5)),
    ] {
        let (_, body) = nobody.send(&document, large()).await;
        assert_eq!(code(&body), "GRAPHQL_VALIDATION_FAILED", "{body:#}");
        assert!(body["data"].is_null() && body["errors"][0].get("path").is_none(), "{body:#}");
    }
    let reader = app.user("reader", &[]).await;
    let document = format!("query($a: ID!) {{ {} }}", many(4));
    assert_eq!(reader.data(&document, large()).await["nodes"], json!([null, null, null, null]));
}

db_test!(an_operation_that_is_not_there_is_the_clients_fault);
async fn an_operation_that_is_not_there_is_the_clients_fault(database: Database) {
    let app = App::start(database, BEFORE).await;
    let reader = app.user("reader", &[]).await;
    let body = reader.send_operation("query A { viewer { today } }", "B", json!({})).await;
    assert_eq!(code(&body), "GRAPHQL_VALIDATION_FAILED", "{body:#}");
}

db_test!(an_id_of_another_kind_is_refused_and_one_of_nothing_finds_nothing);
async fn an_id_of_another_kind_is_refused_and_one_of_nothing_finds_nothing(database: Database) {
    let app = App::start(database, BEFORE).await;
    let reader = app.user("reader", &[(Role::Auditor, "VN", OLD)]).await;
    for (field, kind) in
        [("unit", "unit"), ("plan", "plan"), ("obligation", "obligation"), ("activityReport", "report")]
    {
        let argument = if field == "unit" { "by: { id: $v }" } else { "id: $v" };
        let document = format!("query($v: ID!) {{ {field}({argument}) {{ id }} node(id: $v) {{ id }} }}");
        let nothing = json!({ "v": format!("{kind}_{:032x}", 7) });
        assert_eq!(reader.data(&document, nothing).await, json!({ field: null, "node": null }));
        for wrong in ["task_00000000000000000000000000000007", "x", ""] {
            let refused = reader.refusal(&document, json!({ "v": wrong })).await;
            assert!(refused.starts_with("BAD_USER_INPUT"), "{field} {wrong}: {refused}");
        }
    }
}

db_test!(a_repeated_mutation_of_what_is_hidden_by_now_is_not_found);
async fn a_repeated_mutation_of_what_is_hidden_by_now_is_not_found(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let leader = app.user("leader", &[]).await;
    app.grant_until("leader", Role::Approver, TRA_GIANG, OLD, "2025-06-25").await;
    let mut input = page_issue(&leader, TRA_GIANG, "2025-06-10").await;
    input["idempotencyKey"] = json!("once");
    create(&leader, input.clone()).await;
    app.clock.set_day("2025-06-26");
    let document = "mutation($input: CreateActivityReportInput!) { createActivityReport(input: $input) { activityReport { id } } }";
    let (_, body) = leader.send(document, json!({ "input": input })).await;
    assert_eq!(code(&body), "NOT_FOUND", "{body:#}");
}

db_test!(a_repeated_decision_on_what_is_hidden_by_now_is_not_found);
async fn a_repeated_decision_on_what_is_hidden_by_now_is_not_found(database: Database) {
    let app = App::start(database, BEFORE).await;
    import_plans(&app).await;
    let reviewer = app.user("reviewer", &[]).await;
    app.grant_until("reviewer", Role::Reviewer, TRA_BONG, OLD, "2025-06-25").await;
    let data = reviewer
        .data(
            "query($u: ID!) { obligations(first: 1, filter: {unit: $u}) { nodes { id version } } }",
            json!({ "u": reviewer.unit(TRA_GIANG, OLD).await }),
        )
        .await;
    let owed = &data["obligations"]["nodes"][0];
    let input = json!({ "id": owed["id"], "version": owed["version"], "reason": "r", "idempotencyKey": "once" });
    let document = "mutation($input: ExemptObligationInput!) { exemptObligation(input: $input) { obligation { id } } }";
    reviewer.data(document, json!({ "input": input })).await;
    app.clock.set_day("2025-06-26");
    let (_, body) = reviewer.send(document, json!({ "input": input })).await;
    assert_eq!(code(&body), "NOT_FOUND", "{body:#}");
}

db_test!(a_token_of_a_user_who_is_gone_opens_nothing);
async fn a_token_of_a_user_who_is_gone_opens_nothing(database: Database) {
    let app = App::start(database, BEFORE).await;
    let ghost = app.client(Id::new(Uuid::from_u128(7)));
    for document in ["{ viewer { today } }", "{ units(first: 1) { nodes { id } } }"] {
        assert_eq!(ghost.refusal(document, json!({})).await, "UNAUTHENTICATED", "{document}");
    }
}
