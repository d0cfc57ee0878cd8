//! Writers that meet somebody else's write.

use std::cell::Cell;

use domain::authz::Role;
use futures_util::future::join;
use serde_json::{Value, json};

use crate::support::{
    app::{App, Client},
    database::{Behind, Database, db_test},
    plan::{import, plan, task, tra_bong},
    report::with,
};

const EXEMPT: &str =
    "mutation($input: ExemptObligationInput!) { exemptObligation(input: $input) { obligation { version } } }";

/// Each commune of Trà Bồng owes two events in June.
async fn world(database: Database) -> App {
    let app = App::start(database, "2025-06-16T02:00:00Z").await;
    let tasks = json!([task("1", "EVENT", "EACH_COMMUNE", json!({ "minimum": 2, "per": "MONTH" }))]);
    import(&app, &plan(tra_bong(), "1/KH-UBND", "2025-06-01", 2025, tasks)).await;
    app
}

async fn reviewer(app: &App) -> Client<'_> {
    app.user("reviewer", &[(Role::Reviewer, "525", "2025-06-30")]).await
}

/// What exempts one of the obligations that somebody sees.
async fn exemption(reviewer: &Client<'_>) -> Value {
    let owed =
        reviewer.query("{ obligations(first: 1) { nodes { id version } } }").await["obligations"]["nodes"][0].take();
    json!({ "input": with(owed, json!({ "reason": "Mưa lũ", "idempotencyKey": "một" })) })
}

db_test!(whoever_waited_for_somebody_elses_write_reads_what_that_wrote);
async fn whoever_waited_for_somebody_elses_write_reads_what_that_wrote(database: Database) {
    let (mut one, mut two) = (Behind::of(&database).await, Behind::of(&database).await);
    // Whatever the server's own default is.
    one.by_default("default_transaction_isolation", "repeatable read").await;
    let app = world(database).await;
    let reviewer = reviewer(&app).await;
    let exemption = exemption(&reviewer).await;
    let begin = match one {
        Behind::Sqlite(_) => "BEGIN IMMEDIATE",
        Behind::Postgres(_) => "BEGIN",
    };
    one.run(&format!("{begin}; UPDATE obligation SET version = version + 1")).await;
    let answered = Cell::new(false);
    let exempt = async {
        let refusal = reviewer.refusal(EXEMPT, exemption).await;
        answered.set(true);
        refusal
    };
    let go_on = async {
        two.until_waiting(1, &answered).await;
        one.run("COMMIT").await;
    };
    assert_eq!(join(exempt, go_on).await.0, "CONFLICT version");
    one.close().await;
    two.close().await;
}

db_test!(whoever_waits_too_long_for_somebody_elses_write_is_told_to_come_again);
async fn whoever_waits_too_long_for_somebody_elses_write_is_told_to_come_again(database: Database) {
    let mut behind = Behind::of(&database).await;
    // PostgreSQL waits for as long as it is set to, SQLite for the ten seconds of the program.
    behind.by_default("lock_timeout", "200ms").await;
    let app = world(database).await;
    let reviewer = reviewer(&app).await;
    let exemption = exemption(&reviewer).await;
    behind
        .run(match behind {
            Behind::Sqlite(_) => "BEGIN IMMEDIATE",
            Behind::Postgres(_) => "BEGIN; LOCK TABLE obligation IN EXCLUSIVE MODE",
        })
        .await;
    assert_eq!(reviewer.refusal(EXEMPT, exemption.clone()).await, "BUSY");
    behind.run("ROLLBACK").await;
    // Nothing was written: the same again does what it says.
    let data = reviewer.data(EXEMPT, exemption).await;
    assert_eq!(data["exemptObligation"]["obligation"]["version"], 2);
    behind.close().await;
}
