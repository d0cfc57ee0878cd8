//! Obligations: what is owed now, and what a reviewer above may decide.

use domain::authz::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::{import, plan, task, task_id, tra_bong},
    race::race,
    report::{page_issue, with},
};

/// A day on which the windows of May are closed and those of June are open.
const NOW: &str = "2025-06-16T02:00:00Z";
const OLD: &str = "2025-06-30";
const DISTRICT: &str = "525";
/// Xã Trà Giang.
const COMMUNE: &str = "21118";

/// Each commune of Trà Bồng owes two events a month, from May, and a video by 20 April.
async fn world(database: Database) -> App {
    let app = App::start(database, NOW).await;
    let tasks = json!([
        task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" })),
        task("2", "VIDEO", "EACH_COMMUNE", json!({ "minimum": 1, "per": "ONCE", "by": "2025-04-20" })),
    ]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-04-01", 2025, tasks)).await;
    app
}

const FIELDS: &str = "fragment Fields on Obligation {
    id version state(on: $on) achieved achievedInTime pending remaining closesOn atRiskOn exemption { reason }
    extension { until reason } allowedActions window { label } unit { name } }";

/// The obligations of Xã Trà Giang by their last days: April, the video, May, June.
async fn owed(client: &Client<'_>, on: Value) -> Vec<Value> {
    let unit = client.unit(COMMUNE, OLD).await;
    let document = format!(
        "query($unit: ID!, $on: Date) {{ unit(by: {{ id: $unit }}) {{
            obligations(orderBy: ENDS_ON) {{ nodes {{ ...Fields }} }} }} }} {FIELDS}"
    );
    let data = client.data(&document, json!({ "unit": unit, "on": on })).await;
    let nodes = data["unit"]["obligations"]["nodes"].as_array().unwrap();
    // The video is due within April.
    let video = nodes.iter().filter(|node| node["window"]["label"].as_str().unwrap().starts_with("by"));
    video
        .chain(nodes.iter().filter(|node| !node["window"]["label"].as_str().unwrap().starts_with("by")))
        .cloned()
        .collect()
}

fn mutation(name: &str) -> String {
    let input = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    format!(
        "mutation($input: {input}!, $on: Date) {{ {name}(input: $input) {{ obligation {{ ...Fields }} }} }} {FIELDS}"
    )
}

fn about(obligation: &Value, more: Value) -> Value {
    json!({ "input": with(json!({ "id": obligation["id"], "version": obligation["version"], "reason": "Mưa lũ" }), more) })
}

