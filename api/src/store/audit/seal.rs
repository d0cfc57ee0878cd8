//! The seals: reading them, and adding the next one.

use chrono::{DateTime, Utc};
pub(crate) use entity::audit_event::Model as Row;
use entity::audit_seal;
use sea_orm::{FromQueryResult, Set};

use super::chain::{GENESIS, Link, VERSION};
use crate::{
    session::{Permit, Reach, Scope},
    store::{Backend, StoreError, Tx, WriteTx},
};

/// The most rows of one seal, and the most that are read at a time.
const ROWS: i64 = 1_000;
/// Of so many letters of content one more row is read, and no further.
const LETTERS: i64 = 4_000_000;

/// The lock by which one process at a time seals; any number that nothing else locks a database of ours by.
const LOCK: i64 = 8_390_047_102;
/// The channel on which PostgreSQL tells who listens how far the trail is sealed.
const CHANNEL: &str = "tonghop_sealed";

/// A seal: a run of rows, and what holds them.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct Seal {
    pub(crate) from_seq: i64,
    pub(crate) to_seq: i64,
    pub(crate) version: i32,
    pub(crate) hash: String,
    pub(crate) sealed_at: DateTime<Utc>,
}

/// What came of trying to seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// Rows were sealed.
    Some,
    /// Nothing is settled that is not sealed, or another process seals.
    Nothing,
}

#[derive(FromQueryResult)]
struct Taken {
    taken: bool,
}

#[derive(FromQueryResult)]
struct Written {
    seq: i64,
    horizon: i64,
}

#[derive(FromQueryResult)]
struct Own {
    id: i64,
}

#[derive(FromQueryResult)]
struct Count {
    rows_found: i64,
}

/// Seals the next rows that are settled: those below which no number can appear any more.
///
/// The seal and the word of it to whoever listens are in one transaction: there is never half of one. A process that
/// dies here leaves the lock to the next.
pub(crate) async fn seal(tx: &WriteTx, permit: &Permit, now: DateTime<Utc>) -> Result<Sealed, StoreError> {
    if !alone(tx).await? {
        return Ok(Sealed::Nothing);
    }
    let last = last(tx).await?;
    let (previous, sealed) = last.as_ref().map_or((GENESIS, 0), |seal| (seal.hash.as_str(), seal.to_seq));
    let Some(settled) = settled(tx, sealed).await? else {
        return Ok(Sealed::Nothing);
    };
    let rows = run(tx, sealed, settled).await?;
    let Some(to) = rows.last().map(|row| row.seq) else {
        return Ok(Sealed::Nothing);
    };
    let from = sealed + 1;
    let mut link = Link::after(previous, from, to, now);
    for row in &rows {
        link.add(row);
    }
    insert(tx, permit, Seal { from_seq: from, to_seq: to, version: VERSION, hash: link.close(), sealed_at: now })
        .await?;
    tell(tx, to).await?;
    Ok(Sealed::Some)
}

/// Whether no other process seals until this transaction ends. SQLite has one writer at a time.
async fn alone(tx: &WriteTx) -> Result<bool, StoreError> {
    if tx.backend() == Backend::Sqlite {
        return Ok(true);
    }
    let mut sql = tx.sql();
    sql.push("SELECT pg_try_advisory_xact_lock(").bind(LOCK).push(") AS taken");
    Ok(tx.one::<Taken>(sql).await?.is_some_and(|row| row.taken))
}

async fn last(tx: &Tx) -> Result<Option<Seal>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT from_seq, to_seq, version, hash, sealed_at FROM audit_seal ORDER BY to_seq DESC LIMIT 1");
    tx.one(sql).await
}

