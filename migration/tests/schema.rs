//! The migrated schema of SQLite: it comes and goes whole, and refuses what must never be stored.

#![cfg(test)]

use std::collections::BTreeSet;

use migration::{Migrator, MigratorTrait};
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// One valid row of each table.
const ONE_ROW_EACH: &str = include_str!("one_row_each.sql");

/// What breaks each rule that is not about one column alone: the constraint and a statement it refuses.
const BROKEN_RULES: &[(&str, &str)] = &[
    ("ck_unit_organisation_has_territory", "UPDATE unit SET territory_id = NULL WHERE form = 'ORGANISATION'"),
    ("ck_unit_organisation_has_affiliation", "UPDATE unit SET affiliation = NULL WHERE form = 'ORGANISATION'"),
    ("ck_unit_version_valid", "UPDATE unit_version SET valid_to = '2024-12-31'"),
    ("ck_unit_ancestor_valid", "UPDATE unit_ancestor SET valid_from = '2026-01-01', valid_to = '2025-12-31'"),
    ("ck_grant_valid", "UPDATE \"grant\" SET valid_to = '2024-12-31'"),
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

#[tokio::test]
async fn the_schema_goes_up_down_and_up_again() {
    let db = empty().await;
    Migrator::up(&db, None).await.unwrap();
    let first = schema(&db).await;
    db.execute_unprepared(ONE_ROW_EACH).await.unwrap();
    Migrator::down(&db, None).await.unwrap();
    assert_eq!(names(&db, "table").await, ["seaql_migrations", "sqlite_sequence"]);
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(schema(&db).await, first);
}

#[tokio::test]
async fn every_vocabulary_and_every_lower_bound_refuses_what_is_outside() {
    let db = filled().await;
    for constraint in constraints(&db).await.difference(&broken_rules()) {
        let (table, column, kind) = column_of(&db, constraint).await;
        let outside = if kind == "text" { "'NO_SUCH_WORD'" } else { "-1" };
        assert_refused(&db, constraint, &format!(r#"UPDATE "{table}" SET "{column}" = {outside}"#)).await;
    }
}

#[tokio::test]
async fn every_rule_between_columns_refuses_what_breaks_it() {
    let db = filled().await;
    for (constraint, statement) in BROKEN_RULES {
        assert_refused(&db, constraint, statement).await;
    }
}

#[tokio::test]
async fn an_audit_event_is_never_changed_deleted_or_replaced() {
    let db = filled().await;
    let replace = "INSERT OR REPLACE INTO audit_event (seq, at, subject_kind, subject_id, action) \
                   SELECT seq, at, subject_kind, subject_id, 'OTHER' FROM audit_event";
    for statement in ["UPDATE audit_event SET action = 'OTHER'", "DELETE FROM audit_event", replace] {
        assert_refused(&db, "audit_event is append-only", statement).await;
    }
    assert_eq!(texts(&db, "SELECT action FROM audit_event").await, ["SUBMIT"]);
}

#[tokio::test]
async fn sqlite_numbers_audit_events_itself() {
    let db = filled().await;
    let next = "INSERT INTO audit_event (at, subject_kind, subject_id, action) \
                SELECT at, subject_kind, subject_id, 'NEXT' FROM audit_event";
    db.execute_unprepared(next).await.unwrap();
    assert_eq!(texts(&db, "SELECT action FROM audit_event WHERE seq = 2 AND horizon = 0").await, ["NEXT"]);
}

#[tokio::test]
async fn nothing_that_is_referred_to_can_be_deleted() {
    let db = filled().await;
    for table in ["unit", "\"user\"", "plan", "plan_organisation", "task", "quota", "activity_report", "obligation"] {
        assert_refused(&db, "FOREIGN KEY constraint failed", &format!("DELETE FROM {table}")).await;
    }
}

#[tokio::test]
async fn an_issued_plan_is_known_by_issuer_symbol_date_and_title_and_a_draft_is_not() {
    let db = filled().await;
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

#[tokio::test]
async fn a_unit_is_abolished_once_a_day() {
    let db = filled().await;
    let again = "INSERT INTO unit_succession (id, predecessor_id, effective_on, kind, extent) SELECT \
                 '00000000-0000-7000-8000-000000000100', predecessor_id, effective_on, kind, extent \
                 FROM unit_succession";
    assert_refused(&db, "UNIQUE constraint failed", again).await;
}

async fn empty() -> DatabaseConnection {
    Database::connect("sqlite::memory:").await.unwrap()
}

async fn filled() -> DatabaseConnection {
    let db = empty().await;
    Migrator::up(&db, None).await.unwrap();
    db.execute_unprepared(ONE_ROW_EACH).await.unwrap();
    db
}

async fn assert_refused(db: &DatabaseConnection, why: &str, statement: &str) {
    let error = db.execute_unprepared(statement).await.expect_err(statement).to_string();
    assert!(error.contains(why), "{statement}\nwas refused, but by: {error}");
}

/// The first column of every row, as text.
async fn texts(db: &DatabaseConnection, query: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, query)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn names(db: &DatabaseConnection, kind: &str) -> Vec<String> {
    texts(db, &format!("SELECT name FROM sqlite_schema WHERE type = '{kind}' ORDER BY name")).await
}

/// Every statement that made the schema.
async fn schema(db: &DatabaseConnection) -> Vec<String> {
    texts(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").await
}

/// The names of all CHECK constraints.
async fn constraints(db: &DatabaseConnection) -> BTreeSet<String> {
    let schema = schema(db).await.join("\n");
    schema.split('"').filter(|word| word.starts_with("ck_")).map(str::to_owned).collect()
}

fn broken_rules() -> BTreeSet<String> {
    BROKEN_RULES.iter().map(|(constraint, _)| (*constraint).to_owned()).collect()
}

/// Table, column and type of a constraint that is named `ck_<table>_<column>`.
async fn column_of(db: &DatabaseConnection, constraint: &str) -> (String, String, String) {
    for table in names(db, "table").await {
        let Some(column) = constraint.strip_prefix(&format!("ck_{table}_")) else { continue };
        let query = format!("SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'");
        if let Some(kind) = texts(db, &query).await.pop() {
            return (table.clone(), column.to_owned(), kind);
        }
    }
    panic!("{constraint} is about several columns: say in BROKEN_RULES what breaks it");
}
