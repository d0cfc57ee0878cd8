//! Tables, columns, types, keys and references, compared one by one.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, DbBackend, EntityName as _, EntityTrait, Iden as _,
    Identity, Iterable as _, PrimaryKeyToColumn as _, QueryResult, RelationTrait as _, Statement,
    sea_query::{ColumnType, TableRef},
};

/// A column as both sides describe it: name, type, whether it may be null, whether it is part of the primary key.
type Column = (String, String, bool, bool);

/// A reference: the column, the table it refers to, and the column there.
type Reference = (String, String, String);

macro_rules! compare_every_entity {
    ($($table:ident),+ $(,)?) => {
        db_test!(every_table_has_an_entity, every_entity_has_the_columns_of_its_table,
            every_entity_has_the_references_of_its_table);

        async fn every_table_has_an_entity(db: DatabaseConnection) {
            let query = match db.get_database_backend() {
                DbBackend::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table'",
                _ => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()",
            };
            let tables = rows(&db, query).await;
            let mut stored: BTreeSet<String> = tables.iter().map(|row| text(row, "name")).collect();
            stored.retain(|name| name != "seaql_migrations" && name != "sqlite_sequence");
            let named = BTreeSet::from([$(entity::$table::Entity.table_name().to_owned()),+]);
            assert_eq!(stored, named);
        }

        async fn every_entity_has_the_columns_of_its_table(db: DatabaseConnection) {
            $(assert_eq!(
                stored_columns(&db, stringify!($table)).await,
                columns::<entity::$table::Entity>(db.get_database_backend()),
                stringify!($table),
            );)+
        }

        async fn every_entity_has_the_references_of_its_table(db: DatabaseConnection) {
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
    audit_seal,
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
    refresh_token,
    report_duty,
    report_duty_through,
    service_client,
    service_client_scope,
    service_client_secret,
    setting,
    sign_in,
    sign_in_failure,
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
    user_identity,
    user_password,
}

fn columns<E: EntityTrait>(backend: DbBackend) -> BTreeSet<Column> {
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
    E::Column::iter()
        .map(|column| {
            let def = column.def();
            let name = column.to_string();
            let is_key = keys.contains(&name);
            (name, type_in(backend, def.get_column_type()), def.is_null(), is_key)
        })
        .collect()
}

async fn stored_columns(db: &DatabaseConnection, table: &str) -> BTreeSet<Column> {
    let query = match db.get_database_backend() {
        DbBackend::Sqlite => format!(
            r#"SELECT name, lower(type) AS type, "notnull" = 0 AS nullable, pk > 0 AS is_key
               FROM pragma_table_info('{table}')"#
        ),
        _ => format!(
            "SELECT attname::text AS name, format_type(atttypid, NULL) AS type, \
             CAST(NOT attnotnull AS integer)::bigint AS nullable, \
             CAST(EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY(indkey)) \
               AS integer)::bigint AS is_key \
             FROM pg_attribute WHERE attrelid = '\"{table}\"'::regclass AND attnum > 0 AND NOT attisdropped"
        ),
    };
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
    let query = match db.get_database_backend() {
        DbBackend::Sqlite => format!(r#"SELECT "from", "table", "to" FROM pragma_foreign_key_list('{table}')"#),
        // Each refers by one column to one column.
        _ => format!(
            r#"SELECT here.attname::text AS "from", far.relname::text AS "table", there.attname::text AS "to"
               FROM pg_constraint key JOIN pg_class far ON far.oid = key.confrelid
               JOIN pg_attribute here ON here.attrelid = key.conrelid AND here.attnum = key.conkey[1]
               JOIN pg_attribute there ON there.attrelid = key.confrelid AND there.attnum = key.confkey[1]
               WHERE key.contype = 'f' AND key.conrelid = '"{table}"'::regclass"#
        ),
    };
    let reference = |row: &QueryResult| (text(row, "from"), text(row, "table"), text(row, "to"));
    rows(db, &query).await.iter().map(reference).collect()
}

/// The type that the migration gives a column of this type, as the database names it.
fn type_in(backend: DbBackend, column: &ColumnType) -> String {
    let (sqlite, postgres) = match column {
        ColumnType::String(_) => ("text", "text"),
        ColumnType::Uuid => ("uuid_text", "uuid"),
        ColumnType::Date => ("date_text", "date"),
        ColumnType::TimestampWithTimeZone => ("timestamp_with_timezone_text", "timestamp with time zone"),
        ColumnType::Boolean => ("boolean", "boolean"),
        ColumnType::Integer => ("integer", "integer"),
        ColumnType::BigInteger => ("integer", "bigint"),
        other => panic!("no table has a column of type {other:?}"),
    };
    if backend == DbBackend::Sqlite { sqlite } else { postgres }.to_owned()
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
    db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap()
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).unwrap()
}

fn flag(row: &QueryResult, column: &str) -> bool {
    row.try_get::<i64>("", column).unwrap() == 1
}