/// The highest number above `sealed` that is settled, if there is one.
async fn settled(tx: &WriteTx, sealed: i64) -> Result<Option<i64>, StoreError> {
    let written = |condition: &'static str| {
        let mut sql = tx.sql();
        sql.push("SELECT seq, horizon FROM audit_event WHERE seq > ").bind(sealed);
        sql.either("", condition).push(" ORDER BY seq DESC LIMIT 1");
        sql
    };
    let below = " AND horizon <= (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";
    let found: Option<Written> = tx.one(written(below)).await?;
    if found.is_some() || tx.backend() == Backend::Sqlite {
        return Ok(found.map(|row| row.seq));
    }
    // A row that was brought here from another cluster may have a horizon that this one comes to in years. It is known
    // by lying beyond an id that is given out only after the row was seen: no row of this cluster does. All that was
    // written elsewhere has ended.
    let Some(newest) = tx.one::<Written>(written("")).await? else {
        return Ok(None);
    };
    let mut sql = tx.sql();
    sql.push("SELECT pg_current_xact_id()::text::bigint AS id");
    let own: Option<Own> = tx.one(sql).await?;
    Ok(own.filter(|own| newest.horizon > own.id).map(|_| newest.seq))
}

async fn insert(tx: &WriteTx, _permit: &Permit, seal: Seal) -> Result<(), StoreError> {
    tx.insert_all(vec![audit_seal::ActiveModel {
        to_seq: Set(seal.to_seq),
        from_seq: Set(seal.from_seq),
        version: Set(seal.version),
        hash: Set(seal.hash),
        sealed_at: Set(seal.sealed_at),
    }])
    .await
}

/// Has PostgreSQL tell the other processes, once this transaction has ended.
async fn tell(tx: &WriteTx, sealed: i64) -> Result<(), StoreError> {
    if tx.backend() == Backend::Sqlite {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("SELECT pg_notify(").bind(CHANNEL).push(", ").bind(sealed.to_string()).push(")");
    tx.hold(sql).await
}

/// The last seal.
///
/// No scope: a hash says nothing of what was written, nor by whom.
pub(crate) async fn head(tx: &Tx, _scope: &Scope) -> Result<Option<Seal>, StoreError> {
    last(tx).await
}

/// The last seal, for an auditor of any unit.
pub(crate) async fn head_for_auditor(tx: &Tx, scope: &Scope) -> Result<Option<Seal>, StoreError> {
    match scope.audits() {
        Reach::Units(units) if units.is_empty() => Ok(None),
        _ => last(tx).await,
    }
}

/// The seals that end with these numbers. The numbers are known from events that the caller may read.
pub(crate) async fn seals_to(tx: &Tx, _scope: &Scope, ends: &[i64]) -> Result<Vec<Seal>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT from_seq, to_seq, version, hash, sealed_at FROM audit_seal WHERE to_seq");
    sql.one_of(ends.iter().copied());
    tx.all(sql).await
}

/// The next seals after the one that ends with `after`, at most so many.
pub(crate) async fn seals(tx: &Tx, _scope: &Scope, after: i64, most: i64) -> Result<Vec<Seal>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT from_seq, to_seq, version, hash, sealed_at FROM audit_seal WHERE to_seq > ").bind(after);
    sql.push(" ORDER BY to_seq LIMIT ").bind(most);
    tx.all(sql).await
}

/// The next rows after number `after`, up to `to`, whole and in order: as many as are read at a time. For the program's
/// own check alone.
pub(crate) async fn rows(tx: &Tx, scope: &Scope, after: i64, to: i64) -> Result<Vec<Row>, StoreError> {
    if scope.is_program() { run(tx, after, to).await } else { Ok(Vec::new()) }
}

/// How many rows there are after number `after`.
pub(crate) async fn count_after(tx: &Tx, _scope: &Scope, after: i64) -> Result<i64, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT COUNT(*) AS rows_found FROM audit_event WHERE seq > ").bind(after);
    Ok(tx.one::<Count>(sql).await?.map_or(0, |row| row.rows_found))
}

async fn run(tx: &Tx, after: i64, to: i64) -> Result<Vec<Row>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT * FROM (SELECT a.*, SUM(a.letters) OVER (ORDER BY a.seq) - a.letters AS preceding FROM")
        .push(" (SELECT *, COALESCE(LENGTH(before), 0) + COALESCE(LENGTH(after), 0) AS letters FROM audit_event")
        .push(" WHERE seq > ")
        .bind(after)
        .push(" AND seq <= ")
        .bind(to)
        .push(" ORDER BY seq LIMIT ")
        .bind(ROWS)
        .push(") a) measured WHERE preceding < ")
        .bind(LETTERS)
        .push(" ORDER BY seq");
    tx.all(sql).await
}
