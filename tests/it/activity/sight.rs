//! Who reads a report, and who may take which step.

use domain::authz::Role;
use serde_json::json;

use super::{COMMUNE, DISTRICT, LAST, NEIGHBOUR, PROVINCE, People, tra_bong};
use crate::support::{
    database::{Database, db_test},
    report::{page_issue, with},
};

db_test!(a_draft_is_read_by_its_own_unit_alone_and_what_was_submitted_by_those_above_too);
async fn a_draft_is_read_by_its_own_unit_alone_and_what_was_submitted_by_those_above_too(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let neighbour = app.user("neighbour", &[(Role::Approver, NEIGHBOUR, LAST)]).await;
    let stranger = app.user("stranger", &[]).await;
    let administrator = app.user("administrator", &[(Role::Administrator, "VN", LAST)]).await;
    let auditor = app.user("auditor", &[(Role::Auditor, PROVINCE, LAST)]).await;
    // The new province stands above nobody who ended before it began.
    let new_province = app.user("new", &[(Role::Reviewer, "51", "2025-07-01")]).await;
    let viewer = app.user("viewer", &[(Role::Viewer, COMMUNE, LAST)]).await;

    let draft = people.reporter.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let never = [&neighbour, &stranger, &administrator, &new_province];
    for own in [&people.reporter, &people.leader, &viewer] {
        assert!(own.reads(&draft).await);
    }
    for other in never.into_iter().chain([&auditor, &people.reviewer]) {
        assert!(!other.reads(&draft).await);
        assert_eq!(other.step_refused("submit", &draft).await, "NOT_FOUND");
    }
    assert_eq!(viewer.step_refused("submit", &draft).await, "FORBIDDEN");
    assert_eq!(people.reporter.step_refused("submit", &draft).await, "FORBIDDEN");

    let submitted = people.leader.step("submit", &draft).await;
    for reader in [&people.reporter, &people.leader, &viewer, &auditor, &people.reviewer] {
        assert!(reader.reads(&submitted).await);
    }
    for other in never {
        assert!(!other.reads(&submitted).await);
        assert_eq!(other.step_refused("verify", &submitted).await, "NOT_FOUND");
    }
    for reader in [&people.leader, &viewer, &auditor] {
        assert_eq!(reader.step_refused("verify", &submitted).await, "FORBIDDEN");
    }
    // Years later too, as long as the grant lasts.
    app.clock.set("2026-01-05T02:00:00Z");
    people.reviewer.step("verify", &submitted).await;
}

db_test!(a_draft_that_was_withdrawn_stays_its_units_own_affair);
async fn a_draft_that_was_withdrawn_stays_its_units_own_affair(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let draft = people.reporter.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let withdrawn = people.reporter.step("withdraw", &draft).await;
    assert!(people.leader.reads(&withdrawn).await);
    assert!(!people.reviewer.reads(&withdrawn).await);
}

db_test!(nobody_reviews_what_he_wrote_or_where_he_writes);
async fn nobody_reviews_what_he_wrote_or_where_he_writes(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let both = app.user("both", &[(Role::Reviewer, DISTRICT, LAST), (Role::Reporter, COMMUNE, LAST)]).await;
    let on_it = app.user("on_it", &[(Role::Reviewer, PROVINCE, LAST), (Role::Reviewer, COMMUNE, LAST)]).await;
    let draft = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let submitted = people.leader.step("submit", &draft).await;
    let inbox = "{ reviewInbox { totalCount nodes { id allowedActions } } }";
    for reviewer in [&both, &on_it] {
        assert_eq!(reviewer.step_refused("verify", &submitted).await, "FORBIDDEN");
        assert_eq!(reviewer.query(inbox).await["reviewInbox"]["totalCount"], 0);
    }
    let expected = json!({ "totalCount": 1, "nodes": [{ "id": draft.id, "allowedActions": ["VERIFY", "RETURN"] }] });
    assert_eq!(people.reviewer.query(inbox).await["reviewInbox"], expected);
    // The author moves up and is given the district's review, and loses the commune: still he wrote it.
    let author = app.user("author", &[(Role::Approver, NEIGHBOUR, LAST), (Role::Reviewer, DISTRICT, LAST)]).await;
    let unit = author.unit(NEIGHBOUR, LAST).await;
    let own = author.create(&unit, &page_issue(&people.task, "2025-06-15")).await;
    let own = author.step("submit", &own).await;
    assert_eq!(own.seen["allowedActions"], json!(["WITHDRAW"]));
    assert_eq!(author.step_refused("verify", &own).await, "FORBIDDEN");
}

