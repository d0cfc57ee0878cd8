//! Transactions: one to read, one to write.

use std::{
    ops::Deref,
    sync::atomic::{AtomicBool, Ordering},
};

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, Iterable, QueryTrait,
};

use super::{
    Backend, StoreError,
    connect::Counters,
    deadline::{Deadline, Told},
    sql::Sql,
};

/// What reads and writes have in common: statements on one connection that see one state of the data.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    backend: Backend,
    counters: Counters,
    told: Told,
    /// Whether PostgreSQL plans every statement for its own values already.
    planned_for_values: AtomicBool,
}

/// A transaction that only reads; it sees one snapshot from its first statement to its end.
#[derive(Debug)]
pub struct ReadTx(pub(super) Tx);

/// A transaction that writes. Dropping it rolls back.
#[derive(Debug)]
pub struct WriteTx(pub(super) Tx);

impl Deref for ReadTx {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl Deref for WriteTx {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl ReadTx {
    /// Ends the snapshot.
    ///
    /// # Errors
    /// The database failed; nothing is lost, as nothing was written.
    pub async fn end(self) -> Result<(), StoreError> {
        Ok(self.0.inner.commit().await?)
    }
}

impl WriteTx {
    /// Makes all that was written stay.
    ///
    /// # Errors
    /// The database failed; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.inner.commit().await?)
    }

    /// Inserts rows, as many a statement as the database's limit on parameters allows.
    pub(super) async fn insert_all<A>(&self, rows: Vec<A>) -> Result<(), StoreError>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Column: Iterable,
    {
        // SQLite takes 32,766 parameters a statement and PostgreSQL 65,535.
        const PARAMETERS: usize = 32_000;
        let columns = <A::Entity as EntityTrait>::Column::iter().count();
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<A> = rows.by_ref().take((PARAMETERS / columns).min(1_000)).collect();
            let statement = A::Entity::insert_many(chunk).build(self.backend.into());
            self.ready().await?;
            let done = self.inner.execute_raw(statement).await?;
            self.counters.written.fetch_add(done.rows_affected(), Ordering::Relaxed);
        }
        Ok(())
    }

    /// Runs a statement that only keeps something from everybody else's writing until the transaction ends.
    pub(super) async fn hold(&self, sql: Sql) -> Result<(), StoreError> {
        self.ready().await?;
        self.inner.execute_raw(sql.build()).await?;
        Ok(())
    }

    /// Runs a statement that writes, and says how many rows it touched.
    pub(super) async fn execute(&self, sql: Sql) -> Result<u64, StoreError> {
        self.ready().await?;
        let rows = self.inner.execute_raw(sql.build()).await?.rows_affected();
        self.counters.written.fetch_add(rows, Ordering::Relaxed);
        Ok(rows)
    }
}

impl Tx {
    pub(super) fn new(inner: DatabaseTransaction, backend: Backend, counters: Counters, deadline: Deadline) -> Self {
        Self { inner, backend, counters, told: Told::new(deadline), planned_for_values: AtomicBool::new(false) }
    }

    /// The database behind it.
    pub(super) const fn backend(&self) -> Backend {
        self.backend
    }

    /// An empty statement for this database.
    pub(super) const fn sql(&self) -> Sql {
        Sql::new(self.backend)
    }

    /// Has PostgreSQL plan the statements from here to the end of the transaction for the values they are given.
    ///
    /// After five times it plans a statement once for all values and takes every list for short and every span for
    /// narrow. That is right for most, and saves time; but what a list or a sum of obligations costs depends on how
    /// much stands below the unit asked about, and such a plan ran for minutes.
    pub(super) async fn plan_for_values(&self) -> Result<(), StoreError> {
        if self.backend == Backend::Postgres && !self.planned_for_values.swap(true, Ordering::Relaxed) {
            self.count();
            let set = self.sql().push("SET LOCAL plan_cache_mode = force_custom_plan").clone();
            self.inner.execute_raw(set.build()).await?;
        }
        Ok(())
    }

    /// Every row of a query.
    pub(super) async fn all<T: FromQueryResult>(&self, sql: Sql) -> Result<Vec<T>, StoreError> {
        self.ready().await?;
        let rows = self.inner.query_all_raw(sql.build()).await?;
        rows.iter().map(|row| T::from_query_result(row, "").map_err(StoreError::from)).collect()
    }

    /// The first row of a query, if it has one.
    pub(super) async fn one<T: FromQueryResult>(&self, sql: Sql) -> Result<Option<T>, StoreError> {
        self.ready().await?;
        let row = self.inner.query_one_raw(sql.build()).await?;
        row.map(|row| T::from_query_result(&row, "").map_err(StoreError::from)).transpose()
    }

    /// Before each statement: it is counted, and has an end.
    async fn ready(&self) -> Result<(), StoreError> {
        self.count();
        // An SQLite connection looks at the clock by itself.
        if self.backend == Backend::Postgres
            && let Some(milliseconds) = self.told.news()?
        {
            let mut tell = self.sql();
            tell.push("SELECT set_config('statement_timeout', ").bind(milliseconds.to_string()).push(", true)");
            self.inner.execute_raw(tell.build()).await?;
        }
        Ok(())
    }

    fn count(&self) {
        self.counters.statements.fetch_add(1, Ordering::Relaxed);
    }
}
