//! A third edition, in which units of the second end.

use domain::{authz::Role, refusal::Lang};
use serde_json::{Value, json};
use tonghop::{error::AppError, service::unit::UnitsImported};

use super::{Country, LIVING_ON};
use crate::support::{
    database::{Database, db_test},
    plan::task_id,
    report::{Report, page_issue, with},
};

/// The last day of the second edition and the first of the third.
pub(super) const TURN: [&str; 2] = ["2025-12-31", "2026-01-01"];

/// Xã Một and Xã Ba make a new Xã Ba, under the code of the old one.
pub(super) async fn merge(country: &Country, turn: [&str; 2]) -> Result<UnitsImported, AppError> {
    let third = "code,name,level,kind,parent_code\n01,Tỉnh Thử,province,tỉnh,\n00003,Xã Ba,commune,xã,01\n";
    let first_new = turn[1];
    let successions = format!(
        "predecessor_code,successor_code,effective_from,change,extent\n\
         00001,00003,{first_new},merge,whole\n00003,00003,{first_new},merge,whole\n"
    );
    country.enter(turn, [LIVING_ON[0], third, &successions]).await
}

/// Asserts that importing the second and the third edition again changes nothing.
async fn assert_known(country: &Country) {
    for again in [country.import(LIVING_ON).await, merge(country, TURN).await] {
        let done = again.unwrap();
        assert_eq!((done.added, done.changed), (0, 0));
    }
}

db_test!(units_of_the_second_edition_merge_in_the_third);
async fn units_of_the_second_edition_merge_in_the_third(database: Database) {
    let country = Country::found(&database, LIVING_ON).await;
    country.plan("EACH_COMMUNE", json!({ "minimum": 1, "per": "QUARTER" })).await;
    let owed = country.owed("before").await;

    // In the middle of the year they still owe their last quarter.
    let error = merge(&country, ["2025-09-30", "2025-10-01"]).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.rule()), ("RULE_VIOLATED", Some("unit.owes")));
    let named = "00001 Xã Một: 1/KH-UBND Q-1 2025-10-01/2025-12-31; 00003 Xã Ba: 1/KH-UBND Q-1 2025-10-01/2025-12-31";
    assert_eq!(error.text(Lang::En), format!("The change would alter 2 stored obligations: {named}."));

    // At its end nothing that they owe is touched.
    let done = merge(&country, TURN).await.unwrap();
    assert_eq!((done.added, done.changed), (1, 2));
    assert_known(&country).await;
    assert_eq!(country.owed("after").await, owed);
    country.0.assert_sound().await;

    let reader = country.0.user("reader", &[]).await;
    let document = "query($on: Date!) { unit(by: { code: { code: \"01\", on: $on } }) {
        children(on: $on, form: TERRITORY) { nodes {
            id name(on: $on) versions { nodes { validFrom validTo } } successors { nodes { kind successor { id } } } } } } }";
    let mut trees = Vec::new();
    for on in TURN {
        trees.push(reader.data(document, json!({ "on": on })).await["unit"]["children"]["nodes"].take());
    }
    let new = trees[1][0]["id"].clone();
    let into_new = json!({ "nodes": [{ "kind": "MERGE", "successor": { "id": new } }] });
    let versions = |lives: &[[Option<&str>; 2]]| {
        let node = |[from, to]: &[Option<&str>; 2]| json!({ "validFrom": from, "validTo": to });
        json!({ "nodes": lives.iter().map(node).collect::<Value>() })
    };
    let unit = |id: &Value, name: &str, versions: Value, successors: Value| json!({ "id": id, "name": name, "versions": versions, "successors": successors });
    let one = versions(&[[None, Some("2025-06-30")], [Some("2025-07-01"), Some(TURN[0])]]);
    let three = versions(&[[Some("2025-07-01"), Some(TURN[0])]]);
    let before = json!([
        unit(&trees[0][0]["id"], "Xã Ba", three, into_new.clone()),
        unit(&trees[0][1]["id"], "Xã Một", one, into_new),
    ]);
    let after = json!([unit(&new, "Xã Ba", versions(&[[Some(TURN[1]), None]]), json!({ "nodes": [] }))]);
    assert_eq!(trees, [before, after]);
    assert_ne!(trees[0][0]["id"], new);
}

db_test!(a_unit_does_not_end_before_what_it_reported);
async fn a_unit_does_not_end_before_what_it_reported(database: Database) {
    let country = Country::found(&database, LIVING_ON).await;
    country.plan("EACH_COMMUNE", json!({ "minimum": 1, "per": "QUARTER" })).await;
    let app = &country.0;
    let leader = app.user("leader", &[(Role::Approver, "00001", "2025-07-01")]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, "01", "2025-07-01")]).await;
    let unit = leader.unit("00001", "2025-07-01").await;
    app.clock.set("2026-01-20T02:00:00Z");
    let content = page_issue(&task_id(&leader, "1/KH-UBND", "1").await, "2026-01-15");
    let draft = leader.create(&unit, &content).await;
    let report = leader.create(&unit, &content).await;
    let submitted = leader.step("submit", &report).await;

    let error = merge(&country, TURN).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.rule()), ("RULE_VIOLATED", Some("unit.reported")));
    let named = "00001 Xã Một: 2026-01-15 Chuyên trang cải cách hành chính";
    let expected = format!("The units of 1 submitted reports would not live on their dates: {named}.");
    assert_eq!(error.text(Lang::En), expected);
    let done = country.import(LIVING_ON).await.unwrap();
    assert_eq!((done.added, done.changed), (0, 0));
    assert!(reviewer.reads(&submitted).await, "nothing was written");

    // Given back it is in nobody's way, and the unit's own still read it.
    let returned = reviewer.give_back(&submitted, "Xã đã sáp nhập.").await;
    merge(&country, TURN).await.unwrap();
    let state = async |report: &Report| {
        let document = "query($id: ID!) { activityReport(id: $id) { state version } }";
        leader.data(document, json!({ "id": report.id })).await["activityReport"].take()
    };
    for (report, word) in [(&draft, "DRAFT"), (&returned, "RETURNED")] {
        assert!(leader.reads(report).await);
        assert!(!reviewer.reads(report).await);
        assert_eq!(leader.step_refused("submit", report).await, "RULE_VIOLATED activity.unit_not_living");
        assert_eq!(state(report).await, json!({ "state": word, "version": report.version }));
    }
    assert_eq!(leader.step("withdraw", &draft).await.state(), "WITHDRAWN");
    let dated = json!({ "id": returned.id, "version": returned.version, "datedOn": TURN[0] });
    let edited = leader.change("updateActivityReport", with(content, dated)).await;
    let submitted = leader.step("submit", &edited).await;
    assert_eq!(reviewer.step("verify", &submitted).await.state(), "VERIFIED");
    app.assert_sound().await;
}
