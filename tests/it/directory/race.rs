//! Units that end while something is written about them.

use std::cell::Cell;

use domain::authz::Role;
use futures_util::future::{join, join_all};
use serde_json::json;

use super::{
    Country, LIVING_ON,
    next::{TURN, merge},
};
use crate::support::{
    database::{Behind, Database, db_test},
    plan::task_id,
    report::{document, page_issue, with},
};

/// Makes the import stand still when it has asked everything and written all but its row in the trail. SQLite has one
/// writer: there the import is held before it begins, and as it was sent first, it is the first to be let in.
async fn hold(behind: &mut Behind) {
    behind
        .run(match behind {
            Behind::Sqlite(_) => "BEGIN IMMEDIATE",
            Behind::Postgres(_) => "BEGIN; LOCK TABLE audit_event IN SHARE MODE",
        })
        .await;
}

db_test!(what_is_written_of_a_unit_while_it_ends_is_judged_by_its_end);
async fn what_is_written_of_a_unit_while_it_ends_is_judged_by_its_end(database: Database) {
    let database = database.empty().await;
    let (mut one, mut two) = (Behind::of(&database).await, Behind::of(&database).await);
    let country = Country::found_in(database, LIVING_ON).await;
    country.plan("EACH_COMMUNE", json!({ "minimum": 1, "per": "QUARTER" })).await;
    let app = &country.0;
    let leader = app.user("leader", &[(Role::Approver, "00001", "2025-07-01")]).await;
    let unit = leader.unit("00001", "2025-07-01").await;
    app.clock.set("2026-01-20T02:00:00Z");
    let task = task_id(&leader, "1/KH-UBND", "1").await;
    let after = page_issue(&task, "2026-01-15");
    let submitted = leader.create(&unit, &after).await;
    let updated = leader.create(&unit, &page_issue(&task, "2025-12-15")).await;
    let requests = [
        ("submitActivityReport", json!({ "id": submitted.id, "version": 1 })),
        ("updateActivityReport", with(after.clone(), json!({ "id": updated.id, "version": 1 }))),
        ("createActivityReport", with(after, json!({ "unit": unit }))),
    ];

    hold(&mut one).await;
    let (never, written) = (Cell::new(false), Cell::new(false));
    let write = async {
        two.until_waiting(1, &never).await;
        let write = async {
            let sent = requests.map(|(mutation, input)| {
                let leader = &leader;
                async move { leader.refusal(&document(mutation), json!({ "input": input })).await }
            });
            let refused = join_all(sent).await;
            written.set(true);
            refused
        };
        let go_on = async {
            two.until_waiting(4, &written).await;
            one.run("COMMIT").await;
        };
        join(write, go_on).await.0
    };
    let (imported, refused) = join(merge(&country, TURN), write).await;
    assert_eq!(imported.unwrap().changed, 2);
    assert_eq!(refused, ["RULE_VIOLATED activity.unit_not_living"; 3]);
    app.assert_sound().await;
}
