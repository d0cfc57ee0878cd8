//! A database on the PostgreSQL server that `tests/run` started.

use std::{
    str::FromStr,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions, raw_sql};

/// The environment variable with the server's address.
const SERVER: &str = "TONGHOP_TEST_POSTGRES";

/// How many databases this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database on the server, removed when this is dropped.
pub(crate) struct ServerDatabase {
    /// The address of the server's own database.
    server: String,
    name: String,
}

impl ServerDatabase {
    /// A copy of a template, or one without any tables.
    pub(crate) async fn create(template: Option<&str>) -> Self {
        let server = address();
        let mut connection = PgConnection::connect(&server).await.unwrap();
        let name = format!("tonghop_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // A run that was killed may have left one of the same name.
        run(&mut connection, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        let copy = template.map(|template| format!("TEMPLATE {template} STRATEGY FILE_COPY")).unwrap_or_default();
        run(&mut connection, format!("CREATE DATABASE {name} {copy}")).await;
        connection.close().await.unwrap();
        Self { server, name }
    }

    pub(crate) fn url(&self) -> String {
        url(&self.server, &self.name)
    }
}

impl Drop for ServerDatabase {
    /// On a thread of its own: the test's runtime may be ending. A failure is let go: the server is thrown away too.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let removal = async move {
            let mut connection = PgConnection::connect(&server).await?;
            raw_sql(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).execute(&mut connection).await
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let _ = thread::spawn(|| runtime.map(|runtime| runtime.block_on(removal))).join();
    }
}

/// The address of the server.
#[expect(clippy::disallowed_methods, reason = "the tests' own server is no setting of the program")]
pub(super) fn address() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} names no PostgreSQL server: run the tests with tests/run, which starts one");
    })
}

/// Runs a statement on the server.
pub(super) async fn run(connection: &mut PgConnection, statement: String) {
    raw_sql(AssertSqlSafe(statement)).execute(connection).await.unwrap();
}

/// The address of a database on the server.
pub(super) fn url(server: &str, database: &str) -> String {
    PgConnectOptions::from_str(server).unwrap().database(database).to_url_lossy().to_string()
}
