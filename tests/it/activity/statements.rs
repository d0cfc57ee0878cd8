//! How many SQL statements a list of reports takes.

use domain::authz::Role;
use serde_json::json;

use super::{LAST, NEIGHBOUR, People, tra_bong};
use crate::support::{
    database::{Database, db_test},
    report::{page_issue, with},
};

/// A reviewer's inbox, and the reports of every commune of a district, each with everything on it.
const PAGES: [&str; 2] = [
    "{ reviewInbox(first: 100) { nodes { ...All } } }",
    "{ unit(by: { code: { code: \"525\", on: \"2025-06-30\" } }) { children(on: \"2025-06-30\", first: 100) { nodes {
        activityReports(first: 100) { totalCount nodes { ...All } } } } } }",
];

const ALL: &str = "fragment All on ActivityReport {
    id unit { name } tasks { no } authorName matches waitingDays allowedActions
    evidence { claimedTwice otherClaims { totalCount nodes { id } } }
    contributions { nodes { amount obligation { target state contributions { nodes { report { title } } } } } }
    history { totalCount nodes { action actorName } }
}";

db_test!(the_statements_of_a_page_of_reports_do_not_grow_with_its_rows);
async fn the_statements_of_a_page_of_reports_do_not_grow_with_its_rows(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let neighbour = app.user("neighbour", &[(Role::Approver, NEIGHBOUR, LAST)]).await;
    let other = neighbour.unit(NEIGHBOUR, LAST).await;
    let mut counts = Vec::new();
    let mut day = 0;
    for days in [1, 11] {
        for _ in 0..days {
            day += 1;
            for (leader, unit) in [(&people.leader, &people.unit), (&neighbour, &other)] {
                let evidence = json!({ "evidence": [{ "address": format!("https://a.vn/{day}") }] });
                let content = with(page_issue(&people.task, &format!("2025-06-{day:02}")), evidence);
                let draft = leader.create(unit, &content).await;
                leader.step("submit", &draft).await;
            }
        }
        let mut taken = Vec::new();
        for page in PAGES {
            let before = app.store.statements();
            people.reviewer.query(&format!("{page} {ALL}")).await;
            taken.push(app.store.statements() - before);
        }
        counts.push(taken);
    }
    assert_eq!(counts[0], counts[1]);
}

db_test!(verifying_a_report_writes_few_rows_and_those_only_held_are_none_of_them);
async fn verifying_a_report_writes_few_rows_and_those_only_held_are_none_of_them(database: Database) {
    let app = tra_bong(database).await;
    let people = People::of(&app).await;
    let draft = people.leader.create(&people.unit, &page_issue(&people.task, "2025-06-10")).await;
    let submitted = people.leader.step("submit", &draft).await;
    let before = app.store.rows_written();
    people.reviewer.step("verify", &submitted).await;
    // The report, its contribution, the obligation, the tally of its unit and that of the product, and who did it.
    assert_eq!(app.store.rows_written() - before, 6);
}
