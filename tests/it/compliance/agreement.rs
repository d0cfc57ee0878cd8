//! However figures are asked for, they are what the rules make of each obligation by itself.

use domain::{authz::Role, calendar::Day, calendar::Span, compliance::belongs};
use serde_json::{Value, json};
use tonghop::service::verify::Verification;

use super::{DISTRICT, OLD, PROVINCE, auditor, compliance, model, world};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    plan::task_id,
    report::{page_issue, with},
};

/// Numbers that look random and are the same in every run (Knuth's MMIX constants).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn below(&mut self, bound: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(u64::try_from(all.len()).unwrap())]
    }
}

/// The ids of Trà Bồng's communes.
pub(super) async fn communes(client: &Client<'_>) -> Vec<(String, String)> {
    let document = "query($unit: ID!) { unit(by: { id: $unit }) {
        children(on: \"2025-06-30\", first: 100) { nodes { id code(on: \"2025-06-30\") } } } }";
    let unit = client.unit(DISTRICT, OLD).await;
    let data = client.data(document, json!({ "unit": unit })).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    data["unit"]["children"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (text(&node["id"]), text(&node["code"])))
        .collect()
}

/// Reports of all kinds, dates and fates, and a few decisions of the reviewer's.
pub(super) async fn live(app: &App, auditor: &Client<'_>, chance: &mut Chance) {
    let communes = communes(auditor).await;
    let codes: Vec<&str> = communes.iter().map(|(_, code)| code.as_str()).collect();
    // Two communes report nothing at all.
    let grants: Vec<_> = codes[2..].iter().map(|code| (Role::Approver, *code, OLD)).collect();
    let leader = app.user("leader", &grants).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, DISTRICT, OLD)]).await;
    let mut tasks = Vec::new();
    for no in ["1", "2", "3", "4"] {
        tasks.push(task_id(auditor, "1/KH-UBND", no).await);
    }
    let first: Day = "2025-01-01".parse().unwrap();
    for n in 0..50 {
        let (unit, _) = chance.of(&communes[2..]);
        let (product, named) =
            *chance.of(&[("EVENT", [0, 1]), ("EVENT", [0, 0]), ("NEWS_ITEM", [2, 2]), ("VIDEO", [3, 3])]);
        let mut named: Vec<&String> = named.iter().map(|task| &tasks[*task]).collect();
        named.dedup();
        let day = first + chrono::Days::new(u64::try_from(chance.below(181)).unwrap());
        let fields =
            json!({ "product": product, "tasks": named, "quantity": 1 + chance.below(4), "title": format!("Số {n}") });
        let draft = leader.create(unit, &with(page_issue(&tasks[0], &day.to_string()), fields)).await;
        let fate = chance.below(10);
        if fate == 0 {
            continue;
        }
        let submitted = leader.step("submit", &draft).await;
        match fate {
            1 => drop(leader.step("withdraw", &submitted).await),
            2 => drop(reviewer.give_back(&submitted, "Thiếu tài liệu").await),
            3 => {
                let verified = reviewer.step("verify", &submitted).await;
                reviewer.give_back(&verified, "Xem lại").await;
            }
            4 | 5 => {}
            _ => drop(reviewer.step("verify", &submitted).await),
        }
    }
    let owed = model::owed(auditor).await;
    for _ in 0..6 {
        let owed = chance.of(&owed);
        let input = json!({ "id": owed.id, "version": owed.version, "reason": "Thiên tai" });
        let document =
            "mutation($input: ExemptObligationInput!) { exemptObligation(input: $input) { obligation { id } } }";
        reviewer.send(document, json!({ "input": input })).await;
    }
    for _ in 0..12 {
        let owed = chance.of(&owed);
        let until = owed.terms.span.last() + chrono::Days::new(20);
        let input = json!({ "id": owed.id, "version": owed.version, "until": until, "reason": "Mưa lũ" });
        let document =
            "mutation($input: ExtendObligationInput!) { extendObligation(input: $input) { obligation { id } } }";
        reviewer.send(document, json!({ "input": input })).await;
    }
}

/// No stored figure differs from what the reports make of it.
async fn verified(app: &App) {
    let mut verification = Verification::new(app.system());
    while let Some(differences) = verification.next().await.unwrap() {
        assert_eq!(differences, [], "{differences:#?}");
    }
}

db_test!(figures_are_what_the_rules_make_of_each_obligation);
async fn figures_are_what_the_rules_make_of_each_obligation(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    live(&app, &auditor, &mut Chance(20)).await;
    verified(&app).await;
    let owed = model::owed(&auditor).await;
    let (district, province) = (auditor.unit(DISTRICT, OLD).await, auditor.unit(PROVINCE, OLD).await);
    let days = ["2025-08-14", "2025-06-30", "2025-05-07", "2025-04-20", "2025-04-21", "2025-02-03", "2025-01-09"];
    let spans = [("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")];
    let year = spans[0];
    let cases = spans.iter().map(|span| (*span, None)).chain([(year, Some("EVENT")), (year, Some("VIDEO"))]);
    for (on, ((from, to), product)) in days.iter().flat_map(|on| cases.clone().map(move |case| (*on, case))) {
        let filter = product.map_or(Value::Null, |product| json!({ "product": product }));
        let day: Day = on.parse().unwrap();
        let period = Span::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        let fits = |owed: &&model::Owed| {
            belongs(owed.terms.span, period) && product.is_none_or(|product| owed.product.as_str() == product)
        };
        let counted: Vec<&model::Owed> = owed.iter().filter(fits).collect();
        let expected = model::figures(counted.iter().copied(), day);
        let what = format!("{on}, {from}..{to}, {product:?}");
        for unit in [&district, &province] {
            let mut data = compliance(&auditor, unit, (from, to, on), filter.clone()).await;
            assert_eq!(model::said(data["figures"].take()), expected, "{what}");
            assert_eq!(data["whole"], true);
            assert_eq!(data["itself"]["counts"]["total"], 0);
            for child in data["subordinates"]["nodes"].as_array().unwrap() {
                let id = child["unit"]["id"].as_str().unwrap();
                let under = |owed: &&model::Owed| if unit == &district { owed.unit == id } else { id == district };
                let expected = model::figures(counted.iter().copied().filter(under), day);
                assert_eq!(model::said(child["figures"].clone()), expected, "{what}");
            }
        }
    }
}

db_test!(the_states_of_a_list_on_any_day_are_those_of_its_obligations);
async fn the_states_of_a_list_on_any_day_are_those_of_its_obligations(database: Database) {
    let app = world(database).await;
    let auditor = auditor(&app).await;
    live(&app, &auditor, &mut Chance(7)).await;
    let owed = model::owed(&auditor).await;
    let document = "query($on: Date!, $states: [ObligationState!]!) {
        obligations(on: $on, filter: { states: $states }, first: 1) { totalCount nodes { id state(on: $on) } } }";
    for on in ["2025-08-14", "2025-06-15", "2025-04-21", "2025-03-03"] {
        let day: Day = on.parse().unwrap();
        for state in domain::obligation::State::ALL {
            let expected = owed.iter().filter(|owed| owed.state(day) == Some(*state)).count();
            let data = auditor.data(document, json!({ "on": on, "states": [state.as_str()] })).await;
            assert_eq!(data["obligations"]["totalCount"], expected, "{state} on {on}");
            if expected > 0 {
                assert_eq!(data["obligations"]["nodes"][0]["state"], state.as_str());
            }
        }
    }
}
