//! Everything that moves figures, at the same time: whatever the order, the figures are what reports and plans make them.

use domain::authz::Role;
use serde_json::{Value, json};

use super::race::{DISTRICT, LAST, Leader, NOW, PROVINCE, content};
use crate::support::{
    app::{App, Client},
    database::{Database, db_test},
    race::{Racer, race},
    report::{Report, document, page_issue, with},
};

/// Two communes of Trà Bồng.
const COMMUNES: [&str; 2] = ["21118", "21121"];

/// The ids of the tasks of a plan.
async fn tasks(client: &Client<'_>, plan: &str) -> Vec<Value> {
    let document = "query($id: ID!) { plan(id: $id) { tasks { nodes { id } } } }";
    let data = client.data(document, json!({ "id": plan })).await;
    data["plan"]["tasks"]["nodes"].as_array().unwrap().iter().map(|task| task["id"].clone()).collect()
}

/// What a unit owes of events under a plan: its id and version.
async fn owed(client: &Client<'_>, plan: &str, unit: &str) -> Value {
    let document = "query($plan: ID!, $unit: ID!) {
        obligations(filter: { plan: $plan, unit: $unit, product: EVENT }) { nodes { id version } } }";
    let mut data = client.data(document, json!({ "plan": plan, "unit": unit })).await;
    with(data["obligations"]["nodes"][0].take(), json!({ "reason": "Mưa lũ" }))
}

fn about(tasks: &[&Value], product: &str) -> Value {
    with(page_issue("", "2025-06-15"), json!({ "tasks": tasks, "product": product, "channels": [] }))
}

fn step<'a>(client: &'a Client<'a>, step: &str, report: &Report) -> Racer<'a> {
    let input = json!({ "id": report.id, "version": report.version });
    let input =
        if step == "return" { with(input, json!({ "reason": "Sai ngày", "fields": ["DATED_ON"] })) } else { input };
    (client, document(&format!("{step}ActivityReport")), input)
}

async fn submitted(leader: &Leader<'_>, content: &Value) -> Report {
    let draft = leader.client.create(&leader.unit, content).await;
    leader.client.step("submit", &draft).await
}

const EXEMPT: &str =
    "mutation($input: ExemptObligationInput!) { exemptObligation(input: $input) { obligation { id } } }";
const EXTEND: &str =
    "mutation($input: ExtendObligationInput!) { extendObligation(input: $input) { obligation { id } } }";

db_test!(figures_stay_right_in_a_storm_of_plans_reports_and_decisions);
async fn figures_stay_right_in_a_storm_of_plans_reports_and_decisions(database: Database) {
    let app = App::start(database, NOW).await;
    let (province, district) = (Leader::of(&app, "above", PROVINCE).await, Leader::of(&app, "below", DISTRICT).await);
    let communes = [Leader::of(&app, "one", COMMUNES[0]).await, Leader::of(&app, "two", COMMUNES[1]).await];
    let reviewer = app.user("reviewer", &[(Role::Reviewer, PROVINCE, LAST)]).await;
    let asked = [("COMMUNE", "EVENT"), ("DISTRICT", "PLAN")];
    let base = province.issue(content("1/KH-UBND", &[], &asked)).await;
    let of_base = tasks(&province.client, &base).await;
    for round in 2..6 {
        let symbols = ["1", "2", "3"].map(|no| format!("{round}{no}/KH-UBND"));
        let [above, first, second] = symbols.each_ref().map(String::as_str);
        let upper = province.issue(content(above, &[], &asked)).await;
        let lower = district.issue(content(first, &[above, "1/KH-UBND"], &asked[..1])).await;
        let draft = district.draft(content(second, &[above, first, "1/KH-UBND"], &asked[..1])).await;
        let (of_upper, of_lower) = (tasks(&province.client, &upper).await, tasks(&district.client, &lower).await);

        let mut requests = vec![district.issuing(&draft), province.revoking(&upper), district.revoking(&lower)];
        let event = about(&[&of_base[0], &of_upper[0], &of_lower[0]], "EVENT");
        for commune in &communes {
            let new = commune.client.create(&commune.unit, &event).await;
            requests.push(step(&commune.client, "submit", &new));
            requests.push(step(&reviewer, "verify", &submitted(commune, &event).await));
            requests.push(step(&reviewer, "return", &submitted(commune, &event).await));
            requests.push(step(&commune.client, "withdraw", &submitted(commune, &event).await));
            let (exempt, extend) =
                (owed(&reviewer, &upper, &commune.unit).await, owed(&reviewer, &base, &commune.unit).await);
            requests.push((&reviewer, EXEMPT.to_owned(), exempt));
            let until = json!({ "until": format!("2025-07-0{round}") });
            requests.push((&reviewer, EXTEND.to_owned(), with(extend, until)));
        }
        let plan = about(&[&of_base[1], &of_upper[1]], "PLAN");
        let new = district.client.create(&district.unit, &plan).await;
        requests.push(step(&district.client, "submit", &new));
        requests.push(step(&reviewer, "verify", &submitted(&district, &plan).await));
        // Those who come first keep the others waiting, so each comes first once.
        let count = requests.len();
        requests.rotate_left(round * 3 % count);

        let (done, codes) = race(requests).await;
        // Nobody is exempt from what was revoked meanwhile.
        assert!(codes.iter().all(|code| code == "RULE_VIOLATED") && codes.len() <= 2, "{codes:?}");
        assert_eq!(done + codes.len(), count);
        app.assert_sound().await;
    }
}
