//! PostgreSQL: a database, copied by the server from a template database.

use std::{
    str::FromStr,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions, raw_sql};

/// The environment variable with the server's address.
const SERVER: &str = "TONGHOP_TEST_POSTGRES";

/// The server-wide lock under which a template is made: any number that no one else on the server locks by.
const TEMPLATE_LOCK: &str = "8390047101";

/// How many databases this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database on the server, removed when this is dropped.
pub(crate) struct PostgresDatabase {
    /// The address of the server's own database.
    server: String,
    name: String,
}

impl PostgresDatabase {
    pub(super) async fn create(build: &str) -> Self {
        let server = server();
        let mut connection = PgConnection::connect(&server).await.unwrap();
        let template = format!("tonghop_template_{build}");
        if !exists(&mut connection, &template).await {
            make(&mut connection, &server, &template).await;
        }
        let name = format!("tonghop_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // A run that was killed may have left one of the same name.
        run(&mut connection, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await;
        connection.close().await.unwrap();
        Self { server, name }
    }

    pub(super) fn url(&self) -> String {
        url(&self.server, &self.name)
    }
}

impl Drop for PostgresDatabase {
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

#[expect(clippy::disallowed_methods, reason = "the tests' own server is no setting of the program")]
fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} names no PostgreSQL server: run the tests with tests/run, which starts one");
    })
}

/// Makes the template, once for all processes: whoever finds it made meanwhile leaves it alone. It counts as made from the
/// moment it is marked as a template, so that one left half way by a killed process is made anew.
async fn make(connection: &mut PgConnection, server: &str, template: &str) {
    run(connection, format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    if !exists(connection, template).await {
        run(connection, format!("DROP DATABASE IF EXISTS {template} WITH (FORCE)")).await;
        run(connection, format!("CREATE DATABASE {template}")).await;
        super::fill(&url(server, template)).await;
        run(connection, format!("ALTER DATABASE {template} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")).await;
    }
    run(connection, format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await;
}

async fn exists(connection: &mut PgConnection, template: &str) -> bool {
    let made = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)");
    made.bind(template).fetch_one(connection).await.unwrap()
}

async fn run(connection: &mut PgConnection, statement: String) {
    raw_sql(AssertSqlSafe(statement)).execute(connection).await.unwrap();
}

fn url(server: &str, database: &str) -> String {
    PgConnectOptions::from_str(server).unwrap().database(database).to_url_lossy().to_string()
}
