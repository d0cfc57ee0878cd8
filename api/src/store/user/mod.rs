//! Users, and who they are at other issuers.

mod linking;
mod list;
mod write;

use chrono::{DateTime, Utc};
use domain::{
    calendar::Day,
    id::{Id, UnitId, UserId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub(crate) use linking::{
    IdentityRecord, by_id as identity, count as count_identities, is_linked, link, of_user as identities, unlink,
};
use list::visible;
pub(crate) use list::{UserFilter, search};
pub(crate) use write::{Change, change, insert};

use super::{StoreError, Tx, sql::Sql};
use crate::session::Scope;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserRecord {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) display_name: String,
    /// The unit whose administrators administer him; those of the nation if none.
    pub(crate) unit: Option<UnitId>,
    pub(crate) version: i32,
    pub(crate) disabled_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct UserRow {
    id: Uuid,
    name: String,
    display_name: String,
    unit_id: Option<Uuid>,
    version: i32,
    disabled_at: Option<DateTime<Utc>>,
}

impl From<UserRow> for UserRecord {
    fn from(row: UserRow) -> Self {
        Self {
            id: Id::new(row.id),
            name: row.name,
            display_name: row.display_name,
            unit: row.unit_id.map(Id::new),
            version: row.version,
            disabled_at: row.disabled_at,
        }
    }
}

fn users(tx: &Tx) -> Sql {
    let mut sql = tx.sql();
    sql.push(r#"SELECT u.id, u.name, u.display_name, u.unit_id, u.version, u.disabled_at FROM "user" u WHERE "#);
    sql
}

/// The user with a name.
pub(crate) async fn by_name(tx: &Tx, _scope: &Scope, name: &str) -> Result<Option<UserRecord>, StoreError> {
    let mut sql = users(tx);
    sql.push("u.name = ").bind(name);
    Ok(tx.one::<UserRow>(sql).await?.map(Into::into))
}

/// The users with these ids. A user's name stands beside what he wrote, for whoever may read that.
pub(crate) async fn by_ids(tx: &Tx, _scope: &Scope, ids: &[UserId]) -> Result<Vec<UserRecord>, StoreError> {
    let mut sql = users(tx);
    sql.push("u.id").one_of_ids(ids.iter().copied());
    let rows: Vec<UserRow> = tx.all(sql).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Those of the users whom the caller may see on a day: himself, and whom he administers.
pub(crate) async fn seen(tx: &Tx, scope: &Scope, ids: &[UserId], today: Day) -> Result<Vec<UserRecord>, StoreError> {
    let mut sql = users(tx);
    sql.push("u.id").one_of_ids(ids.iter().copied()).push(" AND (");
    if let Some(user) = scope.user() {
        sql.push("u.id = ").bind(user.uuid()).push(" OR ");
    }
    visible(&mut sql, scope, today);
    sql.push(")");
    let rows: Vec<UserRow> = tx.all(sql).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A user whom the caller may see on a day.
pub(crate) async fn by_id(tx: &Tx, scope: &Scope, user: UserId, today: Day) -> Result<Option<UserRecord>, StoreError> {
    Ok(seen(tx, scope, &[user], today).await?.pop())
}
