//! A page about a past day explains itself: its figures are the sums of the obligations in it as of that day, and these of
//! the contributions in them.

use std::collections::BTreeMap;

use domain::{authz::Role, calendar::Day};
use serde_json::{Map, Value, json};

use super::{
    DISTRICT, NOW, OLD,
    agreement::{Chance, live},
    auditor, model, world,
};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::{import, plan, quang_ngai, task, task_id, tra_bong},
    report::{page_issue, with},
};

const PAGE: &str = "query($unit: ID!, $on: Date, $day: Date!, $states: [ObligationState!]) { unit(by: { id: $unit }) {
    compliance(from: \"2025-01-01\", to: \"2025-12-31\", on: $on) {
        on figures { ...All }
        subordinates(first: 100) { nodes {
            figures { ...All } obligations(states: $states, first: 100) { nodes { ...Stood } } } } } } }";

const FIGURES: &str = "fragment All on Figures {
    counts { total exempt met metLate notDue awaitingReview missed atRisk onTrack }
    products { product target achieved pending } }";

const STOOD: &str = "fragment Stood on Obligation { id target product asOf(on: $day) {
    on state achieved achievedInTime pending remaining atRiskOn
    contributions(first: 100) { totalCount nodes { amount state datedOn obligation { id } } } } }";

/// The figures of a unit's subordinates on a day, each with the obligations that make them.
async fn subordinates(client: &Client<'_>, unit: &str, (on, day): (&Value, Day)) -> Vec<Value> {
    let states: Vec<&str> = domain::obligation::State::ALL.iter().map(|state| state.as_str()).collect();
    let variables = json!({ "unit": unit, "on": on, "day": day, "states": states });
    let data = client.data(&format!("{PAGE} {FIGURES} {STOOD}"), variables).await;
    data["unit"]["compliance"]["subordinates"]["nodes"].as_array().unwrap().clone()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// The name of a state among the counts: `AT_RISK` is `atRisk`.
fn camel(state: &str) -> String {
    let mut words = state.split('_').map(str::to_lowercase);
    let first = words.next().unwrap();
    words.fold(first, |name, word| format!("{name}{}{}", word[..1].to_uppercase(), &word[1..]))
}

/// What obligations add up to, in the form of figures.
fn added_up(obligations: &[Value]) -> Value {
    let states = ["exempt", "met", "metLate", "notDue", "awaitingReview", "missed", "atRisk", "onTrack"];
    let mut counts: Map<String, Value> = states.iter().map(|state| ((*state).to_owned(), json!(0))).collect();
    counts.insert("total".to_owned(), json!(obligations.len()));
    let mut products: BTreeMap<domain::quota::Product, [i64; 3]> = BTreeMap::new();
    for owed in obligations {
        let stood = &owed["asOf"];
        let count = counts.get_mut(&camel(stood["state"].as_str().unwrap())).unwrap();
        *count = json!(number(count) + 1);
        if stood["state"] != "EXEMPT" {
            let sums = products.entry(owed["product"].as_str().unwrap().parse().unwrap()).or_default();
            for (sum, value) in sums.iter_mut().zip([&owed["target"], &stood["achieved"], &stood["pending"]]) {
                *sum += number(value);
            }
        }
    }
    let sums: Vec<Value> = products
        .iter()
        .map(|(product, [target, achieved, pending])| {
            json!({ "product": product.as_str(), "target": target, "achieved": achieved, "pending": pending })
        })
        .collect();
    json!({ "counts": counts, "products": sums })
}

db_test!(the_figures_of_a_day_are_what_its_obligations_add_up_to);
async fn the_figures_of_a_day_are_what_its_obligations_add_up_to(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    live(&app, &auditor, &mut Chance(11)).await;
    let owed: BTreeMap<String, model::Owed> =
        model::owed(&auditor).await.into_iter().map(|owed| (owed.id.clone(), owed)).collect();
    let district = auditor.unit(DISTRICT, OLD).await;
    let mut achieved = Vec::new();
    for on in [json!(null), json!("2025-06-30"), json!("2025-05-10"), json!("2025-04-20"), json!("2025-02-03")] {
        let day: Day = on.as_str().unwrap_or("2025-08-14").parse().unwrap();
        let mut sum = 0;
        for subordinate in subordinates(&auditor, &district, (&on, day)).await {
            let obligations = subordinate["obligations"]["nodes"].as_array().unwrap();
            assert!(!obligations.is_empty());
            assert_eq!(subordinate["figures"], added_up(obligations), "{on}");
            for stood in obligations {
                let owed = &owed[stood["id"].as_str().unwrap()];
                let amounts = owed.amounts(day);
                sum += amounts.achieved;
                let said = json!({
                    "id": owed.id, "target": owed.terms.target, "product": owed.product.as_str(), "asOf": {
                        "on": day, "state": owed.state(day).unwrap().as_str(), "achieved": amounts.achieved,
                        "achievedInTime": amounts.in_time, "pending": amounts.pending,
                        "remaining": amounts.remaining(owed.terms.target), "atRiskOn": owed.outlook(day).risk_on,
                        "contributions": stood["asOf"]["contributions"],
                    }
                });
                assert_eq!(*stood, said, "{on}");
                explained(stood, &on);
            }
        }
        achieved.push(sum);
    }
    // The fewer days, the less: the days are told apart at all.
    assert!(achieved.is_sorted_by(|later, earlier| later >= earlier), "{achieved:?}");
    assert!(achieved[0] > achieved[2] && achieved[2] > achieved[4], "{achieved:?}");
}

/// The contributions in an obligation are what it had, and lead back to it.
fn explained(owed: &Value, on: &Value) {
    let stood = &owed["asOf"];
    let parts = stood["contributions"]["nodes"].as_array().unwrap();
    assert_eq!(stood["contributions"]["totalCount"], parts.len(), "{on}");
    for (state, field) in [("ACHIEVED", "achieved"), ("PENDING", "pending")] {
        let sum: i64 = parts.iter().filter(|part| part["state"] == state).map(|part| number(&part["amount"])).sum();
        assert_eq!(stood[field], sum, "{on}");
    }
    assert!(parts.iter().all(|part| part["obligation"]["id"] == owed["id"]));
}

db_test!(an_obligation_is_of_today_under_its_id_and_of_a_day_where_the_day_is_named);
async fn an_obligation_is_of_today_under_its_id_and_of_a_day_where_the_day_is_named(database: Database) {
    let app = world(database).await;
    let leader = app.user("leader", &[(Role::Approver, "21118", OLD)]).await;
    let unit = leader.unit("21118", OLD).await;
    let task = task_id(&leader, "1/KH-UBND", "3").await;
    let content = with(page_issue(&task, "2025-05-15"), json!({ "product": "NEWS_ITEM" }));
    let draft = leader.create(&unit, &content).await;
    leader.step("submit", &draft).await;
    let document = "query($unit: ID!, $on: Date!) { unit(by: { id: $unit }) {
        compliance(from: \"2025-05-18\", to: \"2025-05-18\", on: $on) { obligations { nodes {
            state pending contributions { totalCount } then: state(on: $on)
            asOf(on: $on) { on state pending contributions { totalCount } } } } } } }";
    let cases = [("2025-08-14", "AWAITING_REVIEW", 1), ("2025-05-15", "ON_TRACK", 1), ("2025-05-14", "ON_TRACK", 0)];
    for (on, state, pending) in cases {
        let data = leader.data(document, json!({ "unit": unit, "on": on })).await;
        let expected = json!({
            "state": "AWAITING_REVIEW", "pending": 1, "contributions": { "totalCount": 1 }, "then": state,
            "asOf": { "on": on, "state": state, "pending": pending, "contributions": { "totalCount": pending } },
        });
        assert_eq!(data["unit"]["compliance"]["obligations"]["nodes"], json!([expected]), "{on}");
    }
    let data = leader.data(document, json!({ "unit": unit, "on": "2025-01-02" })).await;
    assert_eq!(data["unit"]["compliance"]["obligations"]["nodes"], json!([]), "the plan is of 10 January");
}

