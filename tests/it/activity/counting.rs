//! What a report counts for.

use domain::authz::Role;
use serde_json::json;

use super::{COMMUNE, LAST, NOW, People, tra_bong};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::{import, plan, quang_ngai, task, task_id, tra_bong as district},
    report::{page_issue, with},
};

/// Submits and verifies one item of a product under a task on a day.
async fn done(leader: &Client<'_>, reviewer: &Client<'_>, unit: &str, task: &str, product: &str, on: &str) {
    let content = with(page_issue(task, on), json!({ "product": product, "channels": [] }));
    let draft = leader.create(unit, &content).await;
    let submitted = leader.step("submit", &draft).await;
    reviewer.step("verify", &submitted).await;
}

db_test!(a_report_of_a_leap_day_counts_for_its_february);
async fn a_report_of_a_leap_day_counts_for_its_february(database: Database) {
    let app = App::start(database, "2024-03-10T02:00:00Z").await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" }))]);
    import(&app, &plan(district(), "1/KH-UBND", "2024-02-01", 2024, tasks)).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, "525", LAST)]).await;
    let unit = leader.unit(COMMUNE, LAST).await;
    let task = task_id(&leader, "1/KH-UBND", "1").await;
    done(&leader, &reviewer, &unit, &task, "EVENT", "2024-02-29").await;
    let owed = leader.owed(&unit, "EVENT").await;
    assert_eq!(owed[0], json!(["2024-02-01", 2, 1, 0, "MISSED"]));
    assert_eq!(owed[1][2], 0);
    app.assert_sound().await;
}

db_test!(a_report_of_the_old_year_counts_for_the_week_that_ends_in_the_new_one);
async fn a_report_of_the_old_year_counts_for_the_week_that_ends_in_the_new_one(database: Database) {
    let app = App::start(database, "2025-01-06T02:00:00Z").await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "WEEK" }))]);
    import(&app, &plan(district(), "1/KH-UBND", "2024-12-02", 2025, tasks)).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, "525", LAST)]).await;
    let unit = leader.unit(COMMUNE, LAST).await;
    let task = task_id(&leader, "1/KH-UBND", "1").await;
    done(&leader, &reviewer, &unit, &task, "EVENT", "2024-12-31").await;
    let owed = leader.owed(&unit, "EVENT").await;
    assert_eq!(owed[0], json!(["2024-12-30", 1, 1, 0, "MET"]));
    assert_eq!(owed[1], json!(["2025-01-06", 1, 0, 0, "ON_TRACK"]));
    app.assert_sound().await;
}

db_test!(a_report_of_the_last_second_of_a_day_is_of_that_day);
async fn a_report_of_the_last_second_of_a_day_is_of_that_day(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    app.clock.set("2025-05-31T16:59:59.999999Z");
    let refused = with(page_issue(&people.task, "2025-06-01"), json!({ "unit": people.unit }));
    assert_eq!(people.leader.refused("createActivityReport", refused).await, "RULE_VIOLATED activity.future_date");
    let draft = people.leader.create(&people.unit, &page_issue(&people.task, "2025-05-31")).await;
    people.leader.step("submit", &draft).await;
    let owed = people.leader.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[0], json!(["2025-05-01", 1, 0, 1, "ON_TRACK"]));
    app.clock.set("2025-05-31T17:00:00Z");
    let owed = people.leader.owed(&people.unit, "PAGE_ISSUE").await;
    assert_eq!(owed[0], json!(["2025-05-01", 1, 0, 1, "AWAITING_REVIEW"]));
    app.assert_sound().await;
}

