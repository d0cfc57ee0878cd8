//! A service that forgets to ask for the right, and still writes nothing foreign.

use sqlx::{AssertSqlSafe, PgConnection, raw_sql};

use super::{NOW, TRA_THUY, connect, fill};
use crate::support::{
    app::App,
    database::{Behind, Database},
    world::TRA_GIANG,
};

/// What the leader of a commune writes of its own, and can write of no other unit. `$unit` is the unit, `$user` the leader,
/// `$grant` his grant.
const WRITES: &[&str] = &[
    "INSERT INTO activity_report (id, unit_id, product, stage, dated_on, quantity, title, state, version, created_at, \
     updated_at) VALUES (gen_random_uuid(), '$unit', 'EVENT', 'DONE', '2025-06-10', 1, 'x', 'DRAFT', 1, now(), now())",
    "INSERT INTO evidence (id, report_id, position, address, address_key) \
     SELECT gen_random_uuid(), '$report', 9, 'x', 'x'",
    "INSERT INTO activity_report_writer (report_id, user_id) VALUES ('$report', '$user') ON CONFLICT DO NOTHING",
    "INSERT INTO plan (id, issuer_id, symbol, year, title, state, version, created_at) \
     VALUES (gen_random_uuid(), '$unit', '1', 2025, 'x', 'DRAFT', 1, now())",
    "INSERT INTO tally (unit_id, starts_on, ends_on, closes_on, exempt, met, met_late, ready, short, begun) \
     VALUES ('$unit', '2024-01-01', '2024-01-31', '2024-01-31', 0, 0, 0, 0, 0, 0)",
    "INSERT INTO audit_event (seq, at, dated_on, actor_id, grant_id, unit_id, subject_kind, subject_id, action) \
     VALUES (nextval('audit_event_seq'), now(), now(), '$user', '$grant', '$unit', 'X', gen_random_uuid(), 'X')",
];

/// What nobody but an administrator, or the program itself, writes.
const NEVER: &[&str] = &[
    "INSERT INTO \"grant\" (id, user_id, unit_id, role, created_at) \
     VALUES (gen_random_uuid(), '$user', '$unit', 'AUDITOR', now())",
    "INSERT INTO \"user\" (id, name, display_name, unit_id, created_at) \
     VALUES (gen_random_uuid(), 'x', 'x', '$unit', now())",
    "INSERT INTO sign_in (id, user_id, created_at, expires_at) VALUES (gen_random_uuid(), '$user', now(), now())",
    "INSERT INTO audit_event (seq, at, dated_on, unit_id, subject_kind, subject_id, action) \
     VALUES (nextval('audit_event_seq'), now(), now(), '$unit', 'X', gen_random_uuid(), 'X')",
];

/// Runs a statement as a leader whose grant is on `own`; says whether row-level security let it.
async fn written(server: &mut PgConnection, (user, own): (&str, &str), statement: &str) -> bool {
    let begin = format!(
        "BEGIN; SELECT set_config('tonghop.user', '{user}', true), set_config('tonghop.reads', '{{{own}}}', true), \
         set_config('tonghop.drafts', '{{{own}}}', true), set_config('tonghop.reports', '{{{own}}}', true), \
         set_config('tonghop.plans', '{{{own}}}', true), set_config('tonghop.figures', '{{{own}}}', true)"
    );
    raw_sql(AssertSqlSafe(begin)).execute(&mut *server).await.unwrap();
    let done = raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut *server).await;
    raw_sql("ROLLBACK").execute(server).await.unwrap();
    match done {
        Ok(done) => done.rows_affected() > 0 || statement.ends_with("DO NOTHING"),
        Err(error) => {
            let error = error.into_database_error().unwrap();
            assert!(error.message().contains("row-level security"), "{statement}: {error}");
            false
        }
    }
}

#[tokio::test]
async fn a_service_that_forgets_the_right_still_writes_nothing_foreign() {
    let database = Database::postgres().await;
    let mut behind = Behind::of(&database).await;
    let mut server = connect(&database).await;
    let app = App::start(database, NOW).await;
    fill(&app).await;
    let facts = |code: &str| {
        format!(
            "SELECT g.unit_id::text, u.id::text, g.id::text, r.id::text FROM \"user\" u JOIN \"grant\" g \
             ON g.user_id = u.id JOIN activity_report r ON r.unit_id = g.unit_id AND r.state = 'DRAFT' \
             WHERE u.name = '{code}'"
        )
    };
    let own = behind.texts(&facts(TRA_GIANG)).await.remove(0);
    let foreign = behind.texts(&facts(TRA_THUY)).await.remove(0);
    let [own_unit, user, grant, own_report] = [0, 1, 2, 3].map(|n| own[n].clone().unwrap());
    let [unit, _, _, report] = [0, 1, 2, 3].map(|n| foreign[n].clone().unwrap());
    let of = |statement: &str, unit: &str, report: &str| {
        let statement = statement.replace("$unit", unit).replace("$report", report);
        statement.replace("$user", &user).replace("$grant", &grant)
    };
    for statement in WRITES {
        let leader = (user.as_str(), own_unit.as_str());
        assert!(written(&mut server, leader, &of(statement, &own_unit, &own_report)).await, "{statement}");
        assert!(!written(&mut server, leader, &of(statement, &unit, &report)).await, "{statement}");
    }
    for statement in NEVER {
        let leader = (user.as_str(), own_unit.as_str());
        assert!(!written(&mut server, leader, &of(statement, &own_unit, &own_report)).await, "{statement}");
    }
    // What is not seen is neither changed nor taken away.
    for statement in [
        "UPDATE activity_report SET title = 'x' WHERE id = '$report'",
        "DELETE FROM evidence WHERE report_id = '$report'",
        "UPDATE obligation SET target = target WHERE unit_id = '$unit'",
        "UPDATE tally SET short = short WHERE unit_id = '$unit'",
    ] {
        let leader = (user.as_str(), own_unit.as_str());
        assert!(written(&mut server, leader, &of(statement, &own_unit, &own_report)).await, "{statement}");
        assert!(!written(&mut server, leader, &of(statement, &unit, &report)).await, "{statement}");
    }
}
