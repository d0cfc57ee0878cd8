//! `verify` recomputes every stored figure and says what differs.

use domain::authz::Role;
use serde_json::json;
use tonghop::service::verify::Verification;

use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    plan::{import, plan, task, task_id, tra_bong},
    report::{page_issue, with},
};

const NOW: &str = "2025-06-16T02:00:00Z";
const OLD: &str = "2025-06-30";
/// Xã Trà Giang.
const COMMUNE: &str = "21118";

/// A verified report of two events in May, of which each commune owes two a month.
async fn world(database: Database) -> App {
    let app = App::start(database, NOW).await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" }))]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-05-01", 2025, tasks)).await;
    let leader = app.user("leader", &[(Role::Approver, COMMUNE, OLD)]).await;
    let reviewer = app.user("reviewer", &[(Role::Reviewer, "525", OLD)]).await;
    let content = page_issue(&task_id(&leader, "1/KH-UBND", "1").await, "2025-05-20");
    let content = with(content, json!({ "product": "EVENT", "quantity": 2 }));
    let draft = leader.create(&leader.unit(COMMUNE, OLD).await, &content).await;
    reviewer.step("verify", &leader.step("submit", &draft).await).await;
    app
}

/// The differences, with every id cut down to its kind.
async fn differences(app: &App) -> Vec<String> {
    let mut verification = Verification::new(app.system());
    let mut found = Vec::new();
    while let Some(differences) = verification.next().await.unwrap() {
        found.extend(differences.iter().map(ToString::to_string));
    }
    let is_id = |word: &str| word.split_once('_').is_some_and(|(_, digits)| digits.trim_end_matches(':').len() == 32);
    let short = |word: &str| if is_id(word) { word.split_once('_').unwrap().0.to_owned() } else { word.to_owned() };
    found.iter().map(|line| line.split(' ').map(short).collect::<Vec<_>>().join(" ")).collect()
}

db_test!(nothing_differs_where_only_the_program_wrote);
async fn nothing_differs_where_only_the_program_wrote(database: Database) {
    let app = world(database).await;
    assert_eq!(differences(&app).await, Vec::<String>::new());
}

db_test!(what_somebody_changed_behind_the_program_is_found);
async fn what_somebody_changed_behind_the_program_is_found(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = world(database).await;
    for (change, undo, expected) in [
        (
            "UPDATE contribution SET amount = 1",
            "UPDATE contribution SET amount = 2",
            vec![
                "report to obligation stored 1 ACHIEVED on 2025-05-20, should be 2 ACHIEVED on 2025-05-20",
                "obligation stored achieved 2 (2 in time), pending 0, MET, at risk never, closing 2025-05-31, should be \
                 achieved 1 (1 in time), pending 0, SHORT, at risk 2025-05-31, closing 2025-05-31",
                "tally of unit from 2025-05-01 to 2025-05-31 closing 2025-05-31: stored 0 exempt, 1 met, 0 met late, 0 \
                 ready, 0 short, 1 begun, should be 0 exempt, 0 met, 0 met late, 0 ready, 1 short, 1 begun",
                "EVENT tally of unit to 2025-05-31: stored 1 obligations, target 2, achieved 2, pending 0, should be 1 \
                 obligations, target 2, achieved 1, pending 0",
            ],
        ),
        (
            "UPDATE activity_report SET state = 'RETURNED'",
            "UPDATE activity_report SET state = 'VERIFIED'",
            vec!["report to obligation stored 2 ACHIEVED on 2025-05-20, should be nothing"],
        ),
        (
            "UPDATE tally SET met = met + 1 WHERE met > 0",
            "UPDATE tally SET met = met - 1 WHERE met > 0",
            vec![
                "tally of unit from 2025-05-01 to 2025-05-31 closing 2025-05-31: stored 0 exempt, 2 met, 0 met late, 0 \
                 ready, 0 short, 1 begun, should be 0 exempt, 1 met, 0 met late, 0 ready, 0 short, 1 begun",
            ],
        ),
    ] {
        behind.run(change).await;
        assert_eq!(differences(&app).await, expected, "{change}");
        behind.run(undo).await;
    }
    behind.close().await;
}
