//! Reports and the plans behind what they count for: sets that owe together, chains of tasks, revoked plans.

use domain::authz::Role;
use serde_json::{Value, json};

use super::{COMMUNE, DISTRICT, LAST, NEIGHBOUR, NOW, PROVINCE};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    report::{page_issue, with},
};

/// A task whose one quota asks each commune, or all of them together, for events every month.
fn events(no: &str, quota: Value) -> Value {
    let quota = with(
        json!({ "no": format!("Q{no}"), "selector": { "each": "COMMUNE" }, "product": "EVENT", "minimum": 6,
                "per": "MONTH", "stage": "DONE" }),
        quota,
    );
    json!({ "no": no, "title": "Tổ chức sự kiện", "product": "EVENT", "quotas": [quota] })
}

/// Issues a plan of 2 June 2025; gives its id, its version and the ids of its tasks.
async fn issue(leader: &Client<'_>, issuer: &str, content: Value) -> (String, i64, Vec<String>) {
    let content =
        with(json!({ "issuedOn": "2025-06-02", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch thử" }), content);
    let create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id version } } }";
    let data = leader.data(create, json!({ "input": { "issuer": issuer, "content": content } })).await;
    let plan = &data["createPlan"]["plan"];
    let issue = "mutation($input: IssuePlanInput!) { issuePlan(input: $input) {
        plan { id version tasks { nodes { id } } } } }";
    let input = json!({ "id": plan["id"], "version": plan["version"] });
    let data = leader.data(issue, json!({ "input": input })).await;
    let plan = &data["issuePlan"]["plan"];
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    let tasks = plan["tasks"]["nodes"].as_array().unwrap().iter().map(|task| id(&task["id"])).collect();
    (id(&plan["id"]), plan["version"].as_i64().unwrap(), tasks)
}

fn event(task: &str, quantity: i32) -> Value {
    with(page_issue(task, "2025-06-15"), json!({ "product": "EVENT", "channels": [], "quantity": quantity }))
}

db_test!(members_of_a_pool_see_its_totals_and_not_each_others_reports);
async fn members_of_a_pool_see_its_totals_and_not_each_others_reports(database: Database) {
    let app = App::start(database, NOW).await;
    let district = app.user("district", &[(Role::Approver, DISTRICT, LAST)]).await;
    let content = json!({
        "organisations": [{ "key": "pnv", "name": "Phòng Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }],
        "tasks": [events("1", json!({ "sharing": "POOLED", "owedBy": "pnv" }))],
    });
    let (_, _, tasks) = issue(&district, &district.unit(DISTRICT, LAST).await, content).await;
    let one = app.user("one", &[(Role::Approver, COMMUNE, LAST)]).await;
    let two = app.user("two", &[(Role::Approver, NEIGHBOUR, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, PROVINCE, LAST)]).await;
    let mut reports = Vec::new();
    for (leader, code, quantity) in [(&one, COMMUNE, 2), (&two, NEIGHBOUR, 3)] {
        let draft = leader.create(&leader.unit(code, LAST).await, &event(&tasks[0], quantity)).await;
        reports.push(leader.step("submit", &draft).await);
    }
    reviewer.step("verify", &reports[0]).await;

    let pool = "{ obligations { nodes { sharing unit { name(on: \"2025-06-30\") } target achieved pending
        contributions { totalCount nodes { amount report { id } } } } } }";
    let seen = async |client: &Client<'_>| client.query(pool).await["obligations"]["nodes"].clone();
    let part = |report: usize, amount: i32| json!({ "amount": amount, "report": { "id": reports[report].id } });
    let whole = |parts: Vec<Value>| {
        json!([{ "sharing": "POOLED", "unit": { "name": "Phòng Nội vụ" }, "target": 6, "achieved": 2, "pending": 3,
                 "contributions": { "totalCount": parts.len(), "nodes": parts } }])
    };
    assert_eq!(seen(&one).await, whole(vec![part(0, 2)]));
    assert_eq!(seen(&two).await, whole(vec![part(1, 3)]));
    assert_eq!(seen(&reviewer).await, whole(vec![part(0, 2), part(1, 3)]));

    // The other's contribution is behind no door.
    let contribution = "query($id: ID!) { activityReport(id: $id) { contributions { nodes { id } } } }";
    let data = two.data(contribution, json!({ "id": reports[1].id })).await;
    let id = &data["activityReport"]["contributions"]["nodes"][0]["id"];
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(two.data(node, json!({ "id": id })).await["node"]["id"], *id);
    assert_eq!(one.data(node, json!({ "id": id })).await["node"], json!(null));
    app.assert_sound().await;
}