db_test!(what_a_unit_owes_now_is_the_most_urgent_first);
async fn what_a_unit_owes_now_is_the_most_urgent_first(database: Database) {
    let app = world(database).await;
    let viewer = app.user("viewer", &[(Role::Viewer, COMMUNE, OLD)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let may = &owed(&reviewer, Value::Null).await[2];
    reviewer.data(&mutation("extendObligation"), about(may, json!({ "until": "2025-06-20" }))).await;
    let unit = viewer.unit(COMMUNE, OLD).await;
    let document =
        "query($unit: ID!) { unit(by: { id: $unit }) { owes { nodes { state remaining closesOn window { label } } } }
        obligations(filter: { owedNow: true, unit: $unit }, orderBy: URGENCY) { totalCount } }";
    let data = viewer.data(document, json!({ "unit": unit })).await;
    assert_eq!(
        data["unit"]["owes"]["nodes"],
        json!([
            { "state": "AT_RISK", "remaining": 2, "closesOn": "2025-06-20", "window": { "label": "May 2025" } },
            { "state": "AT_RISK", "remaining": 2, "closesOn": "2025-06-30", "window": { "label": "June 2025" } },
        ])
    );
    assert_eq!(data["obligations"]["totalCount"], 2);
}

db_test!(an_exempt_obligation_leaves_all_figures);
async fn an_exempt_obligation_leaves_all_figures(database: Database) {
    let app = world(database).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let document =
        "query($unit: ID!) { unit(by: { id: $unit }) { compliance(from: \"2025-01-01\", to: \"2025-12-31\") {
        figures { counts { total exempt missed } products { product target } } } } }";
    let unit = json!({ "unit": reviewer.unit(COMMUNE, OLD).await });
    let before = reviewer.data(document, unit.clone()).await;
    assert_eq!(before["unit"]["compliance"]["figures"]["counts"], json!({ "total": 4, "exempt": 0, "missed": 3 }));
    let may = &owed(&reviewer, Value::Null).await[2];
    assert_eq!(may["allowedActions"], json!(["EXEMPT", "EXTEND"]));
    let data = reviewer.data(&mutation("exemptObligation"), about(may, json!({}))).await;
    let exempt = &data["exemptObligation"]["obligation"];
    assert_eq!((&exempt["state"], &exempt["exemption"]["reason"]), (&json!("EXEMPT"), &json!("Mưa lũ")));
    assert_eq!((&exempt["version"], &exempt["allowedActions"]), (&json!(2), &json!([])));
    let after = reviewer.data(document, unit).await;
    let figures = &after["unit"]["compliance"]["figures"];
    assert_eq!(figures["counts"], json!({ "total": 4, "exempt": 1, "missed": 2 }));
    let events = |data: &Value| {
        data["products"].as_array().unwrap().iter().find(|sum| sum["product"] == "EVENT").unwrap()["target"].clone()
    };
    assert_eq!((events(&before["unit"]["compliance"]["figures"]), events(figures)), (json!(6), json!(4)));
    for (name, more, refusal) in [
        ("exemptObligation", json!({ "version": 2 }), "RULE_VIOLATED obligation.exempt"),
        ("extendObligation", json!({ "version": 2, "until": "2025-06-20" }), "RULE_VIOLATED obligation.exempt"),
        ("exemptObligation", json!({ "version": 1 }), "CONFLICT version"),
    ] {
        assert_eq!(reviewer.refusal(&mutation(name), about(may, more)).await, refusal, "{name}");
    }
}

db_test!(an_extension_moves_the_day_it_is_missed_and_the_due_date_of_what_is_owed_once);
async fn an_extension_moves_the_day_it_is_missed_and_the_due_date_of_what_is_owed_once(database: Database) {
    let app = world(database).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, OLD)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let video = task_id(&leader, "1/KH-UBND", "2").await;
    let unit = leader.unit(COMMUNE, OLD).await;
    let content = with(page_issue(&video, "2025-04-25"), json!({ "product": "VIDEO" }));
    let draft = leader.create(&unit, &content).await;
    let submitted = leader.step("submit", &draft).await;
    let owed_before = &owed(&reviewer, Value::Null).await[0];
    assert_eq!(owed_before["state"], "AWAITING_REVIEW");
    reviewer.step("verify", &submitted).await;
    let late = &owed(&reviewer, Value::Null).await[0];
    assert_eq!(
        (&late["state"], &late["achieved"], &late["achievedInTime"]),
        (&json!("MET_LATE"), &json!(1), &json!(0))
    );
    // On a past day only what was dated by then counts.
    assert_eq!(owed(&reviewer, json!("2025-04-24")).await[0]["state"], "MISSED");
    assert_eq!(owed(&reviewer, json!("2025-04-25")).await[0]["state"], "MET_LATE");
    assert_eq!(owed(&reviewer, json!("2025-03-31")).await[0]["state"], Value::Null);
    let data = reviewer.data(&mutation("extendObligation"), about(late, json!({ "until": "2025-04-30" }))).await;
    let extended = &data["extendObligation"]["obligation"];
    assert_eq!((&extended["state"], &extended["closesOn"]), (&json!("MET"), &json!("2025-04-30")));
    assert_eq!(extended["extension"], json!({ "until": "2025-04-30", "reason": "Mưa lũ" }));
    // A nearer day replaces it.
    let data = reviewer.data(&mutation("extendObligation"), about(extended, json!({ "until": "2025-04-24" }))).await;
    assert_eq!(data["extendObligation"]["obligation"]["state"], "MET_LATE");
    for (until, refusal) in [
        ("2025-04-20", "RULE_VIOLATED obligation.extension_not_later"),
        ("2201-01-01", "BAD_USER_INPUT obligation.extension_too_far"),
    ] {
        let input = about(&data["extendObligation"]["obligation"], json!({ "until": until }));
        assert_eq!(reviewer.refusal(&mutation("extendObligation"), input).await, refusal);
    }
    let may = &owed(&reviewer, Value::Null).await[2];
    assert_eq!(may["state"], "MISSED");
    let data = reviewer.data(&mutation("extendObligation"), about(may, json!({ "until": "2025-06-16" }))).await;
    assert_eq!(data["extendObligation"]["obligation"]["state"], "AT_RISK");
    app.clock.set_day("2025-06-17");
    assert_eq!(owed(&reviewer, Value::Null).await[2]["state"], "MISSED");
}

