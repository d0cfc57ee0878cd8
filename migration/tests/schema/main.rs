//! The migrated schema: it comes and goes whole, and refuses what must never be stored.

#![cfg(test)]

mod database;

use std::collections::BTreeSet;

use database::{columns, constraints, leave_out, schema, tables, texts};
use migration::{Migrator, MigratorTrait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

/// Makes two tests of each function named, `name::sqlite` and `name::postgres`. A function is given an empty database.
macro_rules! db_test {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name(crate::database::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(crate::database::postgres().await).await;
            }
        }
    )+};
}

/// One valid row of each table.
const ONE_ROW_EACH: &str = include_str!("one_row_each.sql");

/// What breaks each rule that is not about one column alone: the constraint and a statement it refuses.
const BROKEN_RULES: &[(&str, &str)] = &[
    ("ck_unit_organisation_has_territory", "UPDATE unit SET territory_id = NULL WHERE form = 'ORGANISATION'"),
    ("ck_unit_organisation_has_affiliation", "UPDATE unit SET affiliation = NULL WHERE form = 'ORGANISATION'"),
    ("ck_unit_version_valid", "UPDATE unit_version SET valid_to = '2024-12-31'"),
    ("ck_unit_ancestor_valid", "UPDATE unit_ancestor SET valid_from = '2026-01-01', valid_to = '2025-12-31'"),
    ("ck_grant_valid", "UPDATE \"grant\" SET valid_to = '2024-12-31'"),
    ("ck_sign_in_end_has_reason", "UPDATE sign_in SET ended_at = '2025-01-02T00:00:00+00:00'"),
    ("ck_task_role_one_holder", "UPDATE task_role SET holders = 'COMMUNES'"),
    ("ck_report_duty_one_holder", "UPDATE report_duty SET holders = NULL"),
    ("ck_quota_selector_has_role", "UPDATE quota SET selector = 'ROLE_HOLDERS'"),
    ("ck_quota_selector_has_organisation", "UPDATE quota SET selector = 'ORGANISATION'"),
    ("ck_plan_line_indicator_has_key", "UPDATE plan_line SET kind = 'INDICATOR'"),
    ("ck_plan_line_deadline_has_day", "UPDATE plan_line SET day = '2025-06-30'"),
    ("ck_obligation_of_quota", "UPDATE obligation SET quota_id = NULL"),
    ("ck_obligation_of_regime", "UPDATE obligation SET regime_id = id"),
    ("ck_obligation_window", "UPDATE obligation SET window_starts_on = '2025-05-02'"),
    ("ck_obligation_days", "UPDATE obligation SET closes_on = '2025-05-30'"),
    (
        "ck_obligation_extension_has_reason",
        "UPDATE obligation SET extended_to = '2025-06-30', extended_at = created_at",
    ),
    (
        "ck_obligation_extension_has_instant",
        "UPDATE obligation SET extended_to = '2025-06-30', extension_reason = 'storm'",
    ),
    ("ck_obligation_exemption_has_instant", "UPDATE obligation SET exempt_reason = 'storm'"),
    ("ck_contribution_of_report", "UPDATE contribution SET report_id = NULL"),
    ("ck_contribution_of_plan", "UPDATE contribution SET source_plan_id = (SELECT id FROM plan)"),
    ("ck_tally_days", "UPDATE tally SET closes_on = '2025-05-30'"),
];

db_test!(the_schema_goes_up_down_and_up_again);
async fn the_schema_goes_up_down_and_up_again(db: DatabaseConnection) {
    Migrator::up(&db, None).await.unwrap();
    let first = schema(&db).await;
    db.execute_unprepared(ONE_ROW_EACH).await.unwrap();
    Migrator::down(&db, None).await.unwrap();
    let left: &[&str] = match db.get_database_backend() {
        DbBackend::Sqlite => &["seaql_migrations", "sqlite_sequence"],
        _ => &["seaql_migrations"],
    };
    assert_eq!(tables(&db).await, left);
    assert!(schema(&db).await.iter().all(|what| what.contains("seaql_migrations") || what.contains("sqlite_sequence")));
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(schema(&db).await, first);
}

db_test!(every_vocabulary_and_every_lower_bound_refuses_what_is_outside);
async fn every_vocabulary_and_every_lower_bound_refuses_what_is_outside(db: DatabaseConnection) {
    fill(&db).await;
    let all = constraints(&db).await;
    leave_out(&db, &broken_rules()).await;
    for constraint in all.difference(&broken_rules()) {
        let (table, column, kind) = column_of(&db, constraint).await;
        let outside = if kind == "text" { "'NO_SUCH_WORD'" } else { "-1" };
        assert_refused(&db, constraint, &format!(r#"UPDATE "{table}" SET "{column}" = {outside}"#)).await;
    }
}

db_test!(every_rule_between_columns_refuses_what_breaks_it);
async fn every_rule_between_columns_refuses_what_breaks_it(db: DatabaseConnection) {
    fill(&db).await;
    for (constraint, statement) in BROKEN_RULES {
        assert_refused(&db, constraint, statement).await;
    }
}

db_test!(an_audit_event_is_never_changed_deleted_or_replaced);
async fn an_audit_event_is_never_changed_deleted_or_replaced(db: DatabaseConnection) {
    fill(&db).await;
    let wholly = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "INSERT OR REPLACE INTO audit_event (seq, at, dated_on, subject_kind, subject_id, action) \
             SELECT seq, at, dated_on, subject_kind, subject_id, 'OTHER' FROM audit_event"
        }
        _ => "TRUNCATE audit_event",
    };
    for statement in ["UPDATE audit_event SET action = 'OTHER'", "DELETE FROM audit_event", wholly] {
        assert_refused(&db, "audit_event is append-only", statement).await;
    }
    assert_eq!(texts(&db, "SELECT action FROM audit_event").await, ["SUBMIT"]);
}