db_test!(a_report_counts_up_the_chain_of_tasks_that_its_task_carries_out);
async fn a_report_counts_up_the_chain_of_tasks_that_its_task_carries_out(database: Database) {
    let app = App::start(database, NOW).await;
    let province = app.user("province", &[(Role::Approver, PROVINCE, LAST)]).await;
    let district = app.user("district", &[(Role::Approver, DISTRICT, LAST)]).await;
    let commune = app.user("commune", &[(Role::Approver, COMMUNE, LAST)]).await;
    let unit = commune.unit(COMMUNE, LAST).await;
    let top = json!({ "symbol": "1/KH", "tasks": [events("1", json!({}))] });
    let (_, _, top) = issue(&province, &province.unit(PROVINCE, LAST).await, top).await;
    let bare = |carries_out: &str| json!({ "no": "1", "title": "Làm theo", "product": "EVENT", "carriesOut": [carries_out], "quotas": [] });
    let middle = json!({ "symbol": "2/KH", "tasks": [bare(&top[0])] });
    let (_, _, middle) = issue(&district, &district.unit(DISTRICT, LAST).await, middle).await;
    let own = json!({ "symbol": "3/KH", "tasks": [bare(&middle[0])] });
    let (_, _, own) = issue(&commune, &unit, own).await;

    let draft = commune.create(&unit, &event(&own[0], 4)).await;
    assert_eq!(commune.step("submit", &draft).await.seen["matches"], true);
    assert_eq!(commune.owed(&unit, "EVENT").await, json!([["2025-06-01", 6, 0, 4, "ON_TRACK"]]));
    // Never the other way round: a report under the higher task is not one under the lower.
    let draft = commune.create(&unit, &event(&top[0], 1)).await;
    commune.step("submit", &draft).await;
    assert_eq!(commune.owed(&unit, "EVENT").await, json!([["2025-06-01", 6, 0, 5, "ON_TRACK"]]));
    app.assert_sound().await;
}

db_test!(the_inbox_is_narrowed_by_plan_and_by_who_stood_below_whom);
async fn the_inbox_is_narrowed_by_plan_and_by_who_stood_below_whom(database: Database) {
    let app = App::start(database, NOW).await;
    let province = app.user("province", &[(Role::Approver, PROVINCE, LAST)]).await;
    let district = app.user("district", &[(Role::Approver, DISTRICT, LAST)]).await;
    // Of another district.
    let elsewhere = app.user("elsewhere", &[(Role::Approver, "21043", LAST)]).await;
    let commune = app.user("commune", &[(Role::Approver, COMMUNE, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, PROVINCE, LAST)]).await;
    let (unit_here, other) = (commune.unit(COMMUNE, LAST).await, elsewhere.unit("21043", LAST).await);
    let top = json!({ "symbol": "1/KH", "tasks": [events("1", json!({}))] });
    let (top, _, asked) = issue(&province, &province.unit(PROVINCE, LAST).await, top).await;
    let task = json!({ "no": "1", "title": "Làm theo", "product": "EVENT", "carriesOut": [asked[0]], "quotas": [] });
    let lower = json!({ "symbol": "2/KH", "tasks": [task] });
    let (lower, _, tasks) = issue(&district, &district.unit(DISTRICT, LAST).await, lower).await;

    let mut ids = Vec::new();
    for (second, (leader, unit, content)) in [
        // Under the lower plan, counted for what the higher asks; under the higher; under the lower, counted for nothing.
        (&commune, &unit_here, event(&tasks[0], 1)),
        (&elsewhere, &other, event(&asked[0], 1)),
        (&commune, &unit_here, page_issue(&tasks[0], "2025-06-15")),
    ]
    .into_iter()
    .enumerate()
    {
        app.clock.set(&format!("2025-06-16T02:00:0{second}Z"));
        let draft = leader.create(unit, &content).await;
        let submitted = leader.step("submit", &draft).await;
        assert_eq!(submitted.seen["matches"], second < 2);
        ids.push(submitted.id);
    }
    let document = "query($filter: ReviewInboxFilter) { reviewInbox(filter: $filter) { totalCount nodes { id } } }";
    let unit = async |code: &str, on: &str| reviewer.unit(code, on).await;
    let (quang_ngai, tra_bong) = (unit(PROVINCE, LAST).await, unit(DISTRICT, LAST).await);
    for (filter, found) in [
        (json!({ "plan": top }), [0, 1].as_slice()),
        (json!({ "plan": lower }), &[0, 2]),
        (json!({ "below": quang_ngai }), &[0, 1, 2]),
        (json!({ "below": tra_bong }), &[0, 2]),
        (json!({ "below": unit("524", LAST).await }), &[1]),
        (json!({ "below": unit_here }), &[]),
        // Of the same name and code, but not above them on the day.
        (json!({ "below": unit(PROVINCE, "2025-07-01").await }), &[]),
        (json!({ "plan": top, "below": tra_bong }), &[0]),
        (json!({ "plan": lower, "unit": other }), &[]),
    ] {
        let data = reviewer.data(document, json!({ "filter": filter })).await;
        let nodes: Vec<Value> = found.iter().map(|n| json!({ "id": ids[*n] })).collect();
        assert_eq!(data["reviewInbox"], json!({ "totalCount": found.len(), "nodes": nodes }), "{filter}");
    }
    app.assert_sound().await;
}

