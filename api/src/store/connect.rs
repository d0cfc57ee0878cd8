//! Opening a database.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::{
    ReadTx, StoreError, Tx, WriteTx,
    deadline::{self, Deadline},
    role,
};

/// How long a connection, or somebody else's write, is waited for at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded, one file, one writer at a time.
    Sqlite,
    /// A server, many writers.
    Postgres,
}

impl From<Backend> for DbBackend {
    fn from(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::Sqlite,
            Backend::Postgres => Self::Postgres,
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address names no database this program can use.
    #[error("the database address must begin with sqlite: (a file) or postgres:")]
    Address,
    /// An in-memory database would be another one for every connection.
    #[error("an in-memory SQLite database cannot be shared by connections; name a file")]
    InMemory,
    /// The database refused.
    #[error("the database cannot be opened: {0}")]
    Refused(#[source] DbErr),
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(#[source] DbErr),
    /// Nobody is named who may migrate PostgreSQL.
    #[error(
        "PostgreSQL is migrated by the role that owns the tables, which the server's own never does: name its address \
         with --owner-database-url"
    )]
    OwnerMissing,
    /// An SQLite file has no owner but its own.
    #[error("--owner-database-url is for PostgreSQL; an SQLite database has no roles")]
    OwnerUnwanted,
    /// The owner migrated another database.
    #[error("--database-url and --owner-database-url name different databases")]
    OwnerElsewhere,
    /// A role that row-level security does not bind for good.
    #[error(
        "the database role {role} {why}: row-level security would not hold it. Give the server a role of its own \
         (CREATE ROLE … LOGIN PASSWORD …) and run: tonghop migrate --database-url THE_SERVER'S --owner-database-url \
         THE_OWNER'S"
    )]
    Role {
        /// Its name.
        role: String,
        /// What it is.
        why: &'static str,
    },
}

/// An open database: a pool that can only read, and a pool that writes.
#[derive(Debug, Clone)]
pub struct Store {
    read: DatabaseConnection,
    write: DatabaseConnection,
    backend: Backend,
    counters: Counters,
    deadline: Deadline,
}

/// What ran and what was written since the start, for tests and measurements.
#[derive(Debug, Clone, Default)]
pub(super) struct Counters {
    pub(super) statements: Arc<AtomicU64>,
    pub(super) written: Arc<AtomicU64>,
}

impl Store {
    /// Opens the database at `url` (`sqlite:/path/to/file.db` or `postgres://…`) with at most `connections` readers.
    ///
    /// # Errors
    /// The address is of no known kind, or the database refuses; on PostgreSQL, the role can evade row-level security.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, ConnectError> {
        Self::connect_within(url, connections, None).await
    }

    /// The same, for requests none of which takes longer than `longest`; the program's own work may.
    ///
    /// # Errors
    /// As [`Store::connect`].
    pub async fn connect_for(url: &str, connections: u32, longest: Duration) -> Result<Self, ConnectError> {
        Self::connect_within(url, connections, Some(longest)).await
    }

    async fn connect_within(url: &str, connections: u32, longest: Option<Duration>) -> Result<Self, ConnectError> {
        let backend = backend_of(url)?;
        let writers = match backend {
            // One writer at a time is SQLite's rule; a pool of one queues them fairly instead of polling a lock.
            Backend::Sqlite => 1,
            Backend::Postgres => connections,
        };
        let write = open(url, backend, Purpose::Write, writers, longest).await?;
        if backend == Backend::Postgres {
            role::server(&write).await?;
        }
        let read = open(url, backend, Purpose::Read, connections, longest).await?;
        Ok(Self { read, write, backend, counters: Counters::default(), deadline: Deadline::longest(longest) })
    }

    /// The same store, for a request that ends at an instant: the database works no longer on it.
    #[must_use]
    pub fn until(&self, until: Instant) -> Self {
        Self { deadline: self.deadline.until(until), ..self.clone() }
    }

    /// Which database it is.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// How many SQL statements ran since the start, `BEGIN` and `COMMIT` aside.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.counters.statements.load(Ordering::Relaxed)
    }

    /// How many rows were inserted, updated or deleted since the start, undone ones included.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.counters.written.load(Ordering::Relaxed)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.read.ping().await?)
    }

    /// Begins to read one snapshot.
    ///
    /// # Errors
    /// No connection came free, or the database failed.
    pub async fn begin_read(&self) -> Result<ReadTx, StoreError> {
        // The read pool's connections are read-only and, on PostgreSQL, REPEATABLE READ by their own defaults.
        let inner = self.deadline.taking(self.read.begin()).await?;
        Ok(ReadTx(Tx::new(inner, self.backend, self.counters.clone(), self.deadline)))
    }

    /// Begins to write.
    ///
    /// # Errors
    /// No connection came free, or the database failed.
    pub async fn begin_write(&self) -> Result<WriteTx, StoreError> {
        let options = TransactionOptions {
            // Taking the lock at once is what keeps two writers from failing half way.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.deadline.taking(self.write.begin_with_options(options)).await?;
        Ok(WriteTx(Tx::new(inner, self.backend, self.counters.clone(), self.deadline)))
    }

    /// Closes every connection, after those in use have ended.
    pub async fn close(self) {
        // A connection that fails to close is gone all the same.
        let _ = self.read.close().await;
        let _ = self.write.close().await;
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
    Migrate,
}

pub(super) fn backend_of(url: &str) -> Result<Backend, ConnectError> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        Err(ConnectError::InMemory)
    } else if url.starts_with("sqlite:") {
        Ok(Backend::Sqlite)
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        Ok(Backend::Postgres)
    } else {
        Err(ConnectError::Address)
    }
}

