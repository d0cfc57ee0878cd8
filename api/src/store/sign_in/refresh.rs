//! Refresh tokens: each is good once, and makes the next.

use chrono::{DateTime, Utc};
use domain::id::{Id, SignInId, UserId};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use crate::{
    session::{Permit, Scope},
    store::{Backend, StoreError, Tx, WriteTx},
};

/// So many expired tokens are forgotten at most when one is used.
const SWEPT: i64 = 100;

/// A refresh token, with the sign-in it goes on from.
#[derive(Debug, Clone)]
pub(crate) struct Refreshed {
    pub(crate) sign_in: SignInId,
    pub(crate) user: UserId,
    /// Until when the sign-in may be refreshed at most.
    pub(crate) sign_in_expires_at: DateTime<Utc>,
    /// From when on this token is good no more.
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) used: bool,
    /// The sign-in ended, or its user is disabled.
    pub(crate) ended: bool,
}

#[derive(FromQueryResult)]
struct RefreshRow {
    sign_in_id: Uuid,
    user_id: Uuid,
    sign_in_expires_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    disabled_at: Option<DateTime<Utc>>,
}

/// The token with a hash.
pub(crate) async fn find(tx: &Tx, _scope: &Scope, hash: &str) -> Result<Option<Refreshed>, StoreError> {
    let mut sql = tx.sql();
    sql.push(
        "SELECT r.sign_in_id, s.user_id, s.expires_at AS sign_in_expires_at, r.expires_at, r.used_at, s.ended_at,",
    )
    .push(" u.disabled_at FROM refresh_token r JOIN sign_in s ON s.id = r.sign_in_id")
    .push(r#" JOIN "user" u ON u.id = s.user_id WHERE r.hash = "#)
    .bind(hash);
    Ok(tx.one::<RefreshRow>(sql).await?.map(|row| Refreshed {
        sign_in: Id::new(row.sign_in_id),
        user: Id::new(row.user_id),
        sign_in_expires_at: row.sign_in_expires_at,
        expires_at: row.expires_at,
        used: row.used_at.is_some(),
        ended: row.ended_at.is_some() || row.disabled_at.is_some(),
    }))
}

/// Uses a token up; says whether it was still good. Of two who do so at once one waits for the other, and is told no.
pub(crate) async fn use_up(tx: &WriteTx, _permit: &Permit, hash: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE refresh_token SET used_at = ").bind(now).push(" WHERE used_at IS NULL AND hash = ").bind(hash);
    Ok(tx.execute(sql).await? == 1)
}

/// Keeps a token that is given out.
pub(crate) async fn give(
    tx: &WriteTx,
    _permit: &Permit,
    (hash, sign_in): (&str, SignInId),
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::refresh_token::ActiveModel {
        hash: Set(hash.to_owned()),
        sign_in_id: Set(sign_in.uuid()),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
    }])
    .await
}

/// Forgets tokens that expired, more than one use adds, and few enough; those that another is just forgetting are passed
/// over.
pub(crate) async fn sweep(tx: &WriteTx, _permit: &Permit, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("WITH old AS MATERIALIZED (SELECT hash FROM refresh_token WHERE expires_at < ")
        .bind(now)
        .push(" ORDER BY expires_at LIMIT ")
        .bind(SWEPT)
        .push(if tx.backend() == Backend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" })
        .push(") DELETE FROM refresh_token WHERE hash IN (SELECT hash FROM old)");
    tx.execute(sql).await?;
    Ok(())
}
