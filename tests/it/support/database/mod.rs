//! A database with the country's units for every test, on both kinds of server, from one body.

mod behind;
mod postgres;
mod server;
mod sqlite;

use std::{fs, time::UNIX_EPOCH};

pub(crate) use behind::Behind;
use server::ServerDatabase;
use sqlite::SqliteDatabase;
use tonghop::{
    clock::Sources,
    service::{self, unit::UnitFiles},
    session::{Caller, Request, Session},
    store::Store,
};

/// Makes two tests of each function named, `name::sqlite` and `name::postgres`. A function is given a [`Database`]:
///
/// ```ignore
/// db_test!(a_unit_is_found_by_its_code);
/// async fn a_unit_is_found_by_its_code(database: Database) { … }
/// ```
macro_rules! db_test {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use $crate::support::database::Database;

            #[tokio::test]
            async fn sqlite() {
                super::$name(Database::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(Database::postgres().await).await;
            }
        }
    )+};
}
pub(crate) use db_test;

/// A database of one test alone: up to date, with the whole country's units and nothing else. It is gone when dropped.
pub(crate) enum Database {
    /// A file in a folder of its own.
    Sqlite(SqliteDatabase),
    /// A database on the server that `tests/run` started.
    Postgres(ServerDatabase),
}

impl Database {
    /// A copy of the template file.
    pub(crate) async fn sqlite() -> Self {
        Self::Sqlite(SqliteDatabase::create(&build()).await)
    }

    /// A copy of the template database.
    pub(crate) async fn postgres() -> Self {
        Self::Postgres(postgres::create(&build()).await)
    }

    /// Another on the same kind of server.
    pub(crate) async fn another(&self) -> Self {
        match self {
            Self::Sqlite(_) => Self::sqlite().await,
            Self::Postgres(_) => Self::postgres().await,
        }
    }

    /// Another on the same kind of server without any units, for a test with a country of its own.
    pub(crate) async fn empty(&self) -> Self {
        match self {
            Self::Sqlite(_) => Self::Sqlite(SqliteDatabase::empty().await),
            Self::Postgres(_) => Self::Postgres(postgres::empty().await),
        }
    }

    /// Its address, as the program takes it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(database) => database.url(),
            Self::Postgres(database) => database.url(),
        }
    }
}

/// Fills a template: tables up to date, and the whole country's units.
async fn fill(url: &str, owner_url: Option<&str>) {
    tonghop::store::migrate(url, owner_url).await.unwrap();
    let store = Store::connect(url, 1).await.unwrap();
    let session =
        Session::new(store.clone(), Sources::system(), Caller::System("a test's template"), Request::default());
    service::unit::import(&session, UnitFiles::carried()).await.unwrap();
    drop(session);
    store.close().await;
}

/// A word for this build of the tests. The templates carry it in their names: the migrations are compiled in, so a
/// template is out of date exactly when it is another build's. Every process of one run has the same.
fn build() -> String {
    let modified = std::env::current_exe().and_then(fs::metadata).and_then(|file| file.modified()).unwrap();
    format!("{:x}", modified.duration_since(UNIX_EPOCH).unwrap().as_nanos())
}

db_test!(every_test_has_a_migrated_database_of_its_own);
async fn every_test_has_a_migrated_database_of_its_own(database: Database) {
    let other = database.another().await;
    assert_ne!(database.url(), other.url());
    for database in [&database, &other] {
        assert_eq!(tonghop::store::pending_migrations(&database.url()).await.unwrap(), 0);
    }
}
