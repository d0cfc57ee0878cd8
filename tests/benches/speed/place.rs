//! An empty database of the benchmark's own.

use std::{fmt, str::FromStr};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions, raw_sql};
use tempfile::TempDir;

use crate::{Outcome, settings::Settings};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// A database with tables and nothing in them, and a folder for what belongs to it.
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) url: String,
    pub(crate) folder: TempDir,
    server: String,
    name: String,
}

impl Place {
    pub(crate) async fn make(settings: &Settings, kind: Kind) -> Outcome<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let server = settings.postgres.clone().unwrap_or_default();
        let name = format!("tonghop_bench_{}", std::process::id());
        let url = match kind {
            Kind::Sqlite => format!("sqlite:{}", folder.path().join("tonghop.db").display()),
            Kind::Postgres => {
                run(&server, &format!("DROP DATABASE IF EXISTS {name}")).await?;
                run(&server, &format!("CREATE DATABASE {name}")).await?;
                PgConnectOptions::from_str(&server)?.database(&name).to_url_lossy().to_string()
            }
        };
        tonghop::store::migrate(&url).await?;
        Ok(Self { kind, url, folder, server, name })
    }

    /// Which version of the database it is.
    pub(crate) async fn version(&self) -> Outcome<String> {
        match self.kind {
            Kind::Sqlite => Ok("in the server's own process".to_owned()),
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&self.server).await?;
                Ok(sqlx::query_scalar("SHOW server_version").fetch_one(&mut connection).await?)
            }
        }
    }

    /// Lets PostgreSQL do at once what it does by itself in the minutes after many rows came in.
    pub(crate) async fn settle(&self) -> Outcome<()> {
        match self.kind {
            Kind::Sqlite => Ok(()),
            Kind::Postgres => run(&self.url, "VACUUM ANALYZE").await,
        }
    }

    pub(crate) async fn remove(self) -> Outcome<()> {
        match self.kind {
            Kind::Sqlite => Ok(()),
            Kind::Postgres => run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await,
        }
    }
}

async fn run(url: &str, statement: &str) -> Outcome<()> {
    let mut connection = PgConnection::connect(url).await?;
    raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await?;
    Ok(connection.close().await?)
}