db_test!(only_a_reviewer_above_the_unit_decides_about_what_it_owes);
async fn only_a_reviewer_above_the_unit_decides_about_what_it_owes(database: Database) {
    let app = world(database).await;
    let district = app.user("district", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let may = &owed(&district, Value::Null).await[2];
    let both: &[(Role, &str, &str)] = &[(Role::Reviewer, DISTRICT, OLD), (Role::Reporter, COMMUNE, OLD)];
    for (name, grants, refusal) in [
        ("stranger", [].as_slice(), "NOT_FOUND"),
        ("elsewhere", &[(Role::Reviewer, "51", "2025-07-01")], "NOT_FOUND"),
        ("administrator", &[(Role::Administrator, DISTRICT, OLD)], "NOT_FOUND"),
        ("leader", &[(Role::Approver, COMMUNE, OLD)], "FORBIDDEN"),
        ("issuer", &[(Role::Approver, DISTRICT, OLD)], "FORBIDDEN"),
        ("auditor", &[(Role::Auditor, DISTRICT, OLD)], "FORBIDDEN"),
        ("itself", &[(Role::Reviewer, COMMUNE, OLD)], "FORBIDDEN"),
        ("both", both, "FORBIDDEN"),
    ] {
        let user = app.user(name, grants).await;
        for (mutated, more) in [("exemptObligation", json!({})), ("extendObligation", json!({ "until": "2025-06-20" }))]
        {
            assert_eq!(user.refusal(&mutation(mutated), about(may, more)).await, refusal, "{name}: {mutated}");
        }
        let seen = user
            .data(
                "query($id: ID!) { obligation(id: $id) { allowedActions } node(id: $id) { id } }",
                json!({ "id": may["id"] }),
            )
            .await;
        let expected = if refusal == "NOT_FOUND" { Value::Null } else { json!({ "allowedActions": [] }) };
        assert_eq!((&seen["obligation"], seen["node"].is_null()), (&expected, expected.is_null()), "{name}");
    }
    assert_eq!(app.anonymous().refusal(&mutation("exemptObligation"), about(may, json!({}))).await, "UNAUTHENTICATED");
    // The province reviews what its communes owed, on the last day of the window.
    let province = app.user("province", &[(Role::Reviewer, "51", OLD)]).await;
    let data = province.data(&mutation("exemptObligation"), about(may, json!({}))).await;
    assert_eq!(data["exemptObligation"]["obligation"]["state"], "EXEMPT");
}

const DECIDED: &str = "exemption { reason decidedAt decidedByName } extension { until reason decidedAt decidedByName }";

db_test!(whoever_sees_an_obligation_sees_who_exempted_or_extended_it_and_when);
async fn whoever_sees_an_obligation_sees_who_exempted_or_extended_it_and_when(database: Database) {
    let app = world(database).await;
    let district = app.user("district", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let province = app.user("province", &[(Role::Reviewer, "51", OLD)]).await;
    let viewer = app.user("viewer", &[(Role::Viewer, COMMUNE, OLD)]).await;
    let stranger = app.user("stranger", &[]).await;
    let document = format!("query($id: ID!) {{ obligation(id: $id) {{ {DECIDED} }} }}");
    let may = &owed(&district, Value::Null).await[2];
    let seen =
        async |client: &Client<'_>| client.data(&document, json!({ "id": may["id"] })).await["obligation"].take();
    assert_eq!(seen(&viewer).await, json!({ "exemption": null, "extension": null }));
    let extend = mutation("extendObligation");
    district.data(&extend, about(may, json!({ "until": "2025-06-20" }))).await;
    let first = json!({ "until": "2025-06-20", "reason": "Mưa lũ", "decidedAt": NOW, "decidedByName": "district" });
    assert_eq!(seen(&viewer).await, json!({ "exemption": null, "extension": first }));
    // The second decision stands in the place of the first; an exemption stands beside it.
    app.clock.set("2025-06-17T02:00:00.000001Z");
    let again = json!({ "version": 2, "until": "2025-06-25", "reason": "Bão" });
    province.data(&extend, about(may, again)).await;
    app.clock.set("2025-06-18T02:00:00Z");
    district.data(&mutation("exemptObligation"), about(may, json!({ "version": 3 }))).await;
    let at = "2025-06-17T02:00:00.000001Z";
    let decided = json!({
        "exemption": { "reason": "Mưa lũ", "decidedAt": "2025-06-18T02:00:00Z", "decidedByName": "district" },
        "extension": { "until": "2025-06-25", "reason": "Bão", "decidedAt": at, "decidedByName": "province" },
    });
    assert_eq!(seen(&viewer).await, decided);
    assert_eq!(seen(&stranger).await, Value::Null);
    app.assert_sound().await;
}

db_test!(the_statements_of_a_page_of_decisions_do_not_grow_with_its_rows);
async fn the_statements_of_a_page_of_decisions_do_not_grow_with_its_rows(database: Database) {
    let app = world(database).await;
    let auditor = app.user("auditor", &[(Role::Auditor, DISTRICT, OLD)]).await;
    let page = format!("{{ obligations(first: 20, orderBy: ENDS_ON) {{ nodes {{ id version {DECIDED} }} }} }}");
    let all = auditor.query(&page).await["obligations"]["nodes"].take();
    let mut counts = Vec::new();
    let mut decided = 0;
    for more in [1, 19] {
        for _ in 0..more {
            let reviewer = app.user(&format!("reviewer{decided}"), &[(Role::Reviewer, DISTRICT, OLD)]).await;
            let later = json!({ "until": "2025-12-31" });
            reviewer.data(&mutation("extendObligation"), about(&all[decided], later)).await;
            let exempt = about(&all[decided], json!({ "version": 2 }));
            reviewer.data(&mutation("exemptObligation"), exempt).await;
            decided += 1;
        }
        let before = app.store.statements();
        let data = auditor.query(&page).await;
        counts.push(app.store.statements() - before);
        let names = data["obligations"]["nodes"].as_array().unwrap().iter();
        assert_eq!(names.filter(|node| node["exemption"]["decidedByName"].is_string()).count(), decided);
    }
    assert_eq!(counts[0], counts[1]);
}

db_test!(of_two_who_decide_about_an_obligation_at_once_one_wins);
async fn of_two_who_decide_about_an_obligation_at_once_one_wins(database: Database) {
    let app = world(database).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let all = owed(&reviewer, Value::Null).await;
    let exempt = |obligation: &Value| (&reviewer, mutation("exemptObligation"), about(obligation, json!({})));
    let extend = |obligation: &Value| {
        (&reviewer, mutation("extendObligation"), about(obligation, json!({ "until": "2025-07-20" })))
    };
    for requests in [
        [exempt(&all[0]), exempt(&all[0])],
        [extend(&all[1]), extend(&all[1])],
        [exempt(&all[2]), extend(&all[2])],
        [extend(&all[3]), exempt(&all[3])],
    ] {
        let requests = requests.map(|(client, document, mut about)| (client, document, about["input"].take()));
        assert_eq!(race(requests.into()).await, (1, vec!["CONFLICT".to_owned()]));
    }
    app.assert_sound().await;
}

db_test!(the_same_key_exempts_once);
async fn the_same_key_exempts_once(database: Database) {
    let app = world(database).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let may = &owed(&reviewer, Value::Null).await[2];
    for _ in 0..2 {
        let input = about(may, json!({ "idempotencyKey": "một" }));
        let data = reviewer.data(&mutation("exemptObligation"), input).await;
        assert_eq!(data["exemptObligation"]["obligation"]["version"], 2);
    }
    let other = about(may, json!({ "idempotencyKey": "một", "reason": "Khác" }));
    assert_eq!(reviewer.refusal(&mutation("exemptObligation"), other).await, "CONFLICT idempotencyKey");
    let empty = about(may, json!({ "reason": " " }));
    assert!(reviewer.refusal(&mutation("exemptObligation"), empty).await.starts_with("BAD_USER_INPUT"));
}

db_test!(a_member_that_ended_within_the_window_sees_what_is_owed_for_all);
async fn a_member_that_ended_within_the_window_sees_what_is_owed_for_all(database: Database) {
    let app = App::start(database, NOW).await;
    // Hà Nội stayed the same unit on 1 July 2025; its communes and districts did not.
    let leader = app.user("leader", &[(Role::Approver, "01", OLD)]).await;
    let quota = json!({ "no": "Q1", "selector": { "each": "COMMUNE" }, "sharing": "POOLED", "owedBy": "so",
                        "product": "EVENT", "minimum": 4, "per": "YEAR", "stage": "DONE" });
    let content = json!({
        "symbol": "1/KH", "issuedOn": "2025-06-02", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch thử",
        "organisations": [{ "key": "so", "name": "Sở Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }],
        "tasks": [{ "no": "1", "title": "Tổ chức sự kiện", "product": "EVENT", "quotas": [quota] }],
    });
    let input = json!({ "input": { "issuer": leader.unit("01", OLD).await, "content": content } });
    let create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let plan = leader.data(create, input).await["createPlan"]["plan"]["id"].take();
    let issue = "mutation($input: IssuePlanInput!) { issuePlan(input: $input) { plan { id } } }";
    leader.data(issue, json!({ "input": { "id": plan, "version": 1 } })).await;
    let document = "query($plan: ID!) { obligations(filter: { plan: $plan }) { totalCount } }";
    for (name, code, on, seen) in [
        ("city", "01", OLD, 1),
        // Phường Phúc Xá, and Quận Ba Đình above it.
        ("ward", "00001", OLD, 1),
        ("district", "001", OLD, 1),
        ("neighbour", COMMUNE, OLD, 0),
    ] {
        let viewer = app.user(name, &[(Role::Viewer, code, on)]).await;
        let data = viewer.data(document, json!({ "plan": plan })).await;
        assert_eq!(data["obligations"]["totalCount"], seen, "{name}");
    }
}

db_test!(obligations_are_found_by_their_full_window_and_its_kind);
async fn obligations_are_found_by_their_full_window_and_its_kind(database: Database) {
    let app = App::start(database, "2025-06-20T02:00:00Z").await;
    crate::support::plan::import_carried(&app, &["tra-bong"]).await;
    let auditor = app.user("auditor", &[(Role::Auditor, "525", "2025-06-30")]).await;
    let document = "query($filter: ObligationFilter) { obligations(filter: $filter) { totalCount } }";
    let count = async |filter: Value| {
        auditor.data(document, json!({ "filter": filter })).await["obligations"]["totalCount"].as_i64().unwrap()
    };
    // One of the weekly quota in each of nine weeks.
    assert_eq!(count(json!({ "windowKind": "WEEK" })).await, 9);
    assert_eq!(count(json!({ "window": { "first": "2025-06-16", "last": "2025-06-22" } })).await, 1);
    let june = json!({ "first": "2025-06-01", "last": "2025-06-30" });
    assert_eq!(count(json!({ "window": june, "windowKind": "WEEK" })).await, 0);
    assert_eq!(count(json!({ "window": june })).await, count(json!({ "window": june, "windowKind": "MONTH" })).await);
    assert_eq!(count(json!({ "windowKind": "MONTH" })).await, 53 - 9);
}
