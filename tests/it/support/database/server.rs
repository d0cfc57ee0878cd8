//! A database on the PostgreSQL server that `tests/run` started.

use std::{
    str::FromStr,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions, raw_sql};

/// The environment variable with the server's address.
const SERVER: &str = "TONGHOP_TEST_POSTGRES";

/// The role that owns the tables of every test's database.
const OWNER: &str = "tonghop_test_owner";

/// The role that the program serves with.
const SERVER_ROLE: &str = "tonghop_test_server";

/// The password of both, where the server asks for one.
const PASSWORD: &str = "tonghop-test";

/// How many databases this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database on the server with two roles as in use, removed when this is dropped.
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
        match template {
            Some(template) => {
                let copy = format!("TEMPLATE {template} STRATEGY FILE_COPY");
                run(&mut connection, format!("CREATE DATABASE {name} OWNER {OWNER} {copy}")).await;
            }
            None => create_owned(&mut connection, &server, &name).await,
        }
        connection.close().await.unwrap();
        Self { server, name }
    }

    /// Its address, as the program serves it.
    pub(crate) fn url(&self) -> String {
        let [url, _] = urls(&self.server, &self.name);
        url
    }

    /// Its address, as its tables' owner migrates it.
    pub(crate) fn owner_url(&self) -> String {
        let [_, owner_url] = urls(&self.server, &self.name);
        owner_url
    }

    /// Its address for whoever nothing is hidden from.
    pub(crate) fn behind_url(&self) -> String {
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

/// Makes an empty database that the tables' owner has for his own, and the roles if they are not there yet: they are the
/// whole server's.
pub(super) async fn create_owned(connection: &mut PgConnection, server: &str, name: &str) {
    for role in [OWNER, SERVER_ROLE] {
        let create = format!("CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'");
        let unless_there = "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL";
        run(connection, format!("DO $$ BEGIN {create}; {unless_there}; END $$")).await;
    }
    run(connection, format!("CREATE DATABASE {name} OWNER {OWNER}")).await;
    let mut inside = PgConnection::connect(&url(server, name)).await.unwrap();
    // Before version 15 it is not the database's owner's by itself.
    run(&mut inside, format!("ALTER SCHEMA public OWNER TO {OWNER}")).await;
    inside.close().await.unwrap();
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

/// The addresses of a database on the server: for the program, and for its tables' owner.
pub(super) fn urls(server: &str, database: &str) -> [String; 2] {
    let address = |role| {
        let options = PgConnectOptions::from_str(server).unwrap().username(role).password(PASSWORD);
        options.database(database).to_url_lossy().to_string()
    };
    [SERVER_ROLE, OWNER].map(address)
}

/// The address of a database on the server.
fn url(server: &str, database: &str) -> String {
    PgConnectOptions::from_str(server).unwrap().database(database).to_url_lossy().to_string()
}
