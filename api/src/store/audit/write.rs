//! Adding rows to the trail.

use chrono::{DateTime, Utc};
use domain::{
    calendar,
    id::{Id, UnitId},
};
use sea_orm::{FromQueryResult, Set};

use crate::{
    session::{Event, Permit, Request},
    store::{Backend, StoreError, WriteTx},
};

/// The longest name of an operation, and the longest id of a request.
const LONGEST: usize = 100;

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
    let held = permit.held();
    let (operation, request_id) = (cleaned(request.operation.as_deref()), cleaned(request.id.as_deref()));
    let rows = entries
        .into_iter()
        .enumerate()
        .map(|(n, Entry { at, unit, event })| entity::audit_event::ActiveModel {
            seq: numbers.get(n).map_or(sea_orm::NotSet, |number| Set(number.seq)),
            at: Set(at),
            dated_on: Set(calendar::day_of(at)),
            actor_id: Set(permit.actor().map(Id::uuid)),
            client_id: Set(permit.client().map(Id::uuid)),
            grant_id: Set(held.and_then(|held| held.grant).map(Id::uuid)),
            grant_role: Set(held.and_then(|held| held.right.role()).map(|role| role.as_str().to_owned())),
            grant_unit_id: Set(held.map(|held| held.unit.uuid())),
            unit_id: Set(unit.map(Id::uuid)),
            subject_kind: Set(event.subject_kind.to_owned()),
            subject_id: Set(event.subject),
            action: Set(event.action.to_owned()),
            before: Set(event.before.map(|json| json.to_string())),
            after: Set(event.after.map(|json| json.to_string())),
            reason: Set(event.reason),
            operation: Set(operation.clone()),
            request_id: Set(request_id.clone()),
            horizon: Set(numbers.get(n).map_or(0, |number| number.horizon)),
        })
        .collect();
    tx.insert_all::<entity::audit_event::ActiveModel>(rows).await
}

/// What a client may have chosen, as far as it is a name: nothing that a log or a page would take for more.
fn cleaned(text: Option<&str>) -> Option<String> {
    let name = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
    let kept: String = text?.chars().filter(name).take(LONGEST).collect();
    (!kept.is_empty()).then_some(kept)
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

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn of_a_name_that_a_client_chose_only_what_names_have_is_kept() {
        for (given, kept) in [
            ("Submit_1", Some("Submit_1")),
            ("a\nb\u{1b}[31m<script>\u{202e}đ", Some("ab31mscript")),
            ("", None),
            ("đ – \u{0}", None),
        ] {
            assert_eq!(cleaned(Some(given)).as_deref(), kept, "{given:?}");
        }
        assert_eq!(cleaned(Some(&"a".repeat(20_000))), Some("a".repeat(100)));
        assert_eq!(cleaned(None), None);
    }
}
