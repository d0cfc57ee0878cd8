//! The entities and the migrated schema say the same.

#![cfg(test)]

use std::sync::atomic::{AtomicU32, Ordering};

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};

/// Makes two tests of each function named, `name::sqlite` and `name::postgres`. A function is given a new database of the
/// current schema.
macro_rules! db_test {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name($crate::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name($crate::postgres().await).await;
            }
        }
    )+};
}

mod round_trip;
mod shape;

/// The environment variable with the address of the PostgreSQL server that `tests/run` started.
const SERVER: &str = "TONGHOP_TEST_POSTGRES";

/// How many schemas this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

async fn sqlite() -> DatabaseConnection {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db
}

/// In a schema of the test's own in the server's database; it goes with the server.
#[expect(clippy::disallowed_methods, reason = "the tests' own server is no setting of the program")]
async fn postgres() -> DatabaseConnection {
    let server = std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} names no PostgreSQL server: run the tests with tests/run, which starts one");
    });
    let schema = format!("entity_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).set_schema_search_path(schema.clone());
    let db = Database::connect(options).await.unwrap();
    // A run that was killed may have left one of the same name.
    let made = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    db.execute_unprepared(&made).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db
}
