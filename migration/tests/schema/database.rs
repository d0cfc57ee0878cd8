//! Databases without tables, and what is in them afterwards, asked in each one's own words.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// The environment variable with the address of the PostgreSQL server that `tests/run` started.
const SERVER: &str = "TONGHOP_TEST_POSTGRES";

/// How many schemas this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

pub(crate) async fn sqlite() -> DatabaseConnection {
    Database::connect("sqlite::memory:").await.unwrap()
}

/// A schema of the test's own in the server's database; it goes with the server.
#[expect(clippy::disallowed_methods, reason = "the tests' own server is no setting of the program")]
pub(crate) async fn postgres() -> DatabaseConnection {
    let server = std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} names no PostgreSQL server: run the tests with tests/run, which starts one");
    });
    let schema = format!("schema_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).set_schema_search_path(schema.clone());
    let db = Database::connect(options).await.unwrap();
    // A run that was killed may have left one of the same name.
    let made = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    db.execute_unprepared(&made).await.unwrap();
    db
}

/// The first column of every row, as text.
pub(crate) async fn texts(db: &DatabaseConnection, query: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// The names of all tables.
pub(crate) async fn tables(db: &DatabaseConnection) -> Vec<String> {
    texts(
        db,
        match db.get_database_backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
        },
    )
    .await
}

/// The columns of a table with their types.
pub(crate) async fn columns(db: &DatabaseConnection, table: &str) -> BTreeMap<String, String> {
    let query = match db.get_database_backend() {
        DbBackend::Sqlite => format!("SELECT name || ' ' || type FROM pragma_table_info('{table}')"),
        _ => format!(
            "SELECT column_name || ' ' || data_type FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    let columns = texts(db, &query).await;
    columns.iter().filter_map(|column| column.split_once(' ')).map(|(name, kind)| (name.into(), kind.into())).collect()
}

/// Everything that the migrations made.
pub(crate) async fn schema(db: &DatabaseConnection) -> Vec<String> {
    texts(
        db,
        match db.get_database_backend() {
            DbBackend::Sqlite => "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name",
            _ => {
                "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' \
                   || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = current_schema() \
                 UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) \
                   FROM pg_constraint WHERE connamespace = current_schema()::regnamespace \
                 UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() \
                 UNION ALL SELECT sequencename::text FROM pg_sequences WHERE schemaname = current_schema() \
                 UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc \
                   WHERE pronamespace = current_schema()::regnamespace \
                 UNION ALL SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
                   WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal \
                 ORDER BY 1"
            }
        },
    )
    .await
}

/// The names of all CHECK constraints.
pub(crate) async fn constraints(db: &DatabaseConnection) -> BTreeSet<String> {
    if db.get_database_backend() == DbBackend::Sqlite {
        let schema = schema(db).await.join("\n");
        return schema.split('"').filter(|word| word.starts_with("ck_")).map(str::to_owned).collect();
    }
    let query = "SELECT conname::text FROM pg_constraint \
                 WHERE connamespace = current_schema()::regnamespace AND contype = 'c'";
    texts(db, query).await.into_iter().collect()
}

/// Drops CHECK constraints where they would hide others: of all that a row breaks, PostgreSQL names the first by name,
/// SQLite the first as the table has them, which is one of a single column.
pub(crate) async fn leave_out(db: &DatabaseConnection, constraints: &BTreeSet<String>) {
    if db.get_database_backend() == DbBackend::Postgres {
        let query = "SELECT conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM pg_constraint \
                     WHERE connamespace = current_schema()::regnamespace AND contype = 'c'";
        for dropped in texts(db, query).await {
            if dropped.rsplit(' ').next().is_some_and(|name| constraints.contains(name)) {
                db.execute_unprepared(&format!("ALTER TABLE {dropped}")).await.unwrap();
            }
        }
    }
}
