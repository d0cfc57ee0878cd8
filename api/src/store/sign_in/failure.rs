//! Attempts to sign in that failed, and how long to wait after them. They stand in the database so that all processes
//! count together.

use chrono::{DateTime, TimeDelta, Utc};
use domain::password;
use sea_orm::FromQueryResult;

use crate::{
    session::{Permit, Scope},
    store::{Backend, StoreError, Tx, WriteTx},
};

/// So many old counts are forgotten at most at each attempt.
const SWEPT: i64 = 100;

/// An attempt: the name, the address and both together, each as it is counted.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) both: String,
}

/// What counting an attempt found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// It is to be judged. If it is wrong, the next will be judged after so long.
    Judge(TimeDelta),
    /// It is not judged: too many failed before it. Another will be after so long.
    Wait(TimeDelta),
}

/// What an attempt is counted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Address,
    Name,
    Known,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "ADDRESS",
            Self::Name => "NAME",
            Self::Known => "KNOWN",
        }
    }

    /// After how long without an attempt nothing is counted any more, or known.
    const fn forgotten_after(self) -> TimeDelta {
        match self {
            Self::Address => TimeDelta::hours(1),
            Self::Name => TimeDelta::days(1),
            Self::Known => TimeDelta::days(30),
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    failures: i32,
    free_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
}

/// Counts an attempt as failed before it is judged, so that many at once are no more than many one after another.
///
/// An address at which the name signed in of late has a count of its own with it: strangers who try the name elsewhere, or
/// other names there, lock nobody out who comes from where he always comes. Everybody else is counted by name and by
/// address. Names that are nobody's are counted alike.
pub(crate) async fn count(
    tx: &WriteTx,
    permit: &Permit,
    scope: &Scope,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<Counted, StoreError> {
    let known = is_known(tx, scope, &attempt.both, now).await?;
    let counts = if known {
        vec![(Kind::Known, &attempt.both)]
    } else {
        // Always in this order, so that no two wait for each other.
        vec![(Kind::Address, &attempt.address), (Kind::Name, &attempt.name)]
    };
    let mut wait = TimeDelta::zero();
    for (kind, key) in counts {
        sweep(tx, permit, kind, now).await?;
        let row = hold(tx, kind, key, now).await?;
        if row.free_at > now {
            return Ok(Counted::Wait(row.free_at - now));
        }
        let before = if row.last_at + kind.forgotten_after() < now { 0 } else { row.failures };
        let failures = before.saturating_add(1);
        let next = TimeDelta::seconds(password::wait(failures.unsigned_abs()));
        put(tx, kind, key, failures, (now + next, now)).await?;
        wait = wait.max(next);
    }
    Ok(Counted::Judge(wait))
}

/// Takes an attempt back that was right, and remembers that the name signed in at the address.
pub(crate) async fn forgive(
    tx: &WriteTx,
    _permit: &Permit,
    scope: &Scope,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if !is_known(tx, scope, &attempt.both, now).await? {
        // Not to nothing: whoever has one account could try others between his own sign-ins without end.
        let row = hold(tx, Kind::Address, &attempt.address, now).await?;
        put(tx, Kind::Address, &attempt.address, row.failures.saturating_sub(1).max(0), (now, row.last_at)).await?;
        hold(tx, Kind::Name, &attempt.name, now).await?;
        put(tx, Kind::Name, &attempt.name, 0, (now, now)).await?;
    }
    hold(tx, Kind::Known, &attempt.both, now).await?;
    put(tx, Kind::Known, &attempt.both, 0, (now, now)).await
}

async fn is_known(tx: &Tx, _scope: &Scope, both: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT failures, free_at, last_at FROM sign_in_failure WHERE kind = ").bind(Kind::Known.as_str());
    sql.push(" AND key = ").bind(both).push(" AND last_at >= ").bind(now - Kind::Known.forgotten_after());
    Ok(tx.one::<Row>(sql).await?.is_some())
}

/// The count, which is nobody else's until the transaction ends; a new one if there is none.
async fn hold(tx: &WriteTx, kind: Kind, key: &str, now: DateTime<Utc>) -> Result<Row, StoreError> {
    let mut sql = tx.sql();
    sql.push("INSERT INTO sign_in_failure (kind, key, failures, free_at, last_at) VALUES (")
        .bind(kind.as_str())
        .push(", ")
        .bind(key)
        .push(", 0, ")
        .bind(now)
        .push(", ")
        .bind(now)
        .push(") ON CONFLICT (kind, key) DO UPDATE SET failures = sign_in_failure.failures")
        .push(" RETURNING failures, free_at, last_at");
    tx.one(sql).await?.ok_or_else(|| StoreError::corrupt("a count vanished"))
}

async fn put(
    tx: &WriteTx,
    kind: Kind,
    key: &str,
    failures: i32,
    (free_at, last_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE sign_in_failure SET failures = ").bind(failures).push(", free_at = ").bind(free_at);
    sql.push(", last_at = ").bind(last_at).push(" WHERE kind = ").bind(kind.as_str()).push(" AND key = ").bind(key);
    tx.execute(sql).await?;
    Ok(())
}

/// Forgets counts of a kind that mean nothing any more, more than one attempt adds, and few enough.
async fn sweep(tx: &WriteTx, _permit: &Permit, kind: Kind, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("WITH old AS MATERIALIZED (SELECT kind, key FROM sign_in_failure WHERE kind = ")
        .bind(kind.as_str())
        .push(" AND last_at < ")
        .bind(now - kind.forgotten_after())
        .push(" ORDER BY last_at LIMIT ")
        .bind(SWEPT)
        .push(if tx.backend() == Backend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" })
        .push(") DELETE FROM sign_in_failure WHERE (kind, key) IN (SELECT kind, key FROM old)");
    tx.execute(sql).await?;
    Ok(())
}