db_test!(a_plan_issued_later_takes_nothing_from_a_past_day);
async fn a_plan_issued_later_takes_nothing_from_a_past_day(database: Database) {
    let app = App::start(database, NOW).await;
    let tasks = json!([task("1", "PLAN", "EACH_DISTRICT", json!({ "minimum": 2, "per": "YEAR" }))]);
    import(&app, &plan(quang_ngai(), "1/KH-UBND", "2025-01-10", 2025, tasks)).await;
    let leader = app.user("leader", &[(Role::Approver, DISTRICT, OLD)]).await;
    let unit = leader.unit(DISTRICT, OLD).await;
    let task = task_id(&leader, "1/KH-UBND", "1").await;
    let draft = leader.create(&unit, &with(page_issue(&task, "2025-03-01"), json!({ "product": "PLAN" }))).await;
    leader.step("submit", &draft).await;
    let mut answer = plan(tra_bong(), "2/KH-UBND", "2025-04-01", 2025, json!([]));
    answer["carries_out"] = json!([{ "symbol": "1/KH-UBND", "issued_on": "2025-01-10",
                                     "issuer": "UBND tỉnh Quảng Ngãi", "title": "Kế hoạch thử 1/KH-UBND" }]);
    import(&app, &answer).await;
    let document = "query($on: Date!) { obligations(filter: { product: PLAN }, on: $on) { nodes { asOf(on: $on) {
        achieved pending contributions { nodes { amount state plan { symbol } } } } } } }";
    let by_report = json!([{ "amount": 1, "state": "PENDING", "plan": null }]);
    let by_plan = json!([{ "amount": 1, "state": "ACHIEVED", "plan": { "symbol": "2/KH-UBND" } }]);
    for (on, amounts, parts) in [
        (json!("2025-08-14"), (1, 0), by_plan.clone()),
        (json!("2025-04-01"), (1, 0), by_plan),
        (json!("2025-03-31"), (0, 1), by_report),
        (json!("2025-02-28"), (0, 0), json!([])),
    ] {
        let data = leader.data(document, json!({ "on": on })).await;
        let stood = json!({ "achieved": amounts.0, "pending": amounts.1, "contributions": { "nodes": parts } });
        let expected = json!({ "asOf": stood });
        assert_eq!(data["obligations"]["nodes"], json!([expected]), "{on}");
    }
}
