//! Sealing: who may wait for whom, what one round takes, and who is told.

use futures_util::future::join;
use sqlx::postgres::PgListener;
use tonghop::{clock::Sources, service::audit::Sealer};

use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    trail::{begun, end, leave_row, leave_rows, until_settled},
    world::BEFORE,
};

/// The program over a database of its own, all of whose trail is sealed, and a connection behind it.
async fn start(database: Database) -> (App, Behind) {
    let behind = Behind::of(&database).await;
    let app = App::start(database, BEFORE).await;
    app.seal_all().await;
    (app, behind)
}

/// The seals after number `after`: their first and last numbers, and how many rows are between them.
async fn seals(behind: &mut Behind, after: i64) -> Vec<(i64, i64, i64)> {
    let query = format!(
        "SELECT CAST(s.from_seq AS text), CAST(s.to_seq AS text), CAST((SELECT COUNT(*) FROM audit_event a \
         WHERE a.seq BETWEEN s.from_seq AND s.to_seq) AS text) FROM audit_seal s WHERE s.to_seq > {after} ORDER BY s.to_seq"
    );
    let number = |text: &Option<String>| text.as_ref().unwrap().parse().unwrap();
    behind.texts(&query).await.iter().map(|row| (number(&row[0]), number(&row[1]), number(&row[2]))).collect()
}

db_test!(a_round_seals_a_bounded_run_and_the_next_goes_on_from_it);
async fn a_round_seals_a_bounded_run_and_the_next_goes_on_from_it(database: Database) {
    let (app, mut behind) = start(database).await;
    let sealed = app.seal_all().await.sealed;
    // Nothing to seal: nothing is written.
    let written = app.store.rows_written();
    assert_eq!(app.seal().await.0, 0);
    assert_eq!(app.store.rows_written(), written);
    let work = begun(&app).await;
    leave_rows(&work, 2_499, "").await;
    end(work).await;
    until_settled(&mut behind).await;
    let (rounds, standing) = app.seal().await;
    assert_eq!((rounds, standing.sealed, standing.written), (3, sealed + 2_500, sealed + 2_500));
    let run = |from: i64, rows: i64| (sealed + from, sealed + from + rows - 1, rows);
    assert_eq!(seals(&mut behind, sealed).await, [run(1, 1_000), run(1_001, 1_000), run(2_001, 500)]);
    // As little is read at a time where rows are long.
    let work = begun(&app).await;
    leave_rows(&work, 5, &"đ".repeat(1_500_000)).await;
    end(work).await;
    until_settled(&mut behind).await;
    app.seal().await;
    assert_eq!(seals(&mut behind, sealed + 2_500).await, [run(2_501, 4), run(2_505, 2)]);
    assert_eq!(app.verified().await.0, Vec::<String>::new());
    behind.close().await;
}

db_test!(a_round_takes_as_many_statements_for_a_thousand_rows_as_for_one);
async fn a_round_takes_as_many_statements_for_a_thousand_rows_as_for_one(database: Database) {
    let (app, mut behind) = start(database).await;
    let (round, idle) = match behind {
        Behind::Sqlite(_) => (6, 1),
        // Each of its four transactions says first that the program itself asks: the second wall.
        Behind::Postgres(_) => (11, 2),
    };
    for rows in [1, 1_000] {
        let work = app.system().begin_system().await.unwrap();
        leave_rows(&work, rows, "").await;
        end(work).await;
        until_settled(&mut behind).await;
        let (statements, written) = (app.store.statements(), app.store.rows_written());
        assert_eq!(app.seal().await.0, 1);
        // The last of them finds nothing more to seal.
        assert_eq!((app.store.statements() - statements, app.store.rows_written() - written), (round + idle, 1));
    }
    behind.close().await;
}

