//! The life of a report, and what each step does to the figures.

use serde_json::json;

use super::{People, tra_bong};
use crate::support::{
    database::{Database, db_test},
    report::{page_issue, with},
};

db_test!(a_report_is_written_submitted_and_verified_and_the_figures_follow);
async fn a_report_is_written_submitted_and_verified_and_the_figures_follow(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let owed = async || people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
    let may = json!(["2025-05-01", 1, 0, 0, "MISSED"]);
    assert_eq!(owed().await, json!([may, ["2025-06-01", 1, 0, 0, "ON_TRACK"]]));

    let draft = people.reporter.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    assert_eq!((draft.state(), draft.version), ("DRAFT", 1));
    assert_eq!(draft.seen["matches"], json!(null));
    assert_eq!(draft.seen["authorName"], "reporter");
    assert_eq!(draft.seen["allowedActions"], json!(["EDIT", "WITHDRAW"]));
    assert_eq!(owed().await[1], json!(["2025-06-01", 1, 0, 0, "ON_TRACK"]));

    app.clock.set("2025-06-16T03:00:00.000001Z");
    let submitted = people.leader.step("submit", &draft).await;
    assert_eq!((submitted.state(), submitted.version), ("SUBMITTED", 2));
    assert_eq!(submitted.seen["firstSubmittedAt"], "2025-06-16T03:00:00.000001Z");
    assert_eq!(submitted.seen["matches"], true);
    assert_eq!(submitted.seen["allowedActions"], json!(["WITHDRAW"]));
    assert_eq!(owed().await[1], json!(["2025-06-01", 1, 0, 1, "ON_TRACK"]));

    let verified = people.reviewer.step("verify", &submitted).await;
    assert_eq!((verified.state(), verified.version), ("VERIFIED", 3));
    assert_eq!(verified.seen["allowedActions"], json!(["RETURN"]));
    assert_eq!(owed().await[1], json!(["2025-06-01", 1, 1, 0, "MET"]));
    app.assert_sound().await;
}

db_test!(a_return_takes_the_figure_back_down_and_a_second_submission_lifts_it_again);
async fn a_return_takes_the_figure_back_down_and_a_second_submission_lifts_it_again(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let owed = async || people.reviewer.owed(&people.unit, "PAGE_ISSUE").await[1].clone();
    let content = page_issue(&people.task, "2025-06-15");
    let draft = people.leader.create(&people.unit, &content).await;
    let submitted = people.leader.step("submit", &draft).await;
    let verified = people.reviewer.step("verify", &submitted).await;

    app.clock.set("2025-06-17T02:00:00Z");
    let returned = people.reviewer.give_back(&verified, "Liên kết hỏng.").await;
    assert_eq!((returned.state(), returned.version), ("RETURNED", 4));
    assert_eq!(returned.seen["returnReason"], "Liên kết hỏng.");
    assert_eq!(returned.seen["returnFields"], json!(["EVIDENCE"]));
    assert_eq!(returned.seen["matches"], json!(null));
    assert_eq!(owed().await, json!(["2025-06-01", 1, 0, 0, "ON_TRACK"]));

    let content =
        with(content, json!({ "quantity": 2, "explanation": null, "evidence": [{ "address": "https://a.vn" }] }));
    let input = with(content, json!({ "id": returned.id, "version": returned.version }));
    let edited = people.reporter.change("updateActivityReport", input).await;
    assert_eq!((edited.state(), edited.version), ("RETURNED", 5));
    let again = people.leader.step("submit", &edited).await;
    assert_eq!(again.seen["firstSubmittedAt"], "2025-06-16T02:00:00Z", "set once, never overwritten");
    assert_eq!(again.seen["submittedAt"], "2025-06-17T02:00:00Z");
    assert_eq!(owed().await, json!(["2025-06-01", 1, 0, 2, "ON_TRACK"]));
    people.reviewer.step("verify", &again).await;
    assert_eq!(owed().await, json!(["2025-06-01", 1, 2, 0, "MET"]));
    app.assert_sound().await;
}

db_test!(a_withdrawn_report_counts_nothing_and_has_no_next_step);
async fn a_withdrawn_report_counts_nothing_and_has_no_next_step(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = page_issue(&people.task, "2025-06-15");
    let draft = people.reporter.create(&people.unit, &content).await;
    let submitted = people.leader.step("submit", &draft).await;
    assert_eq!(people.reporter.step_refused("withdraw", &submitted).await, "FORBIDDEN");
    let withdrawn = people.leader.step("withdraw", &submitted).await;
    assert_eq!(withdrawn.state(), "WITHDRAWN");
    assert_eq!(withdrawn.seen["allowedActions"], json!([]));
    let owed = people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[1], json!(["2025-06-01", 1, 0, 0, "ON_TRACK"]));
    for step in ["submit", "withdraw"] {
        assert_eq!(people.leader.step_refused(step, &withdrawn).await, "RULE_VIOLATED activity.transition");
    }
    assert_eq!(people.reviewer.step_refused("verify", &withdrawn).await, "RULE_VIOLATED activity.transition");

    let other = people.reporter.create(&people.unit, &content).await;
    assert_eq!(people.reporter.step("withdraw", &other).await.state(), "WITHDRAWN");
    app.assert_sound().await;
}

