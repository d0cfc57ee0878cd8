//! Too many at once, and too long: whoever finds no place is told to come again, at once and in words.

use std::time::{Duration, Instant};

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures_util::future::{join, join_all};
use serde_json::json;
use tonghop::http::Settings;

use super::{NEW, header, json_of, post, refusal};
use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    world::{BEFORE, OLD},
};

/// A country in which whoever reads a unit's code waits for as long as the database lets him.
async fn endless(behind: &mut Behind) {
    let forever = match behind {
        Behind::Sqlite(_) => {
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT count(*) FROM number"
        }
        Behind::Postgres(_) => "SELECT count(pg_sleep(60)) FROM generate_series(1, 10)",
    };
    behind.run("ALTER TABLE unit_code RENAME TO unit_code_kept").await;
    behind.run(&format!("CREATE VIEW unit_code AS SELECT * FROM unit_code_kept WHERE 0 < ({forever})")).await;
    if matches!(behind, Behind::Postgres(_)) {
        behind.run("GRANT SELECT ON unit_code TO PUBLIC").await;
    }
}

/// A country in which all is well again.
async fn mend(behind: &mut Behind) {
    behind.run("DROP VIEW unit_code").await;
    behind.run("ALTER TABLE unit_code_kept RENAME TO unit_code").await;
}

/// Settings with a deadline of one second.
fn soon() -> Settings {
    Settings { deadline: Duration::from_secs(1), ..Settings::default() }
}

/// Sends a request and says how long it took.
async fn timed(app: &App, request: Request<Body>) -> (Duration, StatusCode, String) {
    let begun = Instant::now();
    let response = app.call(request).await;
    let (status, code) = refusal(&response);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        assert_eq!(header(response.headers(), "retry-after"), "1");
        assert!(header(response.headers(), "content-type").starts_with(NEW), "{response:?}");
        assert_eq!(json_of(&response)["data"], json!(null));
    }
    (begun.elapsed(), status, code)
}

fn busy() -> (StatusCode, String) {
    (StatusCode::SERVICE_UNAVAILABLE, "BUSY".to_owned())
}

db_test!(a_query_is_stopped_at_its_deadline_and_leaves_the_database_free);
async fn a_query_is_stopped_at_its_deadline_and_leaves_the_database_free(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::set(database, BEFORE, soon()).await;
    let reader = app.user("reader", &[]).await;
    let found = reader.unit("525", OLD).await;
    endless(&mut behind).await;
    let document = json!({ "query": "{ unit(by: { code: { code: \"525\" } }) { id } }" });
    // As many as there are connections to read with, and as many again that wait for one.
    let all = join_all((0..8).map(|_| timed(&app, reader.request(&document)))).await;
    for (took, status, code) in all {
        assert_eq!((status, code), busy());
        assert!(took >= Duration::from_secs(1) && took < Duration::from_secs(4), "{took:?}");
    }
    mend(&mut behind).await;
    let begun = Instant::now();
    // What nobody waits for any more ends a little later: then every connection is free, and none holds another view.
    for again in 0.. {
        let all = join_all((0..4).map(|_| timed(&app, reader.request(&document)))).await;
        if all.iter().all(|(_, status, _)| *status == StatusCode::OK) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{again}: {all:?}");
    }
    assert_eq!(reader.unit("525", OLD).await, found);
    behind.close().await;
}

/// Whoever inserts a plan waits for as long as the database lets him.
async fn endless_plans(behind: &mut Behind) {
    behind
        .run(match behind {
            Behind::Sqlite(_) => {
                "CREATE TRIGGER endless BEFORE INSERT ON plan BEGIN
                 SELECT count(*) FROM unit_version a, unit_version b, unit_version c; END"
            }
            Behind::Postgres(_) => {
                "CREATE FUNCTION endless() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
                 CREATE TRIGGER endless BEFORE INSERT ON plan FOR EACH ROW EXECUTE FUNCTION endless()"
            }
        })
        .await;
}

db_test!(a_write_is_stopped_at_its_deadline_and_undone_whole);
async fn a_write_is_stopped_at_its_deadline_and_undone_whole(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::set(database, BEFORE, soon()).await;
    let leader = app.user("leader", &[(domain::authz::Role::Approver, "525", OLD)]).await;
    let unit = leader.unit("525", OLD).await;
    let draft = |title: &str, key: &str| {
        let input = json!({ "issuer": unit, "content": { "year": 2025, "title": title }, "idempotencyKey": key });
        let document = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { title } } }";
        json!({ "query": document, "variables": { "input": input } })
    };
    endless_plans(&mut behind).await;
    let (took, status, code) = timed(&app, leader.request(&draft("Một", "một"))).await;
    assert_eq!((status, code), busy());
    assert!(took < Duration::from_secs(4), "{took:?}");
    behind
        .run(match behind {
            Behind::Sqlite(_) => "DROP TRIGGER endless",
            Behind::Postgres(_) => "DROP TRIGGER endless ON plan",
        })
        .await;
    // The same again writes, once, and what is refused leaves no transaction behind in which the next would stand.
    for (title, key, code) in [
        ("Một", "một", ""),
        ("Hai", "một", "CONFLICT"),
        ("", "hai", "BAD_USER_INPUT"),
        ("Ba", "ba", ""),
        ("Một", "một", ""),
    ] {
        let (_, status, said) = timed(&app, leader.request(&draft(title, key))).await;
        assert_eq!((status, &*said), (StatusCode::OK, code), "{title} {key}");
    }
    let rows = behind.texts("SELECT title FROM plan ORDER BY title").await;
    assert_eq!(rows, [[Some("Ba".to_owned())], [Some("Một".to_owned())]]);
    behind.close().await;
}

db_test!(whoever_finds_no_place_is_told_at_once);
async fn whoever_finds_no_place_is_told_at_once(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::set(database, BEFORE, Settings { at_once: 1, waiting: 1, ..soon() }).await;
    let reader = app.user("reader", &[]).await;
    endless(&mut behind).await;
    let endless = reader.request(&json!({ "query": "{ unit(by: { code: { code: \"525\" } }) { id } }" }));
    let quick = || post(&json!({ "query": "{ __typename }" }));
    let healthy = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    let whoever_works = timed(&app, endless);
    let whoever_waits = timed(&app, quick());
    let others = async {
        let refused = timed(&app, quick()).await;
        (refused, app.call(healthy("/healthz")).await.status(), app.call(healthy("/readyz")).await.status())
    };
    let (works, (waits, (refused, health, ready))) = join(whoever_works, join(whoever_waits, others)).await;
    assert_eq!((works.1, works.2), busy());
    assert_eq!((refused.1, refused.2.clone()), busy());
    assert!(refused.0 < Duration::from_millis(500), "{refused:?}");
    // Its time is up when the other's is: it is told so, or just gets through.
    assert!(waits.0 >= Duration::from_millis(900) && waits.0 < Duration::from_secs(3), "{waits:?}");
    assert_eq!((health, ready), (StatusCode::OK, StatusCode::OK));
    assert_eq!(timed(&app, quick()).await.1, StatusCode::OK);
    behind.close().await;
}
