//! Giving grants, and ending them.

use chrono::{DateTime, Utc};
use domain::{
    authz::Role,
    calendar::Day,
    id::{GrantId, UnitId, UserId},
};
use sea_orm::Set;

use crate::{
    session::Permit,
    store::{StoreError, WriteTx},
};

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
        taken_back_at: Set(None),
    }])
    .await
}

/// Lets a grant end with a day.
pub(crate) async fn end(tx: &WriteTx, _permit: &Permit, grant: GrantId, last: Day) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"UPDATE "grant" SET valid_to = "#).bind(last).push(" WHERE id = ").bind(grant.uuid());
    tx.execute(sql).await?;
    Ok(())
}

/// Takes a grant back at once.
pub(crate) async fn take_back(
    tx: &WriteTx,
    _permit: &Permit,
    grant: GrantId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"UPDATE "grant" SET taken_back_at = "#).bind(now);
    sql.push(" WHERE taken_back_at IS NULL AND id = ").bind(grant.uuid());
    tx.execute(sql).await?;
    Ok(())
}
