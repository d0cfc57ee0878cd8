//! Idempotency keys: the same mutation sent twice happens once.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Backend, StoreError, WriteTx};
use crate::session::Once;

/// For how long a key is kept.
const KEPT: TimeDelta = TimeDelta::days(30);

/// So many keys are forgotten at most when one is claimed.
const SWEPT: i64 = 100;

/// What claiming a key found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It was free and is now this transaction's.
    New,
    /// It was used before with the same input, and this is what that was done to.
    Done(Uuid),
    /// It was used before with another input.
    OtherInput,
}

#[derive(FromQueryResult)]
struct Known {
    input_hash: String,
    subject_id: Option<Uuid>,
}

/// Claims `key`. Whoever claims the same key at the same time waits here until this transaction has ended.
pub(crate) async fn claim(
    tx: &WriteTx,
    owner: Uuid,
    once: &Once,
    key: &str,
    now: DateTime<Utc>,
) -> Result<Claim, StoreError> {
    let mut sql = tx.sql();
    sql.push("INSERT INTO idempotency_key (principal_id, mutation, key, input_hash, subject_id, created_at) VALUES (")
        .bind(owner)
        .push(", ")
        .bind(once.mutation)
        .push(", ")
        .bind(key)
        .push(", ")
        .bind(once.input.as_str())
        .push(", NULL, ")
        .bind(now)
        .push(") ON CONFLICT (principal_id, mutation, key) DO UPDATE SET input_hash = excluded.input_hash,")
        .push(" subject_id = NULL, created_at = excluded.created_at WHERE idempotency_key.created_at < ")
        .bind(now - KEPT);
    if tx.execute(sql).await? == 1 {
        sweep(tx, now).await?;
        return Ok(Claim::New);
    }
    let mut sql = tx.sql();
    sql.push("SELECT input_hash, subject_id FROM idempotency_key WHERE principal_id = ")
        .bind(owner)
        .push(" AND mutation = ")
        .bind(once.mutation)
        .push(" AND key = ")
        .bind(key);
    match tx.one::<Known>(sql).await? {
        Some(Known { input_hash, subject_id: Some(subject) }) if input_hash == once.input => Ok(Claim::Done(subject)),
        Some(_) => Ok(Claim::OtherInput),
        None => Err(StoreError::corrupt("an idempotency key vanished")),
    }
}

/// Forgets the oldest keys that are kept no longer, whoever's they are: more than one claim adds, and few enough. A key that
/// another is just claiming anew is passed over; whoever claims one that is just being forgotten waits for that to end.
async fn sweep(tx: &WriteTx, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("WITH old AS MATERIALIZED (SELECT principal_id, mutation, key FROM idempotency_key WHERE created_at < ")
        .bind(now - KEPT)
        .push(" ORDER BY created_at LIMIT ")
        .bind(SWEPT)
        .push(if tx.backend() == Backend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" })
        .push(") DELETE FROM idempotency_key WHERE (principal_id, mutation, key) IN")
        .push(" (SELECT principal_id, mutation, key FROM old)");
    tx.execute(sql).await?;
    Ok(())
}

/// Notes what the mutation was done to.
pub(crate) async fn settle(tx: &WriteTx, owner: Uuid, once: &Once, key: &str, subject: Uuid) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE idempotency_key SET subject_id = ")
        .bind(subject)
        .push(" WHERE principal_id = ")
        .bind(owner)
        .push(" AND mutation = ")
        .bind(once.mutation)
        .push(" AND key = ")
        .bind(key);
    tx.execute(sql).await?;
    Ok(())
}
