//! Grants: user × role × unit × dates.

use chrono::{DateTime, Utc};
use domain::{
    authz::Role,
    calendar::Day,
    id::{GrantId, Id, UnitId, UserId},
};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use super::{
    StoreError, Tx, WriteTx,
    page::{self, Direction, Holds, Order, Placed, Query},
    sql::Sql,
};
use crate::{
    page::{Key, Page, PageRequest},
    session::{Held, Permit, Scope},
};

#[derive(FromQueryResult)]
struct HeldRow {
    id: Option<Uuid>,
    unit_id: Option<Uuid>,
    role: Option<String>,
}

/// The grants of `user` that are valid on `day`; nothing at all for a user who is disabled or unknown.
pub(crate) async fn held(tx: &Tx, _scope: &Scope, user: UserId, day: Day) -> Result<Option<Vec<Held>>, StoreError> {
    let mut sql = tx.sql();
    // One row at least for a user who is there, so that one statement tells both.
    sql.push(r#"SELECT g.id, g.unit_id, g.role FROM "user" u LEFT JOIN "grant" g ON g.user_id = u.id"#)
        .push(" AND (g.valid_from IS NULL OR g.valid_from <= ")
        .bind(day)
        .push(") AND (g.valid_to IS NULL OR g.valid_to >= ")
        .bind(day)
        .push(") WHERE u.disabled_at IS NULL AND u.id = ")
        .bind(user.uuid())
        .push(" ORDER BY g.id");
    let rows: Vec<HeldRow> = tx.all(sql).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let held = rows.into_iter().filter_map(|row| row.id.zip(row.unit_id).zip(row.role)).map(|((id, unit), role)| {
        Ok(Held { grant: Id::new(id), unit: Id::new(unit), role: role.parse::<Role>().map_err(StoreError::corrupt)? })
    });
    held.collect::<Result<_, StoreError>>().map(Some)
}

/// The grants of `user` in `g` that are valid on `day`, if he is not disabled.
fn valid(tx: &Tx, user: UserId, day: Day) -> Sql {
    let mut sql = tx.sql();
    sql.push(r#"FROM "grant" g JOIN "user" u ON u.id = g.user_id WHERE g.user_id = "#)
        .bind(user.uuid())
        .push(" AND u.disabled_at IS NULL AND (g.valid_from IS NULL OR g.valid_from <= ")
        .bind(day)
        .push(") AND (g.valid_to IS NULL OR g.valid_to >= ")
        .bind(day)
        .push(")");
    sql
}

/// A grant with its dates.
#[derive(Debug, Clone)]
pub(crate) struct GrantRecord {
    pub(crate) unit: UnitId,
    pub(crate) role: Role,
    /// The first day; open if none.
    pub(crate) from: Option<Day>,
    /// The last day; open if none.
    pub(crate) to: Option<Day>,
}

#[derive(FromQueryResult)]
struct GrantRow {
    id: Uuid,
    unit_id: Uuid,
    role: String,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
}

impl Placed for GrantRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Id(self.id)]
    }
}

const OLDEST: Order = Order { name: "grants", columns: &[("g.id", Direction::Up, Holds::Id)] };

/// The caller's own grants that are valid on `day`, the oldest first.
pub(crate) async fn own(
    tx: &Tx,
    scope: &Scope,
    day: Day,
    request: &PageRequest,
) -> Result<Page<GrantRecord>, StoreError> {
    let Some(user) = scope.caller() else {
        return Ok(Page::default());
    };
    let query = Query { columns: "g.id, g.unit_id, g.role, g.valid_from, g.valid_to", from: valid(tx, user, day) };
    let page: Page<GrantRow> = page::page(tx, query, OLDEST, request).await?;
    page.try_map(|row| {
        Ok(GrantRecord {
            unit: Id::new(row.unit_id),
            role: row.role.parse::<Role>().map_err(StoreError::corrupt)?,
            from: row.valid_from,
            to: row.valid_to,
        })
    })
}

/// A grant to be given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewGrant {
    pub(crate) id: GrantId,
    pub(crate) user: UserId,
    pub(crate) unit: UnitId,
    pub(crate) role: Role,
    /// The first day; open if none.
    pub(crate) from: Option<Day>,
    /// The last day; open if none.
    pub(crate) to: Option<Day>,
}

/// Gives a grant.
pub(crate) async fn insert(
    tx: &WriteTx,
    _permit: &Permit,
    grant: NewGrant,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::grant::ActiveModel {
        id: Set(grant.id.uuid()),
        user_id: Set(grant.user.uuid()),
        unit_id: Set(grant.unit.uuid()),
        role: Set(grant.role.as_str().to_owned()),
        valid_from: Set(grant.from),
        valid_to: Set(grant.to),
        created_at: Set(now),
    }])
    .await
}