db_test!(what_was_verified_returned_and_withdrawn_leaves_no_trace_in_the_figures);
async fn what_was_verified_returned_and_withdrawn_leaves_no_trace_in_the_figures(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let document = "query($unit: ID!) { unit(by: { id: $unit }) { compliance(from: \"2025-06-01\", to: \"2025-06-30\") {
        figures { counts { met onTrack } products { achieved pending } coverage { achieved } rate { numerator } } } } }";
    let figures = async || {
        let data = people.reviewer.data(document, json!({ "unit": people.unit })).await;
        data["unit"]["compliance"]["figures"].clone()
    };
    let before = figures().await;
    let draft = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let submitted = people.leader.step("submit", &draft).await;
    let verified = people.reviewer.step("verify", &submitted).await;
    assert_eq!(figures().await["coverage"]["achieved"], 1);
    let returned = people.reviewer.give_back(&verified, "Chưa đăng.").await;
    assert_eq!(figures().await, before);
    let withdrawn = people.leader.step("withdraw", &returned).await;
    assert_eq!(withdrawn.state(), "WITHDRAWN");
    assert_eq!(figures().await, before);
    let parts = "query($id: ID!) { activityReport(id: $id) { matches contributions { totalCount } } }";
    let data = people.leader.data(parts, json!({ "id": withdrawn.id })).await;
    assert_eq!(data["activityReport"], json!({ "matches": null, "contributions": { "totalCount": 0 } }));
    assert_eq!(people.leader.step_refused("submit", &withdrawn).await, "RULE_VIOLATED activity.transition");
    app.assert_sound().await;
}

db_test!(a_step_that_does_not_follow_is_refused_and_changes_nothing);
async fn a_step_that_does_not_follow_is_refused_and_changes_nothing(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = page_issue(&people.task, "2025-06-15");
    let draft = people.leader.create(&people.unit, &content).await;
    assert_eq!(people.reviewer.step_refused("verify", &draft).await, "NOT_FOUND", "a draft is its unit's own affair");
    let submitted = people.leader.step("submit", &draft).await;
    let edit = |version| with(content.clone(), json!({ "id": draft.id, "version": version }));
    assert_eq!(people.leader.refused("updateActivityReport", edit(2)).await, "RULE_VIOLATED activity.transition");
    assert_eq!(people.leader.step_refused("submit", &submitted).await, "RULE_VIOLATED activity.transition");
    let verified = people.reviewer.step("verify", &submitted).await;
    assert_eq!(people.reviewer.step_refused("verify", &verified).await, "RULE_VIOLATED activity.transition");
    assert_eq!(people.leader.step_refused("withdraw", &verified).await, "RULE_VIOLATED activity.transition");
    assert_eq!(people.leader.refused("updateActivityReport", edit(3)).await, "RULE_VIOLATED activity.transition");
    let owed = people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[1], json!(["2025-06-01", 1, 1, 0, "MET"]));
    app.assert_sound().await;
}

db_test!(who_did_not_see_the_latest_version_changes_nothing);
async fn who_did_not_see_the_latest_version_changes_nothing(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = page_issue(&people.task, "2025-06-15");
    let first = people.reporter.create(&people.unit, &content).await;
    let input = with(content.clone(), json!({ "id": first.id, "version": 1, "title": "Khác" }));
    let second = people.leader.change("updateActivityReport", input.clone()).await;
    assert_eq!(people.reporter.refused("updateActivityReport", input).await, "CONFLICT version");
    assert_eq!(people.leader.step_refused("submit", &first).await, "CONFLICT version");
    let submitted = people.leader.step("submit", &second).await;
    assert_eq!(people.reviewer.step_refused("verify", &second).await, "CONFLICT version");
    people.reviewer.step("verify", &submitted).await;
    app.assert_sound().await;
}

db_test!(a_report_tells_its_history_with_reasons);
async fn a_report_tells_its_history_with_reasons(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let draft = people.reporter.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let submitted = people.leader.step("submit", &draft).await;
    app.clock.set("2025-06-18T02:00:00Z");
    let returned = people.reviewer.give_back(&submitted, "Thiếu ảnh.").await;
    let again = people.leader.step("submit", &returned).await;
    people.reviewer.step("verify", &again).await;
    let document = "query($id: ID!) { activityReport(id: $id) { history {
        totalCount nodes { at actorName action reason fields before after } } } }";
    let data = people.reporter.data(document, json!({ "id": draft.id })).await;
    let event = |at: &str, who: &str, action: &str, before: Option<&str>, after: &str| json!({ "at": at, "actorName": who, "action": action, "reason": null, "fields": [], "before": before, "after": after });
    let (first, later) = ("2025-06-16T02:00:00Z", "2025-06-18T02:00:00Z");
    let mut given_back = event(later, "reviewer", "RETURN", Some("SUBMITTED"), "RETURNED");
    given_back["reason"] = json!("Thiếu ảnh.");
    given_back["fields"] = json!(["EVIDENCE"]);
    let expected = json!([
        event(first, "reporter", "CREATE", None, "DRAFT"),
        event(first, "leader", "SUBMIT", Some("DRAFT"), "SUBMITTED"),
        given_back,
        event(later, "leader", "SUBMIT", Some("RETURNED"), "SUBMITTED"),
        event(later, "reviewer", "VERIFY", Some("SUBMITTED"), "VERIFIED"),
    ]);
    assert_eq!(data["activityReport"]["history"], json!({ "totalCount": 5, "nodes": expected }));
    app.assert_sound().await;
}