pub(super) async fn open(
    url: &str,
    backend: Backend,
    purpose: Purpose,
    connections: u32,
    longest: Option<Duration>,
) -> Result<DatabaseConnection, ConnectError> {
    let patience = longest.map_or(PATIENCE, |longest| longest + deadline::LATER);
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(patience)
        .test_before_acquire(false)
        .record_stmt_in_spans(false)
        .sqlx_logging(false);
    match backend {
        Backend::Sqlite => {
            if longest.is_some() {
                options.map_sqlx_sqlite_pool_opts(deadline::watched);
            }
            options.map_sqlx_sqlite_opts(move |options| {
                options
                    .create_if_missing(purpose == Purpose::Migrate)
                    .foreign_keys(true)
                    // Nothing stops this wait. It ends before the request does that waits.
                    .busy_timeout(PATIENCE.min(patience / 2))
                    .pragma("journal_mode", "WAL")
                    // FULL: what was committed survives a power cut, also in WAL mode.
                    .pragma("synchronous", if purpose == Purpose::Read { "NORMAL" } else { "FULL" })
                    .pragma("query_only", if purpose == Purpose::Read { "ON" } else { "OFF" })
                    .pragma("cache_size", "-16384")
            });
        }
        Backend::Postgres => {
            options.map_sqlx_postgres_opts(move |options| {
                let options = options.application_name("tonghop").options([
                    ("timezone", "UTC"),
                    // What is asked for is in memory or on a disk without a head: rows are found by index, not by
                    // reading a whole table. Nothing runs long enough to be worth compiling first.
                    ("random_page_cost", "1.1"),
                    ("jit", "off"),
                ]);
                let options = match longest {
                    Some(longest) => {
                        options.options([("statement_timeout", deadline::allowed_by_default(longest).to_string())])
                    }
                    None => options,
                };
                match purpose {
                    Purpose::Read => options.options([
                        ("default_transaction_isolation", "repeatable read"),
                        ("default_transaction_read_only", "on"),
                    ]),
                    // Who waited for somebody else's write reads what that wrote: whatever the server's own default is.
                    Purpose::Write => options.options([("default_transaction_isolation", "read committed")]),
                    // The tables' owner is behind the wall too, and migrates all rows.
                    Purpose::Migrate => options.options([("tonghop.everything", "migration")]),
                }
            });
        }
    }
    Database::connect(options).await.map_err(ConnectError::Refused)
}