db_test!(whoever_created_edited_or_submitted_a_report_reviews_it_never_more);
async fn whoever_created_edited_or_submitted_a_report_reviews_it_never_more(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    // Three of the commune write at it, each in his way, and leave the commune the same day.
    let mut writers = Vec::new();
    for name in ["creator", "editor", "submitter"] {
        writers.push(app.user(name, &[]).await);
        app.grant_until(name, Role::Approver, COMMUNE, LAST, "2025-06-16").await;
    }
    let content = page_issue(&people.task, "2025-06-15");
    let report = writers[0].create(&people.unit, &content).await;
    let edited = with(content, json!({ "id": report.id, "version": report.version, "quantity": 9 }));
    let report = writers[1].change("updateActivityReport", edited.clone()).await;
    let report = writers[2].step("submit", &report).await;
    // The next day all three review for the district, and so does somebody who had no part in it.
    app.clock.set_day("2025-06-17");
    for name in ["creator", "editor", "submitter"] {
        app.grant(name, Role::Reviewer, DISTRICT, LAST).await;
    }
    let inbox = "{ reviewInbox { totalCount nodes { allowedActions } } }";
    let document = "query($id: ID!) { activityReport(id: $id) { allowedActions } }";
    for writer in &writers {
        assert_eq!(writer.step_refused("verify", &report).await, "FORBIDDEN");
        let back = json!({ "id": report.id, "version": report.version, "reason": "Sai." });
        assert_eq!(writer.refused("returnActivityReport", back).await, "FORBIDDEN");
        assert_eq!(writer.query(inbox).await["reviewInbox"]["totalCount"], 0);
        let seen = writer.data(document, json!({ "id": report.id })).await;
        assert_eq!(seen["activityReport"]["allowedActions"], json!([]));
    }
    let waits = people.reviewer.query(inbox).await;
    assert_eq!(waits["reviewInbox"]["nodes"], json!([{ "allowedActions": ["VERIFY", "RETURN"] }]));
    // What another wrote anew since then was theirs all the same.
    let returned = people.reviewer.give_back(&report, "Sai.").await;
    let again = with(edited, json!({ "version": returned.version }));
    let report = people.leader.change("updateActivityReport", again).await;
    let report = people.leader.step("submit", &report).await;
    for writer in &writers {
        assert_eq!(writer.step_refused("verify", &report).await, "FORBIDDEN");
    }
    people.reviewer.step("verify", &report).await;
}

db_test!(the_inbox_has_what_waits_below_the_longest_first);
async fn the_inbox_has_what_waits_below_the_longest_first(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let neighbour = app.user("neighbour", &[(Role::Approver, NEIGHBOUR, LAST)]).await;
    let other_unit = neighbour.unit(NEIGHBOUR, LAST).await;
    let mut reports = Vec::new();
    for (leader, unit, day) in
        [(&people.leader, &people.unit, "16"), (&neighbour, &other_unit, "17"), (&people.leader, &people.unit, "18")]
    {
        app.clock.set(&format!("2025-06-{day}T02:00:00Z"));
        let draft = leader.create(unit, &page_issue(&people.task, "2025-06-15")).await;
        reports.push(leader.step("submit", &draft).await);
    }
    app.clock.set("2025-06-20T02:00:00Z");
    let ids = async |filter: serde_json::Value| {
        let document = "query($filter: ReviewInboxFilter!) { reviewInbox(filter: $filter) {
            totalCount nodes { id waitingDays waitingSince } } }";
        let data = people.reviewer.data(document, json!({ "filter": filter })).await;
        let nodes = data["reviewInbox"]["nodes"].as_array().unwrap().clone();
        assert_eq!(data["reviewInbox"]["totalCount"], nodes.len());
        nodes
            .iter()
            .map(|node| (node["id"].as_str().unwrap().to_owned(), node["waitingDays"].clone()))
            .collect::<Vec<_>>()
    };
    let row = |n: usize, days: i32| (reports[n].id.clone(), json!(days));
    assert_eq!(ids(json!({})).await, [row(0, 4), row(1, 3), row(2, 2)]);
    assert_eq!(ids(json!({ "unit": other_unit })).await, [row(1, 3)]);
    assert_eq!(ids(json!({ "submittedBefore": "2025-06-17T02:00:00Z" })).await, [row(0, 4)]);
    assert_eq!(ids(json!({ "submittedBefore": "2025-06-17T02:00:00.000001Z" })).await, [row(0, 4), row(1, 3)]);
    // As in every other list, no state is the state of nothing.
    assert_eq!(ids(json!({ "states": [] })).await, []);
    people.reviewer.step("verify", &reports[0]).await;
    assert_eq!(ids(json!({})).await, [row(1, 3), row(2, 2)]);
    let verified = vec![(reports[0].id.clone(), json!(null))];
    assert_eq!(ids(json!({ "states": ["VERIFIED"] })).await, verified);
}
