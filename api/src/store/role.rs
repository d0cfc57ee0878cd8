//! The two roles of a PostgreSQL database: one owns the tables, the other is the server's and owns nothing.
//!
//! Row-level security binds neither a superuser nor who bypasses it, and whoever owns a table can take its policies
//! away. So the server's role is none of these, and may do with each table what the program does with it and no more.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult, Statement};

use super::ConnectError;

/// What the program does with each table. A migration that adds a table adds it here.
const RIGHTS: &[(&str, &str)] = &[
    ("seaql_migrations", "SELECT"),
    ("unit", "SELECT, INSERT"),
    ("unit_version", "SELECT, INSERT, UPDATE, DELETE"),
    ("unit_code", "SELECT, INSERT, DELETE"),
    ("unit_succession", "SELECT, INSERT, DELETE"),
    ("unit_ancestor", "SELECT, INSERT, DELETE"),
    ("user", "SELECT, INSERT, UPDATE"),
    ("user_password", "SELECT, INSERT, UPDATE"),
    ("user_identity", "SELECT, INSERT, DELETE"),
    ("sign_in", "SELECT, INSERT, UPDATE, DELETE"),
    ("sign_in_failure", "SELECT, INSERT, UPDATE, DELETE"),
    ("refresh_token", "SELECT, INSERT, UPDATE, DELETE"),
    ("grant", "SELECT, INSERT, UPDATE"),
    ("service_client", "SELECT, INSERT, UPDATE"),
    ("service_client_scope", "SELECT, INSERT, DELETE"),
    ("service_client_secret", "SELECT, INSERT, UPDATE, DELETE"),
    ("plan", "SELECT, INSERT, UPDATE"),
    ("plan_subject", "SELECT, INSERT, DELETE"),
    ("plan_act", "SELECT, INSERT, UPDATE, DELETE"),
    ("plan_organisation", "SELECT, INSERT, UPDATE, DELETE"),
    ("plan_line", "SELECT, INSERT, DELETE"),
    ("report_duty", "SELECT, INSERT, DELETE"),
    ("report_duty_through", "SELECT, INSERT, DELETE"),
    ("task", "SELECT, INSERT, DELETE"),
    ("task_channel", "SELECT, INSERT, DELETE"),
    ("task_role", "SELECT, INSERT, DELETE"),
    ("task_link", "SELECT, INSERT, DELETE"),
    ("quota", "SELECT, INSERT, DELETE"),
    ("quota_unit", "SELECT, INSERT, DELETE"),
    ("activity_report", "SELECT, INSERT, UPDATE"),
    ("activity_report_task", "SELECT, INSERT, DELETE"),
    ("activity_report_writer", "SELECT, INSERT"),
    ("activity_report_channel", "SELECT, INSERT, DELETE"),
    ("activity_report_return_field", "SELECT, INSERT, DELETE"),
    ("evidence", "SELECT, INSERT, DELETE"),
    ("obligation", "SELECT, INSERT, UPDATE"),
    ("obligation_member", "SELECT, INSERT"),
    ("contribution", "SELECT, INSERT, UPDATE, DELETE"),
    ("tally", "SELECT, INSERT, UPDATE"),
    ("product_tally", "SELECT, INSERT, UPDATE"),
    ("audit_event", "SELECT, INSERT"),
    ("audit_seal", "SELECT, INSERT"),
    ("idempotency_key", "SELECT, INSERT, UPDATE, DELETE"),
    ("setting", "SELECT, INSERT"),
];

/// The sequences that the program draws numbers from.
const SEQUENCES: &[&str] = &["audit_event_seq"];

#[derive(FromQueryResult)]
struct Found {
    role: String,
    is_super: bool,
    bypasses: bool,
    owns: bool,
}

/// The name of the role that is connected, if it can be the server's.
///
/// # Errors
/// It is bound by no row-level security, or can free itself of it.
pub(super) async fn server(connection: &DatabaseConnection) -> Result<String, ConnectError> {
    // What a role is a member of it may become.
    let sql = "SELECT CAST(current_user AS text) AS role, \
               EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(r.oid, 'MEMBER')) AS is_super, \
               EXISTS (SELECT FROM pg_roles r WHERE r.rolbypassrls AND pg_has_role(r.oid, 'MEMBER')) AS bypasses, \
               EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
               AND pg_has_role(c.relowner, 'MEMBER')) AS owns";
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    let row = row.map_err(ConnectError::Refused)?.ok_or_else(|| ConnectError::Refused(nothing()))?;
    let found = Found::from_query_result(&row, "").map_err(ConnectError::Refused)?;
    let why = match found {
        Found { is_super: true, .. } => "is a superuser or can become one",
        Found { bypasses: true, .. } => "bypasses row-level security or can come to",
        Found { owns: true, .. } => "owns tables or can act for their owner",
        Found { role, .. } => return Ok(role),
    };
    Err(ConnectError::Role { role: found.role, why })
}

#[derive(FromQueryResult)]
struct Written {
    statement: String,
}

/// Gives `role` what the server does, and nothing else that its owner can give or take.
///
/// # Errors
/// The database refuses.
pub(super) async fn give(owner: &DatabaseConnection, role: &str) -> Result<(), DbErr> {
    let schema = "CAST(current_schema() AS text)";
    let mut formats = vec![
        format!("format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', {schema})"),
        format!("format('GRANT USAGE ON SCHEMA %I TO %I', {schema}, $1)"),
        format!("format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', {schema}, $1)"),
        format!("format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I', {schema}, $1)"),
    ];
    formats.extend(RIGHTS.iter().map(|(table, verbs)| format!("format('GRANT {verbs} ON %I TO %I', '{table}', $1)")));
    formats.extend(SEQUENCES.iter().map(|sequence| format!("format('GRANT USAGE ON SEQUENCE {sequence} TO %I', $1)")));
    for format in formats {
        // The database itself quotes the names in what it is then told.
        let sql = format!("SELECT {format} AS statement");
        let write = Statement::from_sql_and_values(DbBackend::Postgres, sql, [role.into()]);
        let row = owner.query_one_raw(write).await?.ok_or_else(nothing)?;
        owner.execute_unprepared(&Written::from_query_result(&row, "")?.statement).await?;
    }
    Ok(())
}

fn nothing() -> DbErr {
    DbErr::RecordNotFound("the database answers nothing".to_owned())
}
