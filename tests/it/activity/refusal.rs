//! Bad input: each gets its code and changes nothing.

use domain::authz::Role;
use serde_json::json;

use super::{LAST, People, tra_bong};
use crate::support::{
    database::{Database, db_test},
    plan::task_id,
    report::{page_issue, with},
};

db_test!(each_bad_content_is_refused_by_its_rule_and_nothing_is_kept);
async fn each_bad_content_is_refused_by_its_rule_and_nothing_is_kept(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let good = with(page_issue(&people.task, "2025-06-15"), json!({ "unit": people.unit }));
    let evidence = |address: &str| json!({ "evidence": [{ "address": address }] });
    for (fields, refusal) in [
        (json!({ "datedOn": "2025-06-17" }), "RULE_VIOLATED activity.future_date"),
        (json!({ "tasks": [] }), "RULE_VIOLATED activity.no_task"),
        (json!({ "tasks": vec![&people.task; 2] }), "BAD_USER_INPUT activity.repeated"),
        (json!({ "tasks": [people.unit] }), "BAD_USER_INPUT tasks[0]"),
        (json!({ "tasks": [format!("task_{:032x}", 7)] }), "NOT_FOUND tasks[0]"),
        (json!({ "unit": format!("unit_{:032x}", 7) }), "NOT_FOUND unit"),
        (json!({ "quantity": 10_001 }), "BAD_USER_INPUT activity.out_of_bounds"),
        (json!({ "minutes": -1 }), "BAD_USER_INPUT activity.out_of_bounds"),
        (json!({ "title": "x".repeat(1_001) }), "BAD_USER_INPUT text.too_long"),
        (json!({ "title": "một\u{0}hai" }), "BAD_USER_INPUT text.control_character"),
        (json!({ "topic": "par index" }), "BAD_USER_INPUT quota.topic"),
        (json!({ "product": "NEWS" }), "BAD_USER_INPUT product"),
        (json!({ "datedOn": "2025-02-29" }), "BAD_USER_INPUT datedOn"),
        (evidence("ftp://a.vn/x"), "BAD_USER_INPUT activity.evidence_address"),
        (json!({ "idempotencyKey": "" }), "BAD_USER_INPUT text.empty"),
        (json!({ "idempotencyKey": "k".repeat(201) }), "BAD_USER_INPUT text.too_long"),
    ] {
        assert_eq!(people.reporter.refused("createActivityReport", with(good.clone(), fields)).await, refusal);
    }
    let data = people.reporter.query("{ activityReports { totalCount } }").await;
    assert_eq!(data["activityReports"]["totalCount"], 0);
}

db_test!(a_title_is_kept_in_its_normal_form);
async fn a_title_is_kept_in_its_normal_form(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = with(page_issue(&people.task, "2025-06-15"), json!({ "title": " Ba\u{300}i " }));
    let report = people.reporter.create(&people.unit, &content).await;
    let data =
        people.reporter.data("query($id: ID!) { activityReport(id: $id) { title } }", json!({ "id": report.id }));
    assert_eq!(data.await["activityReport"]["title"], "B\u{e0}i");
}

db_test!(a_unit_reports_only_from_its_own_life);
async fn a_unit_reports_only_from_its_own_life(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    // The last second of 30 June in +07:00, and the first of 1 July, when the commune is no more.
    app.clock.set("2025-06-30T16:59:59.999999Z");
    let content = page_issue(&people.task, "2025-07-01");
    let refused = with(content.clone(), json!({ "unit": people.unit }));
    let create = "createActivityReport";
    assert_eq!(people.reporter.refused(create, refused.clone()).await, "RULE_VIOLATED activity.future_date");
    app.clock.set("2025-06-30T17:00:00Z");
    assert_eq!(people.reporter.refused(create, refused).await, "RULE_VIOLATED activity.unit_not_living");
    // June's activity may still be reported and verified.
    let draft = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-30")).await;
    let submitted = people.leader.step("submit", &draft).await;
    people.reviewer.step("verify", &submitted).await;
    let owed = people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[1], json!(["2025-06-01", 1, 1, 0, "MET"]));
}

db_test!(a_task_may_be_named_only_where_the_unit_may_read_its_plan);
async fn a_task_may_be_named_only_where_the_unit_may_read_its_plan(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    // A commune of another district of the same province.
    let other = app.user("other", &[(Role::Reporter, "21223", LAST)]).await;
    let unit = other.unit("21223", LAST).await;
    let content = with(page_issue(&people.task, "2025-06-15"), json!({ "unit": unit }));
    assert_eq!(other.refused("createActivityReport", content).await, "NOT_FOUND tasks[0]");
}

db_test!(what_is_submitted_has_evidence_or_an_explanation);
async fn what_is_submitted_has_evidence_or_an_explanation(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let bare = with(page_issue(&people.task, "2025-06-15"), json!({ "explanation": null }));
    let draft = people.leader.create(&people.unit, &bare).await;
    assert_eq!(people.leader.step_refused("submit", &draft).await, "RULE_VIOLATED activity.no_proof");
}

db_test!(a_return_has_a_reason);
async fn a_return_has_a_reason(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let draft = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let submitted = people.leader.step("submit", &draft).await;
    let input = json!({ "id": submitted.id, "version": submitted.version, "reason": "  " });
    assert_eq!(people.reviewer.refused("returnActivityReport", input).await, "BAD_USER_INPUT text.empty");
}

db_test!(a_report_that_matches_nothing_is_kept_and_says_so);
async fn a_report_that_matches_nothing_is_kept_and_says_so(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let task = task_id(&people.reporter, "54/KH-UBND", "V.5").await;
    let content = with(page_issue(&task, "2025-06-15"), json!({ "product": "OTHER" }));
    let draft = people.leader.create(&people.unit, &content).await;
    let submitted = people.leader.step("submit", &draft).await;
    assert_eq!(submitted.seen["matches"], false);
    let verified = people.reviewer.step("verify", &submitted).await;
    assert_eq!((verified.state(), &verified.seen["matches"]), ("VERIFIED", &json!(false)));
}
