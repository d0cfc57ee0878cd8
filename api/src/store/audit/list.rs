//! Reading the trail.

use chrono::{DateTime, Utc};
use domain::{
    authz::Role,
    calendar::{Day, midnight},
    id::{AuditEventId, Id, ServiceClientId, UnitId, UserId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::sight;
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        sql::Sql,
    },
};

/// The id of the event with a number.
pub(super) fn id_of(seq: i64) -> AuditEventId {
    Id::new(Uuid::from_u128(seq.unsigned_abs().into()))
}

pub(super) fn seq_of(id: AuditEventId) -> Option<i64> {
    i64::try_from(id.uuid().as_u128()).ok()
}

/// Which events are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct EventFilter {
    /// Of this unit.
    pub(crate) unit: Option<UnitId>,
    /// Of units that were below this one on the day of the event.
    pub(crate) below: Option<UnitId>,
    /// The first day.
    pub(crate) from: Option<Day>,
    /// The last day.
    pub(crate) to: Option<Day>,
    /// By this user or service client.
    pub(crate) actor: Option<Actor>,
    /// About this thing.
    pub(crate) subject: Option<Uuid>,
    /// About things of this kind.
    pub(crate) subject_kind: Option<String>,
    /// In which this was done.
    pub(crate) action: Option<String>,
}

/// Who did it, when it was not the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Actor {
    User(UserId),
    Client(ServiceClientId),
}

const NEWEST: Order = Order {
    name: "audit",
    columns: &[("a.at", Direction::Down, Holds::Instant), ("a.seq", Direction::Down, Holds::Number)],
};

#[derive(FromQueryResult)]
struct ListRow {
    seq: i64,
    at: DateTime<Utc>,
}

impl Placed for ListRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Instant(self.at), Key::Number(self.seq)]
    }
}

/// The events that fit, the latest first.
pub(crate) async fn search(
    tx: &Tx,
    scope: &Scope,
    filter: &EventFilter,
    request: &PageRequest,
) -> Result<Page<AuditEventId>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM audit_event a WHERE ");
    sight::visible(&mut from, &sight::reach(tx, scope).await?);
    if let Some(below) = filter.below {
        if sight::has_nation(tx, &[below]).await? {
            from.push(" AND a.unit_id IS NOT NULL AND a.unit_id <> ").bind(below.uuid());
        } else {
            from.push(" AND ");
            sight::below(&mut from, below);
        }
    }
    fits(&mut from, filter);
    let page: Page<ListRow> = page::page(tx, Query { columns: "a.seq, a.at", from }, NEWEST, request).await?;
    Ok(page.map(|row| id_of(row.seq)))
}

fn fits(sql: &mut Sql, filter: &EventFilter) {
    if let Some(unit) = filter.unit {
        sql.push(" AND a.unit_id = ").bind(unit.uuid());
    }
    if let Some(from) = filter.from {
        sql.push(" AND a.at >= ").bind(midnight(from));
    }
    if let Some(after) = filter.to.and_then(|day| day.succ_opt()) {
        sql.push(" AND a.at < ").bind(midnight(after));
    }
    match filter.actor {
        None => {}
        Some(Actor::User(user)) => {
            sql.push(" AND a.actor_id = ").bind(user.uuid());
        }
        Some(Actor::Client(client)) => {
            sql.push(" AND a.client_id = ").bind(client.uuid());
        }
    }
    if let Some(subject) = filter.subject {
        sql.push(" AND a.subject_id = ").bind(subject);
    }
    if let Some(kind) = &filter.subject_kind {
        sql.push(" AND a.subject_kind = ").bind(kind.as_str());
    }
    if let Some(action) = &filter.action {
        sql.push(" AND a.action = ").bind(action.as_str());
    }
}

/// What an event says, but for the content of what was written.
#[derive(Debug, Clone)]
pub(crate) struct EventRecord {
    pub(crate) id: AuditEventId,
    pub(crate) seq: i64,
    pub(crate) at: DateTime<Utc>,
    /// Nobody for the program itself.
    pub(crate) actor: Option<Actor>,
    /// His name for people.
    pub(crate) actor_name: Option<String>,
    /// The role of the grant that gave the right; none of a service client.
    pub(crate) role: Option<Role>,
    /// The unit that the right was held on.
    pub(crate) role_unit: Option<UnitId>,
    pub(crate) unit: Option<UnitId>,
    pub(crate) subject_kind: String,
    pub(crate) subject: Uuid,
    pub(crate) action: String,
    pub(crate) reason: Option<String>,
    pub(crate) operation: Option<String>,
    pub(crate) request_id: Option<String>,
    /// The number of the last row of its seal.
    pub(crate) sealed_to: Option<i64>,
}

#[derive(FromQueryResult)]
struct EventRow {
    seq: i64,
    at: DateTime<Utc>,
    actor_id: Option<Uuid>,
    client_id: Option<Uuid>,
    actor_name: Option<String>,
    grant_role: Option<String>,
    grant_unit_id: Option<Uuid>,
    unit_id: Option<Uuid>,
    subject_kind: String,
    subject_id: Uuid,
    action: String,
    reason: Option<String>,
    operation: Option<String>,
    request_id: Option<String>,
    sealed_to: Option<i64>,
}

/// Those of the events that the caller may read.
pub(crate) async fn by_ids(tx: &Tx, scope: &Scope, ids: &[AuditEventId]) -> Result<Vec<EventRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push(
        "SELECT a.seq, a.at, a.actor_id, a.client_id, COALESCE(u.display_name, c.name) AS actor_name, a.grant_role,",
    )
    .push(" a.grant_unit_id, a.unit_id, a.subject_kind, a.subject_id, a.action, a.reason, a.operation, a.request_id,")
    .push(" (SELECT MIN(s.to_seq) FROM audit_seal s WHERE s.to_seq >= a.seq) AS sealed_to")
    .push(r#" FROM audit_event a LEFT JOIN "user" u ON u.id = a.actor_id"#)
    .push(" LEFT JOIN service_client c ON c.id = a.client_id WHERE a.seq")
    .one_of(ids.iter().copied().filter_map(seq_of))
    .push(" AND ");
    sight::visible(&mut sql, &sight::reach(tx, scope).await?);
    let rows: Vec<EventRow> = tx.all(sql).await?;
    rows.into_iter().map(record).collect()
}

fn record(row: EventRow) -> Result<EventRecord, StoreError> {
    let user = row.actor_id.map(|user| Actor::User(Id::new(user)));
    Ok(EventRecord {
        id: id_of(row.seq),
        seq: row.seq,
        at: row.at,
        actor: user.or_else(|| row.client_id.map(|client| Actor::Client(Id::new(client)))),
        actor_name: row.actor_name,
        role: row.grant_role.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
        role_unit: row.grant_unit_id.map(Id::new),
        unit: row.unit_id.map(Id::new),
        subject_kind: row.subject_kind,
        subject: row.subject_id,
        action: row.action,
        reason: row.reason,
        operation: row.operation,
        request_id: row.request_id,
        sealed_to: row.sealed_to,
    })
}
