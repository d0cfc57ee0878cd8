//! Writing users.

use chrono::{DateTime, Utc};
use domain::id::{Id, UnitId, UserId};
use sea_orm::Set;

use super::UserRecord;
use crate::{
    session::Permit,
    store::{StoreError, WriteTx},
};

/// Adds a user.
pub(crate) async fn insert(
    tx: &WriteTx,
    _permit: &Permit,
    user: UserRecord,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::user::ActiveModel {
        id: Set(user.id.uuid()),
        name: Set(user.name),
        display_name: Set(user.display_name),
        unit_id: Set(user.unit.map(Id::uuid)),
        version: Set(user.version),
        created_at: Set(now),
        disabled_at: Set(user.disabled_at),
        signed_out_at: Set(None),
    }])
    .await
}

/// What is changed about a user.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// His name for people, and the unit whose administrators administer him.
    Said { display_name: String, unit: Option<UnitId> },
    /// He may not sign in any more.
    Disabled,
    /// He may again.
    Enabled,
}

/// Changes a user, if he is still at the version the writer saw; says whether he was.
pub(crate) async fn change(
    tx: &WriteTx,
    _permit: &Permit,
    (user, version): (UserId, i32),
    change: Change,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"UPDATE "user" SET version = version + 1, "#);
    match change {
        Change::Said { display_name, unit } => {
            sql.push("display_name = ").bind(display_name).push(", unit_id = ").bind(unit.map(Id::uuid))
        }
        Change::Disabled => sql.push("disabled_at = ").bind(now),
        Change::Enabled => sql.push("disabled_at = NULL"),
    };
    sql.push(" WHERE id = ").bind(user.uuid()).push(" AND version = ").bind(version);
    Ok(tx.execute(sql).await? == 1)
}
