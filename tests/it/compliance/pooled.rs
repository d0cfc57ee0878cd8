//! What a set owes together: it counts once, under the unit that owes it.

use domain::{authz::Role, calendar::Day};
use serde_json::{Value, json};

use super::{DISTRICT, NOW, OLD, PROVINCE, auditor, compliance, model};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    report::{page_issue, with},
};

/// Xã Trà Giang, which reports and is verified.
const COMMUNE: &str = "21118";
/// Xã Trà Thủy, which reports for the set alone and waits.
const NEIGHBOUR: &str = "21121";
const YEAR: (&str, &str, &str) = ("2025-01-01", "2025-12-31", "2025-08-14");

/// Issues a plan of Phòng Nội vụ's territory with one task per quota; gives the tasks.
async fn issue(leader: &Client<'_>, issuer: &str, quotas: &[Value]) -> Vec<String> {
    let tasks = quotas.iter().enumerate().map(|(n, quota)| {
        let base = json!({ "no": format!("Q{n}"), "selector": { "each": "COMMUNE" }, "stage": "DONE" });
        json!({ "no": n.to_string(), "title": "Tổ chức sự kiện", "product": "EVENT",
                "quotas": [with(base, quota.clone())] })
    });
    let content = json!({
        "symbol": "1/KH", "issuedOn": "2025-05-01", "year": 2025, "subjects": ["CCHC"], "title": "Kế hoạch thử",
        "organisations": [{ "key": "pnv", "name": "Phòng Nội vụ", "kind": "DEPARTMENT", "affiliation": "AUTHORITY" }],
        "tasks": tasks.collect::<Vec<_>>(),
    });
    let create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let plan = leader.data(create, json!({ "input": { "issuer": issuer, "content": content } })).await;
    let issue = "mutation($input: IssuePlanInput!) { issuePlan(input: $input) { plan { tasks { nodes { id } } } } }";
    let input = json!({ "id": plan["createPlan"]["plan"]["id"], "version": 1 });
    let data = leader.data(issue, json!({ "input": input })).await;
    let tasks = data["issuePlan"]["plan"]["tasks"]["nodes"].as_array().unwrap();
    tasks.iter().map(|task| task["id"].as_str().unwrap().to_owned()).collect()
}

/// Each of Trà Bồng's 16 communes owes two events a month from May to June. All together owe 32 more a month, and 12 news
/// items a year, of which the half year that Phòng Nội vụ lives makes 6.
async fn world(database: Database) -> (App, Vec<String>) {
    let app = App::start(database, NOW).await;
    let leader = app.user("district", &[(Role::Approver, DISTRICT, OLD)]).await;
    let pooled = json!({ "sharing": "POOLED", "owedBy": "pnv" });
    let quotas = [
        json!({ "product": "EVENT", "minimum": 2, "per": "MONTH" }),
        with(json!({ "product": "EVENT", "minimum": 32, "per": "MONTH" }), pooled.clone()),
        with(json!({ "product": "NEWS_ITEM", "minimum": 12, "per": "YEAR" }), pooled),
    ];
    let tasks = issue(&leader, &leader.unit(DISTRICT, OLD).await, &quotas).await;
    drop(leader);
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    for (code, named, quantity) in [(COMMUNE, &tasks[..2], 3), (NEIGHBOUR, &tasks[1..2], 4)] {
        let leader = app.user(code, &[(Role::Approver, code, OLD)]).await;
        let content = json!({ "product": "EVENT", "channels": [], "tasks": named, "quantity": quantity });
        let content = with(page_issue(&tasks[1], "2025-05-20"), content);
        let draft = leader.create(&leader.unit(code, OLD).await, &content).await;
        let submitted = leader.step("submit", &draft).await;
        if code == COMMUNE {
            reviewer.step("verify", &submitted).await;
        }
    }
    (app, tasks)
}

fn events(figures: &Value) -> Value {
    let products = figures["products"].as_array().unwrap();
    let sum = products.iter().find(|sum| sum["product"] == "EVENT").unwrap();
    json!([sum["target"], sum["achieved"], sum["pending"]])
}

