//! Users.

use chrono::{DateTime, Utc};
use domain::id::{Id, UserId};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use super::{StoreError, Tx, WriteTx};
use crate::session::{Permit, Scope};

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserRecord {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) display_name: String,
}

#[derive(FromQueryResult)]
struct UserRow {
    id: Uuid,
    name: String,
    display_name: String,
}

impl From<UserRow> for UserRecord {
    fn from(row: UserRow) -> Self {
        Self { id: Id::new(row.id), name: row.name, display_name: row.display_name }
    }
}

/// The user with a name.
pub(crate) async fn by_name(tx: &Tx, _scope: &Scope, name: &str) -> Result<Option<UserRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"SELECT id, name, display_name FROM "user" WHERE name = "#).bind(name);
    Ok(tx.one::<UserRow>(sql).await?.map(Into::into))
}

/// The users with these ids. A user's name stands beside what he wrote, for whoever may read that.
pub(crate) async fn by_ids(tx: &Tx, _scope: &Scope, ids: &[UserId]) -> Result<Vec<UserRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"SELECT id, name, display_name FROM "user" WHERE id"#).one_of_ids(ids.iter().copied());
    let rows: Vec<UserRow> = tx.all(sql).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

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
        unit_id: Set(None),
        version: Set(1),
        created_at: Set(now),
        disabled_at: Set(None),
        signed_out_at: Set(None),
    }])
    .await
}
