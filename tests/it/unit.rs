//! Units: identity through time, the tree on a day, searches.

use domain::authz::Role;
use serde_json::json;

use crate::support::{
    app::App,
    database::{Database, db_test},
};

/// After the reorganisation.
const NOW: &str = "2025-09-01T02:00:00Z";

db_test!(a_code_names_another_unit_before_and_after_the_first_of_july);
async fn a_code_names_another_unit_before_and_after_the_first_of_july(database: Database) {
    let app = App::start(database, NOW).await;
    let reader = app.user("reader", &[]).await;
    let data = reader
        .query(
            r#"{
                before: unit(by: {code: {code: "80", on: "2025-06-30"}}) { id name successors { nodes { kind successor { id name } } } }
                after: unit(by: {code: {code: "80", on: "2025-07-01"}}) { id name predecessors { totalCount } }
                never: unit(by: {code: {code: "72", on: "2025-07-01"}}) { id }
            }"#,
        )
        .await;
    assert_eq!(data["before"]["name"], "Tỉnh Long An");
    assert_eq!(data["after"]["name"], "Tỉnh Tây Ninh");
    assert_ne!(data["before"]["id"], data["after"]["id"]);
    assert_eq!(data["before"]["successors"]["nodes"][0]["successor"]["id"], data["after"]["id"]);
    assert_eq!(data["after"]["predecessors"]["totalCount"], 2);
    assert!(data["never"].is_null());
}

db_test!(an_island_district_became_a_commune_and_stayed_the_same_unit);
async fn an_island_district_became_a_commune_and_stayed_the_same_unit(database: Database) {
    let app = App::start(database, NOW).await;
    let reader = app.user("reader", &[]).await;
    let data = reader
        .query(
            r#"{
                before: unit(by: {code: {code: "536", on: "2025-06-30"}}) { id }
                after: unit(by: {code: {code: "21548"}}) {
                    id name tier kind parent { name }
                    then: name(on: "2025-06-30")
                    versions { totalCount nodes { name tier validFrom validTo } }
                }
            }"#,
        )
        .await;
    assert_eq!(data["before"]["id"], data["after"]["id"]);
    let expected = json!({
        "id": data["before"]["id"], "name": "Đặc khu Lý Sơn", "tier": "COMMUNE", "kind": "đặc khu",
        "parent": { "name": "Tỉnh Quảng Ngãi" },
        "then": "Huyện Lý Sơn",
        "versions": { "totalCount": 2, "nodes": [
            { "name": "Huyện Lý Sơn", "tier": "DISTRICT", "validFrom": null, "validTo": "2025-06-30" },
            { "name": "Đặc khu Lý Sơn", "tier": "COMMUNE", "validFrom": "2025-07-01", "validTo": null },
        ] },
    });
    assert_eq!(data["after"], expected);
}

db_test!(a_search_folds_case_and_marks_and_gives_every_match);
async fn a_search_folds_case_and_marks_and_gives_every_match(database: Database) {
    let app = App::start(database, NOW).await;
    let reader = app.user("reader", &[(Role::Viewer, "VN", "2025-06-30")]).await;
    let search = "query($name: String!, $on: Date!) { units(filter: {name: $name, on: $on}) { totalCount nodes { name(on: $on) } } }";
    let found = reader.data(search, json!({ "name": "tinh an tay", "on": "2025-06-30" })).await;
    assert_eq!(found["units"], json!({ "totalCount": 1, "nodes": [{ "name": "Xã Tịnh Ấn Tây" }] }));
    let gone = reader.data(search, json!({ "name": "tinh an tay", "on": "2025-07-01" })).await;
    assert_eq!(gone["units"]["totalCount"], 0);
    let pattern = reader.data(search, json!({ "name": "%", "on": "2025-06-30" })).await;
    assert_eq!(pattern["units"]["totalCount"], 0);
    for nothing in ["'", "’ ‘", "\u{301}", "'\u{309}"] {
        let found = reader.data(search, json!({ "name": nothing, "on": "2025-06-30" })).await;
        assert_eq!(found["units"]["totalCount"], 0, "{nothing:?}");
    }
    let both = reader.data(search, json!({ "name": "trà bồng", "on": "2025-06-30" })).await;
    assert_eq!(both["units"]["totalCount"], 1, "{both}");
}

