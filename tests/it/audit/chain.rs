//! `verify` finds whatever was done to the trail behind the program's back.

use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    trail::{begun, end, leave_rows, until_settled},
    world::BEFORE,
};

/// A trail of ten rows in three seals, 1 to 4, 5 to 8 (a number in it was never used: 6), 9 to 11; and both tables without
/// what keeps them from being changed.
async fn ten_rows(database: Database) -> (App, Behind) {
    let database = database.empty().await;
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, BEFORE).await;
    for number in [1, 2, 3, 4, 5, 7, 8, 9, 10, 11] {
        if number == 7 {
            behind
                .run(match behind {
                    Behind::Sqlite(_) => "UPDATE sqlite_sequence SET seq = 6 WHERE name = 'audit_event'",
                    Behind::Postgres(_) => "SELECT nextval('audit_event_seq')",
                })
                .await;
        }
        let work = app.system().begin_system().await.unwrap();
        leave_rows(&work, 1, &number.to_string()).await;
        end(work).await;
        if [4, 8, 11].contains(&number) {
            until_settled(&mut behind).await;
            let (rounds, standing) = app.seal().await;
            assert_eq!((rounds, standing.sealed), (1, number));
        }
    }
    let names = ["event_no_update", "event_no_delete", "event_no_replace", "seal_no_update", "seal_no_delete"];
    match behind {
        Behind::Sqlite(_) => {
            for name in names.iter().chain(&["seal_chain"]) {
                behind.run(&format!("DROP TRIGGER audit_{name}")).await;
            }
        }
        Behind::Postgres(_) => {
            for table in ["audit_event", "audit_seal"] {
                behind.run(&format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await;
            }
        }
    }
    for table in ["audit_event", "audit_seal"] {
        behind.run(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
    (app, behind)
}

/// Puts everything back as it was.
async fn restore(behind: &mut Behind) {
    for table in ["audit_event", "audit_seal"] {
        behind.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}")).await;
    }
}

/// A copy of row 2 under another number.
fn copy(number: i64) -> String {
    format!(
        "INSERT INTO audit_event (seq, at, dated_on, subject_kind, subject_id, action, after) \
         SELECT {number}, at, dated_on, subject_kind, subject_id, action, after FROM audit_event WHERE seq = 2"
    )
}

/// What `verify` says, with each hash cut down to a word.
async fn said(app: &App) -> (Vec<String>, String) {
    let (found, head) = app.verified().await;
    let is_hash = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let short = |word: &str| if is_hash(word.trim_end_matches(',')) { "HASH".to_owned() } else { word.to_owned() };
    let shorten = |line: &String| line.split(' ').map(short).collect::<Vec<_>>().join(" ");
    (found.iter().map(shorten).collect(), shorten(&head))
}

db_test!(whatever_is_done_to_the_trail_behind_the_program_is_found);
async fn whatever_is_done_to_the_trail_behind_the_program_is_found(database: Database) {
    let (app, mut behind) = ten_rows(database).await;
    let sealed = "audit trail: sealed to 11 at 2025-06-20T02:00:00Z as HASH 0 rows since";
    let broken = |from: i64, to: i64| format!("seal of audit rows {from} to {to}: stored HASH should be HASH");
    assert_eq!(said(&app).await, (Vec::new(), sealed.to_owned()));
    let swap = "UPDATE audit_event SET seq = -1 WHERE seq = 2; UPDATE audit_event SET seq = 2 WHERE seq = 10;
        UPDATE audit_event SET seq = 10 WHERE seq = -1";
    for (change, expected) in [
        ("UPDATE audit_event SET reason = 'x' WHERE seq = 4".to_owned(), vec![broken(1, 4)]),
        ("UPDATE audit_event SET after = NULL WHERE seq = 5".to_owned(), vec![broken(5, 8)]),
        ("UPDATE audit_event SET action = 'TRYTRY' WHERE seq = 11".to_owned(), vec![broken(9, 11)]),
        ("UPDATE audit_event SET dated_on = '2025-06-21' WHERE seq = 9".to_owned(), vec![broken(9, 11)]),
        ("UPDATE audit_event SET before = ''".to_owned(), vec![broken(1, 4), broken(5, 8), broken(9, 11)]),
        ("DELETE FROM audit_event WHERE seq = 1".to_owned(), vec![broken(1, 4)]),
        ("DELETE FROM audit_event WHERE seq = 11".to_owned(), vec![broken(9, 11)]),
        ("DELETE FROM audit_event WHERE seq BETWEEN 5 AND 8".to_owned(), vec![broken(5, 8)]),
        (copy(6), vec![broken(5, 8)]),
        (copy(0), vec!["audit rows below 1: stored 1, should be 0".to_owned()]),
        (swap.to_owned(), vec![broken(1, 4), broken(9, 11)]),
        ("UPDATE audit_event SET seq = 6 WHERE seq = 7".to_owned(), vec![broken(5, 8)]),
        (
            "DELETE FROM audit_seal WHERE to_seq = 8".to_owned(),
            vec!["seal of audit rows 5 to 8: stored none, should be one".to_owned(), broken(9, 11)],
        ),
        (
            "DELETE FROM audit_seal WHERE to_seq = 4".to_owned(),
            vec!["seal of audit rows 1 to 4: stored none, should be one".to_owned(), broken(5, 8)],
        ),
        // The seal itself, and the one that goes on from it.
        (
            format!("UPDATE audit_seal SET hash = '{}' WHERE to_seq = 8", "ab".repeat(32)),
            vec![broken(5, 8), broken(9, 11)],
        ),
        (
            "UPDATE audit_seal SET sealed_at = '2025-06-20T02:00:00.000001+00:00' WHERE to_seq = 8".to_owned(),
            vec![broken(5, 8)],
        ),
        (
            "UPDATE audit_seal SET version = 2 WHERE to_seq = 8".to_owned(),
            vec!["seal of audit rows 5 to 8: stored version 2, should be version 1".to_owned()],
        ),
        // Of two seals one is made, which is itself whole.
        (
            "DELETE FROM audit_seal WHERE to_seq = 4; UPDATE audit_seal SET from_seq = 1 WHERE to_seq = 8".to_owned(),
            vec![broken(1, 8)],
        ),
    ] {
        behind.run(&change).await;
        assert_eq!(said(&app).await, (expected, sealed.to_owned()), "{change}");
        restore(&mut behind).await;
        assert_eq!(said(&app).await.0, Vec::<String>::new());
    }
    behind.close().await;
}

db_test!(what_is_not_sealed_yet_is_said_and_is_no_fault);
async fn what_is_not_sealed_yet_is_said_and_is_no_fault(database: Database) {
    let (app, mut behind) = ten_rows(database).await;
    end(begun(&app).await).await;
    let since =
        |to: i64, rows: i64| format!("audit trail: sealed to {to} at 2025-06-20T02:00:00Z as HASH {rows} rows since");
    assert_eq!(said(&app).await, (Vec::new(), since(11, 1)));
    // So is a last seal that is taken away: the chain alone does not tell that there ever was one.
    behind.run("DELETE FROM audit_seal WHERE to_seq = 11").await;
    assert_eq!(said(&app).await, (Vec::new(), since(8, 4)));
    behind.run("DELETE FROM audit_seal").await;
    assert_eq!(said(&app).await, (Vec::new(), "audit trail: not sealed yet, 11 rows since".to_owned()));
    behind.close().await;
}

db_test!(who_rewrites_every_row_and_every_seal_is_told_by_a_hash_that_was_noted_down);
async fn who_rewrites_every_row_and_every_seal_is_told_by_a_hash_that_was_noted_down(database: Database) {
    let (app, mut behind) = ten_rows(database).await;
    let (_, noted) = app.verified().await;
    behind.run("UPDATE audit_event SET reason = 'x' WHERE seq = 7; DELETE FROM audit_seal WHERE to_seq >= 8").await;
    app.seal_all().await;
    let (found, head) = app.verified().await;
    assert_eq!(found, Vec::<String>::new());
    assert_ne!(head, noted);
    behind.close().await;
}