db_test!(of_two_that_seal_at_the_same_time_one_does);
async fn of_two_that_seal_at_the_same_time_one_does(database: Database) {
    let (app, mut behind) = start(database).await;
    let sealed = app.seal_all().await.sealed;
    for number in 1..=20 {
        end(begun(&app).await).await;
        join(app.seal(), app.seal()).await;
        assert_eq!(app.seal_all().await.sealed, sealed + number);
    }
    let expected: Vec<(i64, i64, i64)> = (1..=20).map(|number| (sealed + number, sealed + number, 1)).collect();
    assert_eq!(seals(&mut behind, sealed).await, expected);
    assert_eq!(app.verified().await.0, Vec::<String>::new());
    behind.close().await;
}

#[tokio::test]
async fn whoever_holds_the_right_to_seal_leaves_it_to_the_next_when_he_dies() {
    let (app, mut behind) = start(Database::postgres().await).await;
    end(begun(&app).await).await;
    behind.run("SELECT pg_advisory_lock(8390047102)").await;
    let (rounds, standing) = app.seal().await;
    assert_eq!((rounds, standing.lag()), (0, 1));
    behind.close().await;
    assert_eq!(app.seal_all().await.sealed, standing.written);
}

#[tokio::test]
async fn a_write_that_is_held_stops_no_other_and_its_number_is_not_passed_over() {
    let (app, mut behind) = start(Database::postgres().await).await;
    let before = app.seal_all().await.sealed;
    // Below the one that is held, and settled when that begins.
    end(begun(&app).await).await;
    let held = begun(&app).await;
    for _ in 0..3 {
        end(begun(&app).await).await;
    }
    // They are all there, and only what may still be preceded waits.
    while app.seal().await.1.sealed < before + 1 {}
    let (rounds, standing) = app.seal().await;
    assert_eq!((rounds, standing.sealed, standing.written), (0, before + 1, before + 5));
    assert_eq!(app.verified().await.0, Vec::<String>::new());
    leave_row(&held).await;
    end(held).await;
    assert_eq!(app.seal_all().await.sealed, before + 6);
    let sealed = seals(&mut behind, before).await;
    assert_eq!(sealed.iter().map(|(_, _, rows)| rows).sum::<i64>(), 6);
    assert_eq!(app.verified().await.0, Vec::<String>::new());
    behind.close().await;
}

db_test!(a_number_that_was_taken_back_is_passed_over_and_missed_by_nobody);
async fn a_number_that_was_taken_back_is_passed_over_and_missed_by_nobody(database: Database) {
    let (app, mut behind) = start(database).await;
    let before = app.seal_all().await.sealed;
    drop(begun(&app).await);
    end(begun(&app).await).await;
    let standing = app.seal_all().await;
    assert_eq!(seals(&mut behind, before).await, [(before + 1, standing.written, 1)]);
    assert_eq!(app.verified().await.0, Vec::<String>::new());
    behind.close().await;
}

#[tokio::test]
async fn whoever_listens_is_told_how_far_the_trail_is_sealed() {
    let database = Database::postgres().await;
    let mut listener = PgListener::connect(&database.url()).await.unwrap();
    let (app, behind) = start(database).await;
    behind.close().await;
    listener.listen("tonghop_sealed").await.unwrap();
    end(begun(&app).await).await;
    let standing = app.seal_all().await;
    assert_eq!(listener.recv().await.unwrap().payload(), standing.sealed.to_string());
}

db_test!(the_program_seals_while_it_runs_and_what_is_left_when_it_stops);
async fn the_program_seals_while_it_runs_and_what_is_left_when_it_stops(database: Database) {
    let (app, behind) = start(database).await;
    let others_write = matches!(behind, Behind::Postgres(_));
    behind.close().await;
    end(begun(&app).await).await;
    let sealer = Sealer::start(app.store.clone(), Sources::system());
    let mut standing = sealer.standing();
    let reached = standing.wait_for(|standing| standing.sealed > 0 && standing.lag() == 0).await.unwrap().sealed;
    end(begun(&app).await).await;
    sealer.stop().await;
    // But for what somebody else on the server still holds back, which is left to whoever seals next.
    assert!(app.seal().await.0 == 0 || others_write);
    assert_eq!(app.seal_all().await.sealed, reached + 1);
    assert_eq!(app.verified().await.0, Vec::<String>::new());
}