db_test!(what_a_revoked_plan_asked_for_takes_nothing_more);
async fn what_a_revoked_plan_asked_for_takes_nothing_more(database: Database) {
    let app = App::start(database, NOW).await;
    let district = app.user("district", &[(Role::Approver, DISTRICT, LAST), (Role::Viewer, COMMUNE, LAST)]).await;
    let content = json!({ "tasks": [events("1", json!({}))] });
    let (plan, version, tasks) = issue(&district, &district.unit(DISTRICT, LAST).await, content).await;
    let commune = app.user("commune", &[(Role::Approver, COMMUNE, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, PROVINCE, LAST)]).await;
    let unit = commune.unit(COMMUNE, LAST).await;
    let early = commune.create(&unit, &event(&tasks[0], 2)).await;
    let early = commune.step("submit", &early).await;
    let late = commune.create(&unit, &event(&tasks[0], 3)).await;

    let revoke = "mutation($input: RevokePlanInput!) { revokePlan(input: $input) { plan { state } } }";
    let input = json!({ "id": plan, "version": version, "reason": "Ban hành nhầm." });
    district.data(revoke, json!({ "input": input })).await;
    assert_eq!(commune.step("submit", &late).await.seen["matches"], false);
    // What was counted before stays readable with the obligation, in no figure: it counts for nothing.
    assert_eq!(reviewer.step("verify", &early).await.seen["matches"], false);
    let kept =
        "query($id: ID!) { activityReport(id: $id) { contributions { nodes { amount obligation { revoked } } } } }";
    let data = commune.data(kept, json!({ "id": early.id })).await;
    let kept = json!([{ "amount": 2, "obligation": { "revoked": true } }]);
    assert_eq!(data["activityReport"]["contributions"]["nodes"], kept);
    let refused = with(event(&tasks[0], 1), json!({ "unit": unit }));
    assert_eq!(commune.refused("createActivityReport", refused).await, "NOT_FOUND tasks[0]");
    app.assert_sound().await;
}

db_test!(a_report_for_what_is_exempt_matches_nothing_as_its_preview_says);
async fn a_report_for_what_is_exempt_matches_nothing_as_its_preview_says(database: Database) {
    let app = App::start(database, NOW).await;
    let district = app.user("district", &[(Role::Approver, DISTRICT, LAST)]).await;
    let content = json!({ "tasks": [events("1", json!({}))] });
    let (_, _, tasks) = issue(&district, &district.unit(DISTRICT, LAST).await, content).await;
    let commune = app.user("commune", &[(Role::Approver, COMMUNE, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, PROVINCE, LAST)]).await;
    let unit = commune.unit(COMMUNE, LAST).await;
    let report = commune.step("submit", &commune.create(&unit, &event(&tasks[0], 2)).await).await;
    let both = "query($report: ID!, $input: PreviewActivityReportInput!) {
        activityReport(id: $report) { matches } previewActivityReport(input: $input) { lines { totalCount } } }";
    let another = with(event(&tasks[0], 1), json!({ "unit": unit }));
    let both = async || {
        let data = commune.data(both, json!({ "report": report.id, "input": another })).await;
        json!([data["activityReport"]["matches"], data["previewActivityReport"]["lines"]["totalCount"]])
    };
    assert_eq!(both().await, json!([true, 1]));
    let owed = "query($unit: ID!) { obligations(filter: { unit: $unit }) { nodes { id version } } }";
    let june = reviewer.data(owed, json!({ "unit": unit })).await["obligations"]["nodes"][0].take();
    let exempt = "mutation($input: ExemptObligationInput!) { exemptObligation(input: $input) { obligation { id } } }";
    reviewer.data(exempt, json!({ "input": with(june, json!({ "reason": "Mưa lũ." })) })).await;
    assert_eq!(both().await, json!([false, 0]));
    app.assert_sound().await;
}

