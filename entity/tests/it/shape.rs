//! Tables, columns, types, keys and references, compared one by one.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, DbBackend, EntityName as _, EntityTrait, Iden as _,
    Identity, Iterable as _, PrimaryKeyToColumn as _, QueryResult, RelationTrait as _, Statement,
    sea_query::{ColumnType, TableRef},
};

use crate::migrated;

/// A column as both sides describe it: name, type, whether it may be null, whether it is part of the primary key.
type Column = (String, String, bool, bool);

/// A reference: the column, the table it refers to, and the column there.
type Reference = (String, String, String);

macro_rules! compare_every_entity {
    ($($table:ident),+ $(,)?) => {
        #[tokio::test]
        async fn every_table_has_an_entity() {
            let query = "SELECT name FROM sqlite_schema WHERE type = 'table' \
                         AND name NOT IN ('seaql_migrations', 'sqlite_sequence')";
            let tables = rows(&migrated().await, query).await;
            let stored: BTreeSet<String> = tables.iter().map(|row| text(row, "name")).collect();
            let named = BTreeSet::from([$(entity::$table::Entity.table_name().to_owned()),+]);
            assert_eq!(stored, named);
        }

        #[tokio::test]
        async fn every_entity_has_the_columns_of_its_table() {
            let db = migrated().await;
            $(assert_eq!(stored_columns(&db, stringify!($table)).await, columns::<entity::$table::Entity>());)+
        }

        #[tokio::test]
        async fn every_entity_has_the_references_of_its_table() {
            let db = migrated().await;
            $(assert_eq!(
                stored_references(&db, stringify!($table)).await,
                references::<entity::$table::Entity>(),
                stringify!($table),
            );)+
        }
    };
}

compare_every_entity! {
    activity_report,
    activity_report_channel,
    activity_report_return_field,
    activity_report_task,
    activity_report_writer,
    audit_event,
    contribution,
    evidence,
    grant,
    idempotency_key,
    obligation,
    obligation_member,
    plan,
    plan_act,
    plan_line,
    plan_organisation,
    plan_subject,
    product_tally,
    quota,
    quota_unit,
    report_duty,
    report_duty_through,
    setting,
    tally,
    task,
    task_channel,
    task_link,
    task_role,
    unit,
    unit_ancestor,
    unit_code,
    unit_succession,
    unit_version,
    user,
}

fn columns<E: EntityTrait>() -> BTreeSet<Column> {
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
    E::Column::iter()
        .map(|column| {
            let def = column.def();
            let name = column.to_string();
            let is_key = keys.contains(&name);
            (name, sqlite_type(def.get_column_type()), def.is_null(), is_key)
        })
        .collect()
}

async fn stored_columns(db: &DatabaseConnection, table: &str) -> BTreeSet<Column> {
    let query = format!(
        r#"SELECT name, lower(type) AS type, "notnull" = 0 AS nullable, pk > 0 AS is_key
           FROM pragma_table_info('{table}')"#
    );
    let column = |row: &QueryResult| (text(row, "name"), text(row, "type"), flag(row, "nullable"), flag(row, "is_key"));
    rows(db, &query).await.iter().map(column).collect()
}

fn references<E: EntityTrait>() -> BTreeSet<Reference> {
    E::Relation::iter()
        .map(|relation| {
            let def = relation.def();
            (single(&def.from_col), table_name(&def.to_tbl), single(&def.to_col))
        })
        .collect()
}

async fn stored_references(db: &DatabaseConnection, table: &str) -> BTreeSet<Reference> {
    let query = format!(r#"SELECT "from", "table", "to" FROM pragma_foreign_key_list('{table}')"#);
    let reference = |row: &QueryResult| (text(row, "from"), text(row, "table"), text(row, "to"));
    rows(db, &query).await.iter().map(reference).collect()
}

/// The declared type that the migration gives a column of this type.
fn sqlite_type(column: &ColumnType) -> String {
    let name = match column {
        ColumnType::String(_) => "text",
        ColumnType::Uuid => "uuid_text",
        ColumnType::Date => "date_text",
        ColumnType::TimestampWithTimeZone => "timestamp_with_timezone_text",
        ColumnType::Boolean => "boolean",
        ColumnType::Integer | ColumnType::BigInteger => "integer",
        other => panic!("no table has a column of type {other:?}"),
    };
    name.to_owned()
}

fn single(columns: &Identity) -> String {
    let names: Vec<String> = columns.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn table_name(table: &TableRef) -> String {
    match table {
        TableRef::Table(name, _) => name.1.to_string(),
        other => panic!("not a table: {other:?}"),
    }
}

async fn rows(db: &DatabaseConnection, query: &str) -> Vec<QueryResult> {
    db.query_all_raw(Statement::from_string(DbBackend::Sqlite, query)).await.unwrap()
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).unwrap()
}

fn flag(row: &QueryResult, column: &str) -> bool {
    row.try_get::<i64>("", column).unwrap() == 1
}
