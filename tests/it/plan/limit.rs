//! What one plan may make owed at most.

use domain::{authz::Role, refusal::Lang};
use serde_json::{Value, json};
use tonghop::service::{self, unit::Content};

use super::{IN_JUNE, ISSUE, content, create};
use crate::support::{
    app::App,
    database::{Database, db_test},
    plan::{plan, quang_ngai, task, tra_bong},
};

/// What is there of plans and of what they make.
const LEFT: &str =
    "{ plans { totalCount } obligations { totalCount } units(filter: { form: ORGANISATION }) { totalCount } }";

db_test!(a_plan_that_would_make_too_much_owed_is_refused_by_number_and_leaves_nothing);
async fn a_plan_that_would_make_too_much_owed_is_refused_by_number_and_leaves_nothing(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let leader = app.user("leader", &[(Role::Approver, "VN", "2025-06-30")]).await;
    let nation = leader.query(r#"{ unit(by: {code: {code: "VN", scheme: LOCAL}}) { id } }"#).await["unit"]["id"].take();
    let mut input = content();
    input["year"] = 2026.into();
    input["organisations"] =
        json!([{ "key": "bnv", "name": "Bộ Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }]);
    // For 3,321 communes, 48 times a year.
    let quota = |n: i32| {
        json!({ "no": format!("Q{n}"), "selector": { "each": "COMMUNE" }, "product": "NEWS_ITEM", "stage": "PUBLISHED",
                "minimum": 1, "per": "MONTH_WEEK" })
    };
    input["tasks"][0]["quotas"] = (1..=7).map(quota).collect();
    let draft = create(&leader, nation.as_str().unwrap(), input).await;
    let before = leader.query(LEFT).await;
    let issue = json!({ "input": { "id": draft, "version": 1 } });
    for languages in ["vi", "en"] {
        let (_, body) = leader.send_in(Some(languages), ISSUE, issue.clone()).await;
        let error = &body["errors"][0];
        assert_eq!(error["extensions"]["code"], "RULE_VIOLATED", "{body:#}");
        assert_eq!(error["extensions"]["rule"], "plan.too_many_obligations");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("1115856") && message.contains("1000000"), "{message}");
    }
    assert_eq!(leader.query(LEFT).await, before);
    let plan = leader.data("query($id: ID!) { plan(id: $id) { state version } }", json!({ "id": draft })).await;
    assert_eq!(plan["plan"], json!({ "state": "DRAFT", "version": 1 }));
}

db_test!(an_import_with_such_a_plan_enters_none);
async fn an_import_with_such_a_plan_enters_none(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let auditor = app.user("auditor", &[(Role::Auditor, "VN", "2025-06-30")]).await;
    let before = auditor.query(LEFT).await;
    let quota = |per: &str| json!({ "minimum": 1, "per": per });
    let small = json!([task("1", "EVENT", "EACH_COMMUNE", quota("MONTH"))]);
    let weekly: Vec<Value> =
        (1..=150).map(|n| task(&n.to_string(), "EVENT", "EACH_COMMUNE", quota("MONTH_WEEK"))).collect();
    let files = [
        plan(tra_bong(), "1/KH-UBND", "2025-01-10", 2025, small),
        plan(quang_ngai(), "2/KH-UBND", "2023-12-10", 2024, weekly.into()),
    ];
    let bytes = files.map(|file| file.to_string().into_bytes());
    let files = [("small.json", &bytes[0]), ("large.json", &bytes[1])].map(|(name, bytes)| Content { name, bytes });
    let error = service::plan::import(&app.system(), &files).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.rule()), ("RULE_VIOLATED", Some("plan.too_many_obligations")));
    assert!(error.text(Lang::En).starts_with("large.json: "), "{}", error.text(Lang::En));
    assert_eq!(auditor.query(LEFT).await, before);
}

db_test!(what_a_plan_makes_in_several_parts_is_all_there);
async fn what_a_plan_makes_in_several_parts_is_all_there(database: Database) {
    let app = App::start(database, IN_JUNE).await;
    let auditor = app.user("auditor", &[(Role::Auditor, "VN", "2025-06-30")]).await;
    let quotas: Vec<Value> = (1..=3)
        .map(|n| task(&n.to_string(), "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH_WEEK" })))
        .collect();
    let file = plan(tra_bong(), "1/KH-UBND", "2023-12-10", 2024, quotas.into()).to_string().into_bytes();
    service::plan::import(&app.system(), &[Content { name: "a.json", bytes: &file }]).await.unwrap();
    // 16 communes, 48 times a year, three quotas.
    assert_eq!(auditor.query(LEFT).await["obligations"]["totalCount"], 16 * 48 * 3);
    app.assert_sound().await;
}