db_test!(a_revoked_plan_no_longer_counts_for_the_plan_that_asked_for_it);
async fn a_revoked_plan_no_longer_counts_for_the_plan_that_asked_for_it(database: Database) {
    let app = App::start(database, NOW).await;
    let province = app.user("province", &[(Role::Approver, PROVINCE, LAST)]).await;
    let district = app.user("district", &[(Role::Approver, DISTRICT, LAST)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, PROVINCE, LAST)]).await;
    let unit = district.unit(DISTRICT, LAST).await;
    let asked = events("1", json!({ "selector": { "each": "DISTRICT" }, "product": "PLAN", "minimum": 2 }));
    let asked = json!({ "symbol": "1/KH", "tasks": [asked] });
    let (asked, _, tasks) = issue(&province, &province.unit(PROVINCE, LAST).await, asked).await;
    let draft = district.create(&unit, &with(event(&tasks[0], 1), json!({ "product": "PLAN" }))).await;
    let report = district.step("submit", &draft).await;
    let owed = async || district.owed(&unit, "PLAN").await[0].clone();
    assert_eq!(owed().await, json!(["2025-06-01", 2, 0, 1, "ON_TRACK"]));

    let answer = json!({ "symbol": "2/KH", "carriesOut": [{ "plan": asked, "symbol": "1/KH" }] });
    let (plan, version, _) = issue(&district, &unit, answer).await;
    assert_eq!(owed().await, json!(["2025-06-01", 2, 1, 0, "ON_TRACK"]));
    reviewer.step("verify", &report).await;
    assert_eq!(owed().await, json!(["2025-06-01", 2, 1, 0, "ON_TRACK"]), "the report counted the same plan");
    let parts = "query($unit: ID!, $report: ID!, $input: PreviewActivityReportInput!) {
        unit(by: { id: $unit }) { obligations(filter: { product: PLAN }) { nodes { contributions { nodes {
            amount plan { symbol } } } } } }
        activityReport(id: $report) { matches contributions { totalCount } }
        previewActivityReport(input: $input) { lines { totalCount } } }";
    let another = with(event(&tasks[0], 1), json!({ "product": "PLAN", "unit": unit }));
    let parts = async || {
        let asked = json!({ "unit": unit, "report": report.id, "input": another });
        let data = district.data(parts, asked).await;
        let report = &data["activityReport"];
        let contributions = &data["unit"]["obligations"]["nodes"][0]["contributions"]["nodes"];
        json!([
            contributions,
            report["matches"],
            report["contributions"]["totalCount"],
            data["previewActivityReport"]["lines"]["totalCount"]
        ])
    };
    assert_eq!(parts().await, json!([[{ "amount": 1, "plan": { "symbol": "2/KH" } }], false, 0, 0]));

    let revoke = "mutation($input: RevokePlanInput!) { revokePlan(input: $input) { plan { state } } }";
    let input = json!({ "id": plan, "version": version, "reason": "Ban hành nhầm." });
    district.data(revoke, json!({ "input": input })).await;
    assert_eq!(owed().await, json!(["2025-06-01", 2, 1, 0, "ON_TRACK"]), "the report counts again");
    assert_eq!(parts().await, json!([[{ "amount": 1, "plan": null }], true, 1, 1]));
    reviewer.give_back(&crate::support::report::Report { version: report.version + 1, ..report }, "Đã thu hồi.").await;
    assert_eq!(owed().await, json!(["2025-06-01", 2, 0, 0, "AT_RISK"]));
    app.assert_sound().await;
}
