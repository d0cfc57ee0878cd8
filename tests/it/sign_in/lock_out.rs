//! What repeated failures cost, and whom.

use axum::http::StatusCode;
use chrono::TimeDelta;
use futures_util::future::join_all;

use super::{MORNING, OFFICE, PASSWORD, lan, sign_in, try_from, wait};
use crate::support::{
    app::App,
    clock::TestClock,
    database::{Database, db_test},
};

const WRONG: &str = "đất nước nhìn từ gần";
const ELSEWHERE: &str = "198.51.100.7";

fn pass(clock: &TestClock, seconds: i64) {
    clock.advance(TimeDelta::seconds(seconds));
}

db_test!(from_the_fifth_failure_on_one_waits_twice_as_long_each_time);
async fn from_the_fifth_failure_on_one_waits_twice_as_long_each_time(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    // A name that is nobody's is treated alike.
    for (name, from) in [("lan", OFFICE), ("nobody", ELSEWHERE)] {
        for failure in 1..=4 {
            let (status, headers, _) = try_from(&app, from, name, WRONG).await;
            assert_eq!((status, wait(&headers)), (StatusCode::BAD_REQUEST, None), "{name} {failure}");
        }
        for seconds in [1, 2, 4, 8] {
            let (_, headers, _) = try_from(&app, from, name, WRONG).await;
            assert_eq!(wait(&headers), Some(seconds), "{name}");
            // Whoever comes too early is not judged, nor does he wait any longer for it.
            let (status, headers, body) = try_from(&app, from, name, PASSWORD).await;
            assert_eq!((status, wait(&headers)), (StatusCode::BAD_REQUEST, Some(seconds)), "{name}");
            assert_eq!(body["error"], "invalid_grant");
            pass(&app.clock, i64::try_from(seconds).unwrap());
        }
    }
    sign_in(&app, "lan").await;
    // That is forgiven with the first success.
    assert_eq!(wait(&try_from(&app, OFFICE, "lan", WRONG).await.1), None);
}

db_test!(nobody_waits_longer_than_fifteen_minutes);
async fn nobody_waits_longer_than_fifteen_minutes(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let mut longest = 0;
    for n in 0..20 {
        let (_, headers, _) = try_from(&app, &format!("203.0.113.{n}"), "lan", WRONG).await;
        longest = wait(&headers).unwrap_or(0);
        pass(&app.clock, i64::try_from(longest).unwrap());
    }
    assert_eq!(longest, 900);
    sign_in(&app, "lan").await;
}

db_test!(who_tries_a_name_elsewhere_locks_nobody_out_of_where_he_always_signs_in);
async fn who_tries_a_name_elsewhere_locks_nobody_out_of_where_he_always_signs_in(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    sign_in(&app, "lan").await;
    for n in 0..9 {
        let (_, headers, _) = try_from(&app, &format!("203.0.113.{n}"), "lan", WRONG).await;
        pass(&app.clock, wait(&headers).map_or(0, |seconds| i64::try_from(seconds).unwrap()));
    }
    let (_, headers, _) = try_from(&app, ELSEWHERE, "lan", WRONG).await;
    assert_eq!(wait(&headers), Some(32), "a stranger waits for the name");
    assert_eq!(wait(&try_from(&app, ELSEWHERE, "lan", PASSWORD).await.1), Some(32), "wherever he is");
    sign_in(&app, "lan").await;
    // Nor does who tries other names in the same office.
    for n in 0..6 {
        try_from(&app, OFFICE, &format!("nobody{n}"), WRONG).await;
    }
    assert!(wait(&try_from(&app, OFFICE, "another", WRONG).await.1).is_some());
    sign_in(&app, "lan").await;
    // What is tried with the very name in the very office does count.
    for _ in 0..4 {
        assert_eq!(wait(&try_from(&app, OFFICE, "lan", WRONG).await.1), None);
    }
    assert_eq!(wait(&try_from(&app, OFFICE, "lan", WRONG).await.1), Some(1));
}

db_test!(an_account_of_ones_own_buys_no_attempts_at_others);
async fn an_account_of_ones_own_buys_no_attempts_at_others(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let mut waits = Vec::new();
    for n in 0..7 {
        let (_, headers, _) = try_from(&app, OFFICE, &format!("victim{n}"), WRONG).await;
        waits.push(wait(&headers).unwrap_or(0));
        pass(&app.clock, i64::try_from(waits[n]).unwrap());
        sign_in(&app, "lan").await;
    }
    assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4]);
}

db_test!(many_attempts_at_once_are_no_more_than_many_one_after_another);
async fn many_attempts_at_once_are_no_more_than_many_one_after_another(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    let addresses: Vec<String> = (0..12).map(|n| format!("203.0.113.{n}")).collect();
    let answers = join_all(addresses.iter().map(|from| try_from(&app, from, "lan", WRONG))).await;
    // The fifth makes the others wait unjudged.
    let unjudged = answers.iter().filter(|(_, headers, _)| wait(headers).is_some()).count();
    assert_eq!(unjudged, 12 - 4);
    // They were not counted either: the next failure is the sixth.
    pass(&app.clock, 1);
    assert_eq!(wait(&try_from(&app, OFFICE, "lan", WRONG).await.1), Some(2));
}

db_test!(the_longer_addresses_are_counted_by_what_one_customer_gets);
async fn the_longer_addresses_are_counted_by_what_one_customer_gets(database: Database) {
    let app = App::start(database, MORNING).await;
    for n in 0..4 {
        try_from(&app, &format!("[2001:db8:1:2::{n}]"), &format!("nobody{n}"), WRONG).await;
    }
    assert_eq!(wait(&try_from(&app, "[2001:db8:1:3::1]", "nobody5", WRONG).await.1), None);
    assert_eq!(wait(&try_from(&app, "[2001:db8:1:2:ffff::1]", "nobody6", WRONG).await.1), Some(1));
}

db_test!(a_failure_of_long_ago_is_forgotten);
async fn a_failure_of_long_ago_is_forgotten(database: Database) {
    let app = App::start(database, MORNING).await;
    lan(&app).await;
    for _ in 0..5 {
        try_from(&app, OFFICE, "lan", WRONG).await;
    }
    pass(&app.clock, 86_401);
    assert_eq!(wait(&try_from(&app, OFFICE, "lan", WRONG).await.1), None);
}
