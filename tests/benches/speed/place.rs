//! An empty database of the benchmark's own.

use std::{fmt, str::FromStr};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions, raw_sql};
use tempfile::TempDir;

use crate::{Outcome, settings::Settings};

/// The PostgreSQL role that the measured server has, and its password.
const ROLE: &str = "tonghop_bench";

/// Makes it, unless it is there.
const MAKE_ROLE: &str = "DO $$ BEGIN CREATE ROLE tonghop_bench LOGIN PASSWORD 'tonghop_bench'; \
                         EXCEPTION WHEN duplicate_object THEN NULL; END $$";

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
    /// Its address, as the server opens it.
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
            Kind::Sqlite => {
                let url = format!("sqlite:{}", folder.path().join("tonghop.db").display());
                tonghop::store::migrate(&url, None).await?;
                url
            }
            Kind::Postgres => {
                run(&server, &format!("DROP DATABASE IF EXISTS {name}")).await?;
                run(&server, &format!("CREATE DATABASE {name}")).await?;
                // As in use: the server's role owns nothing. Here the superuser owns the tables.
                run(&server, MAKE_ROLE).await?;
                let of_owner = PgConnectOptions::from_str(&server)?.database(&name);
                let url = of_owner.clone().username(ROLE).password(ROLE).to_url_lossy().to_string();
                tonghop::store::migrate(&url, Some(of_owner.to_url_lossy().as_str())).await?;
                url
            }
        };
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
            Kind::Postgres => {
                let inside = PgConnectOptions::from_str(&self.server)?.database(&self.name).to_url_lossy();
                run(inside.as_str(), "VACUUM ANALYZE").await
            }
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
