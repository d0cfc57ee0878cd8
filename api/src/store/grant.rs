//! Grants: user × role × unit × dates.

use chrono::{DateTime, Utc};
use domain::{
    authz::Role,
    calendar::Day,
    id::{GrantId, Id, UnitId, UserId},
};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use super::{StoreError, Tx, WriteTx};
use crate::session::{Held, Permit, Scope};

#[derive(FromQueryResult)]
struct HeldRow {
    id: Uuid,
    unit_id: Uuid,
    role: String,
}

/// The grants of `user` that are valid on `day`; none for a user who is disabled or unknown.
pub(crate) async fn held(tx: &Tx, _scope: &Scope, user: UserId, day: Day) -> Result<Vec<Held>, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"SELECT g.id, g.unit_id, g.role FROM "grant" g JOIN "user" u ON u.id = g.user_id WHERE g.user_id = "#)
        .bind(user.uuid())
        .push(" AND u.disabled_at IS NULL AND (g.valid_from IS NULL OR g.valid_from <= ")
        .bind(day)
        .push(") AND (g.valid_to IS NULL OR g.valid_to >= ")
        .bind(day)
        .push(") ORDER BY g.id");
    let rows: Vec<HeldRow> = tx.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Held {
                grant: Id::new(row.id),
                unit: Id::new(row.unit_id),
                role: row.role.parse::<Role>().map_err(StoreError::corrupt)?,
            })
        })
        .collect()
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
