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

/// A sequence number with its horizon.
#[derive(FromQueryResult)]
struct Number {
    seq: i64,
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
/// On PostgreSQL a row carries its *horizon*, a transaction id above that of every transaction that may yet bring to
/// light a lower number than the row's. When all below it have ended, no number up to this one can still appear.
pub(crate) async fn insert_entries(
    tx: &WriteTx,
    permit: &Permit,
    request: &Request,
    entries: Vec<Entry>,
) -> Result<(), StoreError> {
    let numbers = match tx.backend() {
        // One writer at a time: the next number is the next number.
        Backend::Sqlite => Vec::new(),
        Backend::Postgres => take(tx, entries.len()).await?,
    };
    let rows = entries
        .into_iter()
        .enumerate()
        .map(|(n, Entry { at, unit, event })| entity::audit_event::ActiveModel {
            seq: numbers.get(n).map_or(sea_orm::NotSet, |number| Set(number.seq)),
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
            horizon: Set(numbers.get(n).map_or(0, |number| number.horizon)),
        })
        .collect();
    tx.insert_all::<entity::audit_event::ActiveModel>(rows).await
}

/// The next sequence numbers and their horizon, in one statement.
///
/// Each transaction has its id before it draws a number, and holds a lock on that id until it has ended. Therefore
/// the locks that are there *after* the draw name whoever drew a lower number and still runs, however much later its id
/// was given out; and who no longer runs had ended before this one does. The highest completed id says neither. A lock
/// tells the lower 32 bits of an id; of those that run none is further than 31 bits from another.
async fn take(tx: &WriteTx, count: usize) -> Result<Vec<Number>, StoreError> {
    let mut sql = tx.sql();
    // That the locks are asked for only where numbers were drawn is what makes the draw come first.
    sql.push("SELECT unnest(drawn.seqs) AS seq, running.horizon FROM")
        .push(" (SELECT array_agg(nextval('audit_event_seq')) AS seqs FROM generate_series(1, ")
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .push(") WHERE pg_current_xact_id() IS NOT NULL) AS drawn,")
        .push(" LATERAL (SELECT max(own.id + (((l.transactionid::text::bigint - own.id) << 32) >> 32)) + 1 AS horizon")
        .push(" FROM pg_locks l, (SELECT pg_current_xact_id()::text::bigint AS id) AS own")
        .push(" WHERE drawn.seqs IS NOT NULL AND l.transactionid IS NOT NULL) AS running");
    tx.all(sql).await
}

/// The highest sequence number below which nothing is still uncommitted, as this transaction sees the data.
///
/// On PostgreSQL the numbers above it, from the last one down to the first that shows, are those written beside a
/// transaction that still runs: as a rule a few.
///
/// No scope: it is a number that says nothing of what was written, nor by whom.
pub(crate) async fn position(tx: &Tx, _scope: &Scope) -> Result<i64, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT seq FROM audit_event");
    sql.either("", " WHERE horizon <= (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint)");
    sql.push(" ORDER BY seq DESC LIMIT 1");
    let row: Option<Sequence> = tx.one(sql).await?;
    Ok(row.map_or(0, |row| row.seq))
}