db_test!(the_tree_is_walked_up_and_down_on_any_day);
async fn the_tree_is_walked_up_and_down_on_any_day(database: Database) {
    let app = App::start(database, NOW).await;
    let reader = app.user("reader", &[]).await;
    let data = reader
        .query(
            r#"{
                commune: unit(by: {code: {code: "21223", on: "2025-06-30"}}) {
                    ancestors(on: "2025-06-30") { name(on: "2025-06-30") }
                    now: ancestors { name }
                }
                district: unit(by: {code: {code: "525", on: "2025-06-30"}}) {
                    children(on: "2025-06-30", first: 100) { totalCount }
                    now: children { totalCount }
                }
                nation: unit(by: {code: {code: "VN", scheme: LOCAL}}) {
                    children { totalCount }
                    before: children(on: "2025-06-30") { totalCount }
                }
            }"#,
        )
        .await;
    assert_eq!(
        data["commune"]["ancestors"],
        json!([{ "name": "Thành phố Quảng Ngãi" }, { "name": "Tỉnh Quảng Ngãi" }, { "name": "Việt Nam" }])
    );
    assert_eq!(data["commune"]["now"], json!([]));
    assert_eq!(data["district"]["children"]["totalCount"], 16);
    assert_eq!(data["district"]["now"]["totalCount"], 0);
    assert_eq!(data["nation"]["children"]["totalCount"], 34);
    assert_eq!(data["nation"]["before"]["totalCount"], 63);
}

db_test!(pages_tile_a_list_from_both_ends);
async fn pages_tile_a_list_from_both_ends(database: Database) {
    let app = App::start(database, NOW).await;
    let reader = app.user("reader", &[]).await;
    let list = "query($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
        unit(by: {code: {code: \"51\"}}) { children(first: $first, after: $after, last: $last, before: $before) {
            nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
    let all = reader.data(list, json!({ "first": 100 })).await["unit"]["children"]["nodes"].clone();
    assert_eq!(all.as_array().unwrap().len(), 96);
    let (mut forward, mut cursor) = (Vec::new(), json!(null));
    loop {
        let page = reader.data(list, json!({ "first": 40, "after": cursor })).await["unit"]["children"].take();
        forward.extend(page["nodes"].as_array().unwrap().clone());
        cursor = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(json!(forward), all);
    let (mut backward, mut cursor) = (Vec::new(), json!(null));
    loop {
        let page = reader.data(list, json!({ "last": 40, "before": cursor })).await["unit"]["children"].take();
        let mut nodes = page["nodes"].as_array().unwrap().clone();
        nodes.extend(backward);
        backward = nodes;
        cursor = page["pageInfo"]["startCursor"].clone();
        if page["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(json!(backward), all);
}

db_test!(a_page_is_refused_that_is_too_large_empty_or_from_both_ends);
async fn a_page_is_refused_that_is_too_large_empty_or_from_both_ends(database: Database) {
    let app = App::start(database, NOW).await;
    let reader = app.user("reader", &[]).await;
    for (page, refusal) in [
        ("first: 0", "BAD_USER_INPUT first"),
        ("first: 101", "BAD_USER_INPUT first"),
        ("last: -1", "BAD_USER_INPUT last"),
        ("first: 1, last: 1", "BAD_USER_INPUT"),
        ("first: 1, after: \"x\"", "BAD_USER_INPUT after"),
        // A cursor of another order, and one whose values are of other kinds: `1␟name␟n1␟n2`.
        ("first: 1, after: \"MR9vdGhlch9uMQ\"", "BAD_USER_INPUT"),
        ("first: 1, after: \"MR9uYW1lH24xH24y\"", "BAD_USER_INPUT"),
    ] {
        let document = format!("{{ units({page}) {{ nodes {{ id }} }} }}");
        assert_eq!(reader.refusal(&document, json!({})).await, refusal, "{page}");
    }
}

db_test!(the_directory_is_closed_to_whoever_is_not_signed_in);
async fn the_directory_is_closed_to_whoever_is_not_signed_in(database: Database) {
    let app = App::start(database, NOW).await;
    let nobody = app.anonymous();
    for document in
        ["{ units { nodes { id } } }", "{ unit(by: {code: {code: \"51\"}}) { id } }", "{ node(id: \"x\") { id } }"]
    {
        assert_eq!(nobody.refusal(document, json!({})).await, "UNAUTHENTICATED", "{document}");
    }
}
