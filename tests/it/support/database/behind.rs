//! A connection behind the program, for what the API neither shows nor does.

use std::{cell::Cell, str::FromStr};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Decode, PgConnection, Row, SqliteConnection, Type,
    postgres::PgConnectOptions, raw_sql, sqlite::SqliteConnectOptions,
};

use super::Database;

/// A connection of a test's own to its database, from which nothing is hidden.
pub(crate) enum Behind {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Behind {
    pub(crate) async fn of(database: &Database) -> Self {
        match database {
            Database::Sqlite(database) => {
                Self::Sqlite(SqliteConnectOptions::from_str(&database.url()).unwrap().connect().await.unwrap())
            }
            Database::Postgres(database) => {
                Self::Postgres(PgConnectOptions::from_str(&database.behind_url()).unwrap().connect().await.unwrap())
            }
        }
    }

    /// Runs statements that must succeed.
    pub(crate) async fn run(&mut self, statements: &str) {
        self.attempt(statements).await.unwrap();
    }

    /// Runs statements that may fail; gives the number of rows they changed.
    pub(crate) async fn attempt(&mut self, statements: &str) -> Result<u64, sqlx::Error> {
        let sql = raw_sql(AssertSqlSafe(statements.to_owned()));
        Ok(match self {
            Self::Sqlite(connection) => sql.execute(connection).await?.rows_affected(),
            Self::Postgres(connection) => sql.execute(connection).await?.rows_affected(),
        })
    }

    /// The rows of a query whose columns are all texts.
    pub(crate) async fn texts(&mut self, query: &str) -> Vec<Vec<Option<String>>> {
        let sql = sqlx::raw_sql(AssertSqlSafe(query.to_owned()));
        match self {
            Self::Sqlite(connection) => sql.fetch_all(connection).await.unwrap().iter().map(texts).collect(),
            Self::Postgres(connection) => sql.fetch_all(connection).await.unwrap().iter().map(texts).collect(),
        }
    }

    /// How to write, in SQL, the digits of the id in a column.
    pub(crate) fn digits(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("lower(hex({column}))"),
            Self::Postgres(_) => format!("replace(CAST({column} AS text), '-', '')"),
        }
    }

    /// Sets what every later connection to a PostgreSQL database begins with. SQLite has no such settings.
    pub(crate) async fn by_default(&mut self, setting: &str, value: &str) {
        if matches!(self, Self::Postgres(_)) {
            let set = format!("format('ALTER DATABASE %I SET {setting} = %L', current_database(), '{value}')");
            self.run(&format!("DO $$ BEGIN EXECUTE {set}; END $$")).await;
        }
    }

    /// Waits until as many wait for a lock of this database, or `done` is set. SQLite does not say who waits; there it
    /// does not wait.
    pub(crate) async fn until_waiting(&mut self, count: usize, done: &Cell<bool>) {
        let waiters = "SELECT '' FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while matches!(self, Self::Postgres(_)) && !done.get() && self.texts(waiters).await.len() < count {}
    }

    pub(crate) async fn close(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}

fn texts<'r, R: Row>(row: &'r R) -> Vec<Option<String>>
where
    usize: sqlx::ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    (0..row.len()).map(|column| row.get(column)).collect()
}