db_test!(what_is_owed_together_counts_once_under_its_owner);
async fn what_is_owed_together_counts_once_under_its_owner(database: Database) {
    let (app, _) = world(database).await;
    let auditor = auditor(&app).await;
    let (district, province) = (auditor.unit(DISTRICT, OLD).await, auditor.unit(PROVINCE, OLD).await);
    for unit in [&district, &province] {
        let data = compliance(&auditor, unit, YEAR, Value::Null).await;
        let figures = &data["figures"];
        // Each commune's two months, two months and a year of the set.
        assert_eq!(figures["counts"]["total"], 16 * 2 + 3);
        // The event of Xã Trà Giang serves its own quota and the set's, that of its neighbour only the set's.
        assert_eq!(events(figures), json!([16 * 4 + 64, 6, 4]));
        let coverage = &figures["coverage"];
        assert_eq!(
            (&coverage["bound"], &coverage["achieved"], &coverage["nothing"]),
            (&json!(17), &json!(2), &json!(15))
        );
    }
    let data = compliance(&auditor, &district, YEAR, Value::Null).await;
    assert_eq!(data["itself"]["counts"]["total"], 0);
    for child in data["subordinates"]["nodes"].as_array().unwrap() {
        let figures = &child["figures"];
        let own = child["unit"]["id"] == auditor.unit(COMMUNE, OLD).await;
        assert_eq!(figures["counts"]["total"], 2);
        assert_eq!(events(figures), json!([4, if own { 3 } else { 0 }, 0]));
        assert_eq!(figures["coverage"]["nothing"], i32::from(!own));
    }
    let office = office(&auditor, &district).await;
    let data = compliance(&auditor, &office, YEAR, Value::Null).await;
    assert_eq!((&data["whole"], &data["itself"]["counts"]["total"]), (&json!(true), &json!(3)));
    let news = json!({ "product": "NEWS_ITEM", "target": 6, "targetDue": 6, "achieved": 0, "pending": 0 });
    let events = json!({ "product": "EVENT", "target": 64, "targetDue": 64, "achieved": 3, "pending": 4 });
    let mut products = data["figures"]["products"].as_array().unwrap().clone();
    products.sort_by_key(|sum| sum["product"].to_string());
    assert_eq!(products, [events, news]);
    app.assert_sound().await;
}

/// Phòng Nội vụ, which the plan made.
async fn office(client: &Client<'_>, district: &str) -> String {
    let document = "query($unit: ID!) { unit(by: { id: $unit }) {
        children(on: \"2025-06-30\", form: ORGANISATION) { nodes { id } } } }";
    let data = client.data(document, json!({ "unit": district })).await;
    let nodes = data["unit"]["children"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 1);
    nodes[0]["id"].as_str().unwrap().to_owned()
}

db_test!(figures_with_sets_are_what_the_rules_make_of_each_obligation);
async fn figures_with_sets_are_what_the_rules_make_of_each_obligation(database: Database) {
    let (app, _) = world(database).await;
    let auditor = auditor(&app).await;
    let owed = model::owed(&auditor).await;
    assert_eq!(owed.len(), 35);
    let (district, province) = (auditor.unit(DISTRICT, OLD).await, auditor.unit(PROVINCE, OLD).await);
    let office = office(&auditor, &district).await;
    for on in ["2025-08-14", "2025-06-30", "2025-06-10", "2025-05-31", "2025-05-20", "2025-05-19", "2025-05-01"] {
        let day: Day = on.parse().unwrap();
        for unit in [&district, &province] {
            let mut data = compliance(&auditor, unit, (YEAR.0, YEAR.1, on), Value::Null).await;
            assert_eq!(model::said(data["figures"].take()), model::figures(owed.iter(), day), "{on}");
        }
        let mut data = compliance(&auditor, &office, (YEAR.0, YEAR.1, on), Value::Null).await;
        let its = owed.iter().filter(|owed| owed.unit == office);
        assert_eq!(model::said(data["itself"].take()), model::figures(its, day), "{on}");
    }
}

db_test!(a_member_gets_the_figures_of_its_own_and_of_what_it_shares_in);
async fn a_member_gets_the_figures_of_its_own_and_of_what_it_shares_in(database: Database) {
    let (app, _) = world(database).await;
    let member = app.user("member", &[(Role::Viewer, NEIGHBOUR, OLD)]).await;
    let (district, commune) = (member.unit(DISTRICT, OLD).await, member.unit(NEIGHBOUR, OLD).await);
    let office = office(&member, &district).await;
    let own = compliance(&member, &commune, YEAR, Value::Null).await;
    assert_eq!((&own["whole"], &own["figures"]["counts"]["total"]), (&json!(true), &json!(2)));
    for (unit, total) in [(&district, 2 + 3), (&office, 3)] {
        let data = compliance(&member, unit, YEAR, Value::Null).await;
        assert_eq!((&data["whole"], &data["figures"]["counts"]["total"]), (&json!(false), &json!(total)));
        // The set's totals are everybody's, whoever made them.
        assert_eq!(events(&data["figures"])[1], 3);
    }
    // Whose reports they are stays hidden.
    let list = "{ obligations(filter: { product: EVENT }, orderBy: ENDS_ON) { nodes { sharing achieved contributions {
        totalCount nodes { amount } } } } }";
    let data = member.query(list).await;
    let shared = data["obligations"]["nodes"].as_array().unwrap().iter().find(|one| one["achieved"] == 3).unwrap();
    assert_eq!(shared["contributions"], json!({ "totalCount": 1, "nodes": [{ "amount": 4 }] }));
    // Who is no member sees nothing of it, from the next district or in the new commune.
    for (name, code, on) in [("next", "522", OLD), ("later", "21115", "2025-07-01")] {
        let other = app.user(name, &[(Role::Viewer, code, on)]).await;
        assert!(compliance(&other, &office, YEAR, Value::Null).await.is_null(), "{name}");
        assert!(compliance(&other, &district, YEAR, Value::Null).await.is_null(), "{name}");
    }
}