db_test!(one_report_serves_a_month_and_a_year_once_each);
async fn one_report_serves_a_month_and_a_year_once_each(database: Database) {
    let app = App::start(database, NOW).await;
    let month = task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "MONTH" }));
    let year = task("2", "EVENT", "EACH_COMMUNE", json!({ "minimum": 4, "per": "YEAR" }));
    import(&app, &plan(district(), "1/KH-UBND", "2025-06-01", 2025, json!([month, year]))).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, LAST)]).await;
    let unit = leader.unit(COMMUNE, LAST).await;
    let tasks = [task_id(&leader, "1/KH-UBND", "1").await, task_id(&leader, "1/KH-UBND", "2").await];
    let content = with(page_issue(&tasks[0], "2025-06-15"), json!({ "product": "EVENT", "tasks": tasks }));

    let document = "query($input: PreviewActivityReportInput!) { previewActivityReport(input: $input) {
        lines { totalCount nodes { amount obligation { windowKind } } } problems { code rule field } } }";
    let input = with(content.clone(), json!({ "unit": unit, "quantity": 3 }));
    let data = leader.data(document, json!({ "input": input })).await;
    let expected = json!({
        "lines": { "totalCount": 2, "nodes": [
            { "amount": 3, "obligation": { "windowKind": "MONTH" } },
            { "amount": 3, "obligation": { "windowKind": "YEAR" } },
        ] },
        "problems": [],
    });
    assert_eq!(data["previewActivityReport"], expected);

    let draft = leader.create(&unit, &content).await;
    let submitted = leader.step("submit", &draft).await;
    let document = "query($id: ID!) { activityReport(id: $id) { contributions { totalCount nodes {
        id amount state datedOn obligation { windowKind pending contributions { nodes { report { id } } } } } } } }";
    let data = leader.data(document, json!({ "id": submitted.id })).await;
    let contributions = &data["activityReport"]["contributions"];
    assert_eq!(contributions["totalCount"], 2);
    for node in contributions["nodes"].as_array().unwrap() {
        assert_eq!((&node["amount"], &node["state"]), (&json!(1), &json!("PENDING")));
        assert_eq!(node["obligation"]["pending"], 1);
        assert_eq!(node["obligation"]["contributions"]["nodes"][0]["report"]["id"], submitted.id);
        let again =
            leader.data("query($id: ID!) { node(id: $id) { id __typename } }", json!({ "id": node["id"] })).await;
        assert_eq!(again["node"]["__typename"], "Contribution");
    }
    app.assert_sound().await;
}

db_test!(a_preview_says_what_stands_in_the_way_and_writes_nothing);
async fn a_preview_says_what_stands_in_the_way_and_writes_nothing(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let document = "query($input: PreviewActivityReportInput!) { previewActivityReport(input: $input) {
        lines { totalCount } problems { code rule field message } } }";
    let content = with(page_issue(&people.task, "2025-06-15"), json!({ "unit": people.unit, "explanation": null }));
    let data = people.reporter.data(document, json!({ "input": content })).await;
    assert_eq!(data["previewActivityReport"]["lines"]["totalCount"], 1);
    assert_eq!(data["previewActivityReport"]["problems"][0]["rule"], "activity.no_proof");
    let future = with(content.clone(), json!({ "datedOn": "2025-06-17" }));
    let data = people.reporter.data(document, json!({ "input": future })).await;
    assert_eq!(data["previewActivityReport"]["lines"]["totalCount"], 0);
    assert_eq!(data["previewActivityReport"]["problems"][0]["rule"], "activity.future_date");
    let nothing = people.reporter.query("{ activityReports { totalCount } }").await;
    assert_eq!(nothing["activityReports"]["totalCount"], 0);
    assert_eq!(people.reviewer.refusal(document, json!({ "input": content })).await, "FORBIDDEN");
    app.assert_sound().await;
}

db_test!(an_issued_plan_counts_for_the_plan_that_asked_for_it);
async fn an_issued_plan_counts_for_the_plan_that_asked_for_it(database: Database) {
    let app = App::start(database, "2025-06-16T02:00:00Z").await;
    let asked = task("1", "PLAN", "EACH_DISTRICT", json!({ "minimum": 1, "per": "ONCE", "by": "2025-04-20" }));
    import(&app, &plan(quang_ngai(), "82/KH-UBND", "2025-01-10", 2025, json!([asked]))).await;
    let leader = app.user("leader", &[(Role::Approver, "525", LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, "51", LAST)]).await;
    let unit = leader.unit("525", LAST).await;
    assert_eq!(leader.owed(&unit, "PLAN").await, json!([["2025-01-01", 1, 0, 0, "MISSED"]]));
    let task_id = task_id(&leader, "82/KH-UBND", "1").await;
    // A report about the plan counts as long as the plan itself is not here.
    done(&leader, &reviewer, &unit, &task_id, "PLAN", "2025-04-18").await;
    assert_eq!(leader.owed(&unit, "PLAN").await, json!([["2025-01-01", 1, 1, 0, "MET"]]));

    let own = task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 1, "per": "YEAR" }));
    let mut answer = plan(district(), "54/KH-UBND", "2025-04-25", 2025, json!([own]));
    answer["carries_out"] = json!([{ "symbol": "82/KH-UBND", "issued_on": "2025-01-10",
        "issuer": "UBND tỉnh Quảng Ngãi", "title": "Kế hoạch thử 82/KH-UBND" }]);
    import(&app, &answer).await;
    assert_eq!(leader.owed(&unit, "PLAN").await, json!([["2025-01-01", 1, 1, 0, "MET_LATE"]]));
    done(&leader, &reviewer, &unit, &task_id, "PLAN", "2025-04-19").await;
    assert_eq!(leader.owed(&unit, "PLAN").await, json!([["2025-01-01", 1, 1, 0, "MET_LATE"]]));
    app.assert_sound().await;
}