db_test!(audit_events_are_numbered_by_the_database);
async fn audit_events_are_numbered_by_the_database(db: DatabaseConnection) {
    fill(&db).await;
    let next = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "INSERT INTO audit_event (at, dated_on, subject_kind, subject_id, action) \
             SELECT at, dated_on, subject_kind, subject_id, 'NEXT' FROM audit_event"
        }
        // Its sequence knows nothing of the row that the test wrote with a number.
        _ => {
            "SELECT nextval('audit_event_seq'); INSERT INTO audit_event (seq, at, dated_on, subject_kind, subject_id, action) \
             SELECT nextval('audit_event_seq'), at, dated_on, subject_kind, subject_id, 'NEXT' FROM audit_event"
        }
    };
    db.execute_unprepared(next).await.unwrap();
    assert_eq!(texts(&db, "SELECT action FROM audit_event WHERE seq = 2 AND horizon = 0").await, ["NEXT"]);
}

db_test!(a_seal_is_never_changed_and_the_next_begins_where_it_ends);
async fn a_seal_is_never_changed_and_the_next_begins_where_it_ends(db: DatabaseConnection) {
    fill(&db).await;
    let mut refused = vec!["UPDATE audit_seal SET hash = 'cd'", "DELETE FROM audit_seal"];
    if db.get_database_backend() == DbBackend::Postgres {
        refused.push("TRUNCATE audit_seal");
    }
    for statement in refused {
        assert_refused(&db, "audit_seal is append-only", statement).await;
    }
    let insert = |verb: &str, from: i64, to: i64| {
        format!("{verb} INTO audit_seal SELECT {to}, {from}, version, 'ef', sealed_at FROM audit_seal")
    };
    let mut refused = vec![insert("INSERT", 1, 2), insert("INSERT", 3, 3), insert("INSERT", 2, 1)];
    if db.get_database_backend() == DbBackend::Sqlite {
        refused.push(insert("REPLACE", 1, 1));
    }
    for statement in refused {
        assert_refused(&db, "audit_seal is a chain", &statement).await;
    }
    db.execute_unprepared(&insert("INSERT", 2, 5)).await.unwrap();
    let stored = "SELECT from_seq || '-' || to_seq || ' ' || hash FROM audit_seal ORDER BY to_seq";
    assert_eq!(texts(&db, stored).await, ["1-1 ab", "2-5 ef"]);
}

db_test!(nothing_that_is_referred_to_can_be_deleted);
async fn nothing_that_is_referred_to_can_be_deleted(db: DatabaseConnection) {
    fill(&db).await;
    for table in [
        "unit",
        "\"user\"",
        "service_client",
        "sign_in",
        "plan",
        "plan_organisation",
        "task",
        "quota",
        "activity_report",
        "obligation",
    ] {
        assert_refused(&db, "foreign key constraint", &format!("DELETE FROM {table}")).await;
    }
}

db_test!(an_issued_plan_is_known_by_issuer_symbol_date_and_title_and_a_draft_is_not);
async fn an_issued_plan_is_known_by_issuer_symbol_date_and_title_and_a_draft_is_not(db: DatabaseConnection) {
    fill(&db).await;
    let copy = |id: u32, state: &str| {
        format!(
            "INSERT INTO plan (id, issuer_id, symbol, issued_on, year, title, state, version, created_at) SELECT \
             '00000000-0000-7000-8000-0000000001{id:02}', issuer_id, symbol, issued_on, year, title, '{state}', 1, \
             created_at FROM plan LIMIT 1"
        )
    };
    assert_refused(&db, "ux_plan_issued", &copy(1, "ISSUED")).await;
    assert_refused(&db, "ux_plan_issued", &copy(2, "REVOKED")).await;
    db.execute_unprepared(&copy(3, "DRAFT")).await.unwrap();
    db.execute_unprepared("UPDATE plan SET issued_on = NULL").await.unwrap();
    assert_refused(&db, "ux_plan_issued", "UPDATE plan SET state = 'ISSUED'").await;
}

db_test!(a_unit_is_abolished_once_a_day);
async fn a_unit_is_abolished_once_a_day(db: DatabaseConnection) {
    fill(&db).await;
    let again = "INSERT INTO unit_succession (id, predecessor_id, effective_on, kind, extent) SELECT \
                 '00000000-0000-7000-8000-000000000100', predecessor_id, effective_on, kind, extent \
                 FROM unit_succession";
    assert_refused(&db, "unique constraint", again).await;
}

async fn fill(db: &DatabaseConnection) {
    Migrator::up(db, None).await.unwrap();
    db.execute_unprepared(ONE_ROW_EACH).await.unwrap();
}

async fn assert_refused(db: &DatabaseConnection, why: &str, statement: &str) {
    let error = db.execute_unprepared(statement).await.expect_err(statement).to_string();
    assert!(error.to_lowercase().contains(why), "{statement}\nwas refused, but by: {error}");
}

fn broken_rules() -> BTreeSet<String> {
    BROKEN_RULES.iter().map(|(constraint, _)| (*constraint).to_owned()).collect()
}

/// Table, column and type of a constraint that is named `ck_<table>_<column>`.
async fn column_of(db: &DatabaseConnection, constraint: &str) -> (String, String, String) {
    for table in tables(db).await {
        let Some(column) = constraint.strip_prefix(&format!("ck_{table}_")) else { continue };
        if let Some(kind) = columns(db, &table).await.remove(column) {
            return (table.clone(), column.to_owned(), kind);
        }
    }
    panic!("{constraint} is about several columns: say in BROKEN_RULES what breaks it");
}
