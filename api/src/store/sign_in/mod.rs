//! Sign-ins, the refresh tokens that go on from them, passwords, and attempts that failed.

mod failure;
mod password;
mod refresh;

use chrono::{DateTime, Utc};
use domain::id::{Id, SignInId, UserId};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

pub(crate) use failure::{Attempt, Counted, count, forgive};
pub(crate) use password::{Account, NewPassword, account, account_of, set_password};
pub(crate) use refresh::{find as find_refresh, give as give_refresh, sweep as sweep_refresh, use_up};

use super::{StoreError, Tx, WriteTx};
use crate::session::{Permit, Scope};

/// Why a sign-in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Its user signed out.
    SignedOut,
    /// A refresh token was used twice: somebody else has it.
    Reused,
    /// Its user chose another password.
    PasswordChanged,
    /// An administrator set another password.
    PasswordSet,
    /// Its user was disabled.
    Disabled,
}

impl End {
    /// The word that is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "SIGNED_OUT",
            Self::Reused => "REUSED",
            Self::PasswordChanged => "PASSWORD_CHANGED",
            Self::PasswordSet => "PASSWORD_SET",
            Self::Disabled => "DISABLED",
        }
    }
}

/// A sign-in by password.
#[derive(Debug, Clone)]
pub(crate) struct SignInRecord {
    pub(crate) id: SignInId,
    pub(crate) user: UserId,
    pub(crate) created_at: DateTime<Utc>,
    /// Until when it may be refreshed at most.
    pub(crate) expires_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct SignInRow {
    id: Uuid,
    user_id: Uuid,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

/// Begins a sign-in.
pub(crate) async fn begin(tx: &WriteTx, _permit: &Permit, sign_in: &SignInRecord) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::sign_in::ActiveModel {
        id: Set(sign_in.id.uuid()),
        user_id: Set(sign_in.user.uuid()),
        created_at: Set(sign_in.created_at),
        expires_at: Set(sign_in.expires_at),
        ended_at: Set(None),
        end_reason: Set(None),
    }])
    .await
}

/// A sign-in of the caller's own that has not ended.
pub(crate) async fn own(tx: &Tx, scope: &Scope, sign_in: SignInId) -> Result<Option<SignInRecord>, StoreError> {
    let Some(user) = scope.user() else {
        return Ok(None);
    };
    let mut sql = tx.sql();
    sql.push("SELECT id, user_id, created_at, expires_at FROM sign_in WHERE ended_at IS NULL AND id = ");
    sql.bind(sign_in.uuid()).push(" AND user_id = ").bind(user.uuid());
    Ok(tx.one::<SignInRow>(sql).await?.map(|row| SignInRecord {
        id: Id::new(row.id),
        user: Id::new(row.user_id),
        created_at: row.created_at,
        expires_at: row.expires_at,
    }))
}

/// Ends a sign-in; says whether it had not ended before.
pub(crate) async fn end(
    tx: &WriteTx,
    _permit: &Permit,
    sign_in: SignInId,
    why: End,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE sign_in SET ended_at = ").bind(now).push(", end_reason = ").bind(why.as_str());
    sql.push(" WHERE ended_at IS NULL AND id = ").bind(sign_in.uuid());
    Ok(tx.execute(sql).await? == 1)
}

/// Ends every sign-in of a user, but `but`, and with them whatever else was issued to him up to now.
pub(crate) async fn end_all(
    tx: &WriteTx,
    _permit: &Permit,
    user: UserId,
    but: Option<SignInId>,
    why: End,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"UPDATE "user" SET signed_out_at = "#).bind(now).push(" WHERE id = ").bind(user.uuid());
    tx.execute(sql).await?;
    let mut sql = tx.sql();
    sql.push("UPDATE sign_in SET ended_at = ").bind(now).push(", end_reason = ").bind(why.as_str());
    sql.push(" WHERE ended_at IS NULL AND user_id = ").bind(user.uuid());
    if let Some(but) = but {
        sql.push(" AND id <> ").bind(but.uuid());
    }
    tx.execute(sql).await
}
