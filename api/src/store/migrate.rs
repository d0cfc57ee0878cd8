//! Bringing a database's tables up to date.

use migration::{Migrator, MigratorTrait};

use super::{
    Backend, ConnectError,
    connect::{Purpose, backend_of, open},
    role,
};

/// Brings the tables at `url` up to date; creates the file of an SQLite database that is not there yet.
///
/// On PostgreSQL the role of `owner_url` does it, which owns the tables, and gives the role of `url`, the server's, what
/// it needs.
///
/// # Errors
/// The database refuses, or a migration fails; the roles are not two, or the server's is none.
pub async fn migrate(url: &str, owner_url: Option<&str>) -> Result<(), ConnectError> {
    let backend = backend_of(url)?;
    match (backend, owner_url) {
        (Backend::Sqlite, None) => up(url, backend, None).await,
        (Backend::Sqlite, Some(_)) => Err(ConnectError::OwnerUnwanted),
        (Backend::Postgres, None) => Err(ConnectError::OwnerMissing),
        (Backend::Postgres, Some(owner_url)) => {
            if backend_of(owner_url)? != backend {
                return Err(ConnectError::OwnerMissing);
            }
            let server = open(url, backend, Purpose::Write, 1, None).await?;
            let role = role::server(&server).await?;
            server.close().await.map_err(ConnectError::Refused)?;
            up(owner_url, backend, Some(&role)).await?;
            // What the owner migrated is what the server sees.
            if pending_migrations(url).await? > 0 { Err(ConnectError::OwnerElsewhere) } else { Ok(()) }
        }
    }
}

async fn up(url: &str, backend: Backend, server: Option<&str>) -> Result<(), ConnectError> {
    let connection = open(url, backend, Purpose::Migrate, 1, None).await?;
    Migrator::up(&connection, None).await.map_err(ConnectError::Migration)?;
    if let Some(server) = server {
        role::give(&connection, server).await.map_err(ConnectError::Migration)?;
    }
    connection.close().await.map_err(ConnectError::Refused)
}

/// How many migrations the database at `url` still lacks.
///
/// # Errors
/// The database refuses.
pub async fn pending_migrations(url: &str) -> Result<usize, ConnectError> {
    let backend = backend_of(url)?;
    // Not `Migrate`: to look at a database must not create one.
    let connection = open(url, backend, Purpose::Write, 1, None).await?;
    // Without a list of migrations all are pending; the server's role could not make one.
    let pending = Migrator::get_pending_migrations_read_only(&connection).await.map_err(ConnectError::Migration)?;
    connection.close().await.map_err(ConnectError::Refused)?;
    Ok(pending.len())
}
