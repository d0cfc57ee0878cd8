//! PostgreSQL: a database, copied by the server from a template database.

use sqlx::{Connection, PgConnection};

use super::server::{ServerDatabase, address, create_owned, run, urls};

/// The server-wide lock under which a template is made: any number that no one else on the server locks by.
const TEMPLATE_LOCK: &str = "8390047101";

pub(super) async fn create(build: &str) -> ServerDatabase {
    let template = format!("tonghop_template_{build}");
    let server = address();
    let mut connection = PgConnection::connect(&server).await.unwrap();
    if !exists(&mut connection, &template).await {
        make(&mut connection, &server, &template).await;
    }
    connection.close().await.unwrap();
    ServerDatabase::create(Some(&template)).await
}

/// An up-to-date database without any data.
pub(super) async fn empty() -> ServerDatabase {
    let database = ServerDatabase::create(None).await;
    tonghop::store::migrate(&database.url(), Some(&database.owner_url())).await.unwrap();
    database
}

/// Makes the template, once for all processes: whoever finds it made meanwhile leaves it alone. It counts as made from the
/// moment it is marked as a template, so that one left half way by a killed process is made anew.
async fn make(connection: &mut PgConnection, server: &str, template: &str) {
    run(connection, format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    if !exists(connection, template).await {
        run(connection, format!("DROP DATABASE IF EXISTS {template} WITH (FORCE)")).await;
        create_owned(connection, server, template).await;
        let [url, owner_url] = urls(server, template);
        super::fill(&url, Some(&owner_url)).await;
        run(connection, format!("ALTER DATABASE {template} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")).await;
    }
    run(connection, format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await;
}

async fn exists(connection: &mut PgConnection, template: &str) -> bool {
    let made = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)");
    made.bind(template).fetch_one(connection).await.unwrap()
}
