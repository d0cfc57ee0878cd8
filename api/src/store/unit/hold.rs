//! Keeping the directory of units as it is while something is written that depends on who lives when.
//!
//! Nobody waits in a circle, as everybody holds things in one order: idempotency key, plans, directory, then rows. SQLite
//! has one writer at a time and nothing to hold.

use crate::store::{Backend, StoreError, WriteTx};

/// Any number that nobody else locks by.
const DIRECTORY: i64 = 0x746f_6e67_686f_7001;

/// Waits until nobody rewrites the directory, and keeps it as it is until the transaction ends. Those who do so do not wait
/// for each other.
pub(crate) async fn keep(tx: &WriteTx) -> Result<(), StoreError> {
    lock(tx, "SELECT pg_advisory_xact_lock_shared(").await
}

/// Waits until nobody relies on the directory, and holds it alone until the transaction ends.
pub(crate) async fn hold(tx: &WriteTx) -> Result<(), StoreError> {
    lock(tx, "SELECT pg_advisory_xact_lock(").await
}

async fn lock(tx: &WriteTx, function: &'static str) -> Result<(), StoreError> {
    if tx.backend() == Backend::Postgres {
        let mut sql = tx.sql();
        sql.push(function).bind(DIRECTORY).push(")");
        tx.hold(sql).await?;
    }
    Ok(())
}
