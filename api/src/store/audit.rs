//! The audit trail. Rows are only ever added.

use chrono::{DateTime, Utc};
use domain::id::UnitId;
use sea_orm::{FromQueryResult, Set};

use super::{Backend, StoreError, Tx, WriteTx};
use crate::session::{Event, Permit, Request, Scope};

#[derive(FromQueryResult)]
struct Sequence {
    seq: i64,
}

#[derive(FromQueryResult)]
struct Horizon {
    horizon: i64,
}

/// An event, with its own instant and unit.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) at: DateTime<Utc>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) event: Event,
}

/// Writes one row per event of this instant, in order.
pub(crate) async fn insert(
    tx: &WriteTx,
    permit: &Permit,
    now: DateTime<Utc>,
    request: &Request,
    events: Vec<Event>,
) -> Result<(), StoreError> {
    let entry = |event| Entry { at: now, unit: permit.unit(), event };
    insert_entries(tx, permit, request, events.into_iter().map(entry).collect()).await
}

/// Writes one row per entry, in order.
///
/// On PostgreSQL a row carries its *horizon*: the first transaction id not yet given out after its sequence number
/// was taken. When every transaction below the horizon has ended, no number at or below this one can still appear.
pub(crate) async fn insert_entries(
    tx: &WriteTx,
    permit: &Permit,
    request: &Request,
    entries: Vec<Entry>,
) -> Result<(), StoreError> {
    let numbers = match tx.backend() {
        // One writer at a time: the next number is the next number.
        Backend::Sqlite => None,
        Backend::Postgres => Some(take(tx, entries.len()).await?),
    };
    let horizon = numbers.as_ref().map_or(0, |(_, horizon)| *horizon);
    let rows = entries
        .into_iter()
        .enumerate()
        .map(|(n, Entry { at, unit, event })| entity::audit_event::ActiveModel {
            seq: numbers.as_ref().and_then(|(seqs, _)| seqs.get(n).copied()).map_or(sea_orm::NotSet, Set),
            at: Set(at),
            actor_id: Set(permit.actor().map(domain::id::Id::uuid)),
            grant_id: Set(permit.grant().map(domain::id::Id::uuid)),
            unit_id: Set(unit.map(domain::id::Id::uuid)),
            subject_kind: Set(event.subject_kind.to_owned()),
            subject_id: Set(event.subject),
            action: Set(event.action.to_owned()),
            before: Set(event.before.map(|json| json.to_string())),
            after: Set(event.after.map(|json| json.to_string())),
            reason: Set(event.reason),
            operation: Set(request.operation.clone()),
            request_id: Set(request.id.clone()),
            horizon: Set(horizon),
        })
        .collect();
    tx.insert_all::<entity::audit_event::ActiveModel>(rows).await
}

async fn take(tx: &WriteTx, count: usize) -> Result<(Vec<i64>, i64), StoreError> {
    let mut sql = tx.sql();
    // The transaction has its id before it takes a number: what begins later takes a later number.
    sql.push("SELECT nextval('audit_event_seq') AS seq FROM generate_series(1, ")
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .push(") WHERE pg_current_xact_id() IS NOT NULL");
    let numbers: Vec<Sequence> = tx.all(sql).await?;
    let mut sql = tx.sql();
    sql.push("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS horizon");
    let horizon: Horizon = tx.one(sql).await?.ok_or_else(|| StoreError::corrupt("no snapshot"))?;
    Ok((numbers.into_iter().map(|row| row.seq).collect(), horizon.horizon))
}

/// The highest sequence number below which nothing is still uncommitted, as this transaction sees the data.
///
/// No scope: it is a number that says nothing of what was written, nor by whom.
pub(crate) async fn position(tx: &Tx, _scope: &Scope) -> Result<i64, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT seq FROM audit_event");
    sql.either("", " WHERE horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
    sql.push(" ORDER BY seq DESC LIMIT 1");
    let row: Option<Sequence> = tx.one(sql).await?;
    Ok(row.map_or(0, |row| row.seq))
}
