//! Whose name it is, and the password that goes with it.

use chrono::{DateTime, Utc};
use domain::id::{Id, UserId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::{Permit, Scope},
    store::{StoreError, Tx, WriteTx, sql::Sql},
};

/// What is judged when somebody signs in with a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) user: UserId,
    pub(crate) name: String,
    /// The hash of the password; none for who signs in elsewhere.
    pub(crate) hash: Option<String>,
    /// It was set by somebody else, and is good only to choose another.
    pub(crate) must_change: bool,
    pub(crate) disabled: bool,
}

#[derive(FromQueryResult)]
struct AccountRow {
    id: Uuid,
    name: String,
    hash: Option<String>,
    must_change: Option<bool>,
    disabled_at: Option<DateTime<Utc>>,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            user: Id::new(row.id),
            name: row.name,
            hash: row.hash,
            must_change: row.must_change.unwrap_or_default(),
            disabled: row.disabled_at.is_some(),
        }
    }
}

fn accounts(tx: &Tx) -> Sql {
    let mut sql = tx.sql();
    sql.push(r#"SELECT u.id, u.name, u.disabled_at, p.hash, p.must_change FROM "user" u"#)
        .push(" LEFT JOIN user_password p ON p.user_id = u.id WHERE ");
    sql
}

/// The account with a name.
pub(crate) async fn account(tx: &Tx, _scope: &Scope, name: &str) -> Result<Option<Account>, StoreError> {
    let mut sql = accounts(tx);
    sql.push("u.name = ").bind(name);
    Ok(tx.one::<AccountRow>(sql).await?.map(Into::into))
}

/// The account of a user.
pub(crate) async fn account_of(tx: &Tx, _scope: &Scope, user: UserId) -> Result<Option<Account>, StoreError> {
    let mut sql = accounts(tx);
    sql.push("u.id = ").bind(user.uuid());
    Ok(tx.one::<AccountRow>(sql).await?.map(Into::into))
}

/// A password to be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewPassword<'a> {
    pub(crate) user: UserId,
    pub(crate) hash: &'a str,
    /// Whether somebody else set it for him.
    pub(crate) must_change: bool,
}

/// Keeps a password in the place of any before it.
pub(crate) async fn set_password(
    tx: &WriteTx,
    _permit: &Permit,
    new: NewPassword<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("INSERT INTO user_password (user_id, hash, must_change, changed_at) VALUES (")
        .bind(new.user.uuid())
        .push(", ")
        .bind(new.hash)
        .push(", ")
        .bind(new.must_change)
        .push(", ")
        .bind(now)
        .push(") ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, must_change = excluded.must_change,")
        .push(" changed_at = excluded.changed_at");
    tx.execute(sql).await?;
    Ok(())
}
