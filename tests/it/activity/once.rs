//! What is asked twice happens once, and of two who race one wins.

use serde_json::json;

use super::{People, tra_bong};
use crate::support::{
    database::{Behind, Database, db_test},
    race::race,
    report::{document, page_issue, with},
};

db_test!(of_two_who_race_to_verify_one_report_exactly_one_wins);
async fn of_two_who_race_to_verify_one_report_exactly_one_wins(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let draft = people.reporter.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await;
    let submitted = people.leader.step("submit", &draft).await;
    let input = json!({ "id": submitted.id, "version": submitted.version });
    let one = || (&people.reviewer, document("verifyActivityReport"), input.clone());
    assert_eq!(race(vec![one(), one(), one()]).await, (1, vec!["CONFLICT".to_owned(); 2]));
    let owed = people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[1], json!(["2025-06-01", 1, 1, 0, "MET"]));
    app.assert_sound().await;
}

db_test!(two_reports_that_race_for_one_obligation_are_both_counted);
async fn two_reports_that_race_for_one_obligation_are_both_counted(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let mut reports = Vec::new();
    for _ in 0..4 {
        reports.push(people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-15")).await);
    }
    for (step, client, owed) in [("submit", &people.leader, [0, 4]), ("verify", &people.reviewer, [4, 0])] {
        let mutation = format!("{step}ActivityReport");
        let input = |report: &crate::support::report::Report| json!({ "id": report.id, "version": report.version });
        let requests = reports.iter().map(|report| (client, document(&mutation), input(report))).collect();
        assert_eq!(race(requests).await, (4, Vec::new()));
        for report in &mut reports {
            report.version += 1;
        }
        let found = people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
        assert_eq!([found[1][2].clone(), found[1][3].clone()], owed.map(|amount| json!(amount)));
    }
    app.assert_sound().await;
}

db_test!(the_same_key_and_input_happen_once_and_answer_alike);
async fn the_same_key_and_input_happen_once_and_answer_alike(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = page_issue(&people.task, "2025-06-15");
    let input = with(content, json!({ "unit": people.unit, "idempotencyKey": "phone-1" }));
    let first = people.reporter.change("createActivityReport", input.clone()).await;
    let second = people.reporter.change("createActivityReport", input.clone()).await;
    assert_eq!(first.seen, second.seen);
    let other = with(input.clone(), json!({ "quantity": 2 }));
    assert_eq!(people.reporter.refused("createActivityReport", other).await, "CONFLICT idempotencyKey");
    let elsewhere = people.leader.change("createActivityReport", input.clone()).await;
    assert_ne!(first.id, elsewhere.id, "a key is its principal's own");
    let submit = json!({ "id": elsewhere.id, "version": 1, "idempotencyKey": "phone-1" });
    for _ in 0..2 {
        let submitted = people.leader.change("submitActivityReport", submit.clone()).await;
        assert_eq!((submitted.state(), submitted.version), ("SUBMITTED", 2));
    }
    let owed = people.reviewer.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[1], json!(["2025-06-01", 1, 0, 1, "ON_TRACK"]));
    // To the microsecond.
    app.clock.set("2025-07-16T02:00:00Z");
    assert_eq!(people.reporter.change("createActivityReport", input.clone()).await.id, first.id);
    app.clock.set("2025-07-16T02:00:00.000001Z");
    let later = people.reporter.change("createActivityReport", input).await;
    assert_ne!(first.id, later.id, "a key is kept for 30 days");
    app.assert_sound().await;
}

db_test!(with_each_key_that_is_claimed_a_hundred_are_forgotten_that_are_kept_no_longer);
async fn with_each_key_that_is_claimed_a_hundred_are_forgotten_that_are_kept_no_longer(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = with(page_issue(&people.task, "2025-06-15"), json!({ "unit": people.unit }));
    let input = |key: &str| with(content.clone(), json!({ "idempotencyKey": key }));
    people.reporter.change("createActivityReport", input("phone-1")).await;
    behind
        .run(
            "WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 250)
             INSERT INTO idempotency_key (principal_id, mutation, key, input_hash, subject_id, created_at)
             SELECT k.principal_id, k.mutation, 'phone-' || n, k.input_hash, k.subject_id, k.created_at
             FROM idempotency_key k, n",
        )
        .await;
    // Whose they were never comes back.
    app.clock.set("2025-07-16T02:00:00.000001Z");
    for (key, kept) in [("a", "151"), ("b", "52"), ("b", "52"), ("c", "3"), ("d", "4")] {
        people.leader.change("createActivityReport", input(key)).await;
        let count = behind.texts("SELECT CAST(COUNT(*) AS TEXT) FROM idempotency_key").await;
        assert_eq!(count, [[Some(kept.to_owned())]], "{key}");
    }
    behind.close().await;
}

db_test!(the_same_key_sent_at_the_same_time_makes_one_report);
async fn the_same_key_sent_at_the_same_time_makes_one_report(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = page_issue(&people.task, "2025-06-15");
    let input = with(content, json!({ "unit": people.unit, "idempotencyKey": "phone-1" }));
    let one = || (&people.reporter, document("createActivityReport"), input.clone());
    assert_eq!(race(vec![one(), one(), one()]).await, (3, Vec::new()));
    let data = people.reporter.query("{ activityReports { totalCount } }").await;
    assert_eq!(data["activityReports"]["totalCount"], 1);
    app.assert_sound().await;
}

db_test!(a_key_that_met_a_refusal_is_free_again);
async fn a_key_that_met_a_refusal_is_free_again(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let content = page_issue(&people.task, "2025-06-15");
    let input = with(content, json!({ "unit": people.unit, "idempotencyKey": "k", "quantity": 0 }));
    assert_eq!(
        people.reporter.refused("createActivityReport", input.clone()).await,
        "BAD_USER_INPUT activity.out_of_bounds"
    );
    people.reporter.change("createActivityReport", with(input, json!({ "quantity": 1 }))).await;
    app.assert_sound().await;
}
