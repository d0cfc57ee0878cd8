//! Who a user is at other issuers.

use chrono::{DateTime, Utc};
use domain::id::{Id, IdentityId, UserId};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use crate::{
    session::{Identity, Permit, Scope},
    store::{StoreError, Tx, WriteTx, sql::Sql},
};

/// A link between a user and who he is at another issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdentityRecord {
    pub(crate) id: IdentityId,
    pub(crate) user: UserId,
    pub(crate) identity: Identity,
    pub(crate) linked_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct IdentityRow {
    id: Uuid,
    user_id: Uuid,
    issuer: String,
    subject: String,
    created_at: DateTime<Utc>,
}

impl From<IdentityRow> for IdentityRecord {
    fn from(row: IdentityRow) -> Self {
        Self {
            id: Id::new(row.id),
            user: Id::new(row.user_id),
            identity: Identity { issuer: row.issuer, subject: row.subject },
            linked_at: row.created_at,
        }
    }
}

fn identities(tx: &Tx) -> Sql {
    let mut sql = tx.sql();
    sql.push("SELECT id, user_id, issuer, subject, created_at FROM user_identity WHERE ");
    sql
}

/// The links of users whom the caller was found to see, the oldest first.
pub(crate) async fn of_user(tx: &Tx, _scope: &Scope, users: &[UserId]) -> Result<Vec<IdentityRecord>, StoreError> {
    let mut sql = identities(tx);
    sql.push("user_id").one_of_ids(users.iter().copied()).push(" ORDER BY id");
    let rows: Vec<IdentityRow> = tx.all(sql).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The link with an id.
pub(crate) async fn by_id(tx: &Tx, _scope: &Scope, id: IdentityId) -> Result<Option<IdentityRecord>, StoreError> {
    let mut sql = identities(tx);
    sql.push("id = ").bind(id.uuid());
    Ok(tx.one::<IdentityRow>(sql).await?.map(Into::into))
}

/// Whether an identity is anybody's.
pub(crate) async fn is_linked(tx: &Tx, _scope: &Scope, identity: &Identity) -> Result<bool, StoreError> {
    let mut sql = identities(tx);
    sql.push("issuer = ").bind(identity.issuer.as_str()).push(" AND subject = ").bind(identity.subject.as_str());
    Ok(tx.one::<IdentityRow>(sql).await?.is_some())
}

/// How many links a user has.
pub(crate) async fn count(tx: &Tx, scope: &Scope, user: UserId) -> Result<usize, StoreError> {
    Ok(of_user(tx, scope, &[user]).await?.len())
}

/// Links a user.
pub(crate) async fn link(tx: &WriteTx, _permit: &Permit, link: IdentityRecord) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::user_identity::ActiveModel {
        id: Set(link.id.uuid()),
        user_id: Set(link.user.uuid()),
        issuer: Set(link.identity.issuer),
        subject: Set(link.identity.subject),
        created_at: Set(link.linked_at),
    }])
    .await
}

/// Takes a link away; says whether it was there.
pub(crate) async fn unlink(tx: &WriteTx, _permit: &Permit, id: IdentityId) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("DELETE FROM user_identity WHERE id = ").bind(id.uuid());
    Ok(tx.execute(sql).await? == 1)
}
