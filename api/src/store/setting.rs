//! Facts about the database itself.

use sea_orm::FromQueryResult;

use super::{StoreError, Tx, WriteTx};
use crate::session::{Permit, Scope};

#[derive(FromQueryResult)]
struct ValueRow {
    value: String,
}

/// The fact of that name, if it was noted.
pub(crate) async fn value(tx: &Tx, _scope: &Scope, key: &'static str) -> Result<Option<String>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT value FROM setting WHERE key = ").bind(key);
    Ok(tx.one::<ValueRow>(sql).await?.map(|row| row.value))
}

/// Whether a fact was noted by this call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Noted {
    /// It was.
    Now,
    /// It had been before; it stays as it is. Whoever notes it at the same time is waited for.
    Before,
}

/// Notes a fact, unless it is noted already.
pub(crate) async fn note(tx: &WriteTx, _permit: &Permit, key: &'static str, value: &str) -> Result<Noted, StoreError> {
    let mut sql = tx.sql();
    sql.push("INSERT INTO setting (key, value) VALUES (").bind(key).push(", ").bind(value);
    sql.push(") ON CONFLICT (key) DO NOTHING");
    Ok(if tx.execute(sql).await? == 0 { Noted::Before } else { Noted::Now })
}
