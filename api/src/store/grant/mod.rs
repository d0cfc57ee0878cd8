//! Grants: user × role × unit × dates.

mod list;
mod write;

use chrono::{DateTime, Utc};
use domain::{
    authz::Right,
    calendar::Day,
    id::{Id, UserId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub(crate) use list::{GrantRecord, Whose, by_id, by_ids, lists, own, units_to_come};
pub(crate) use write::{NewGrant, end, insert, take_back};

use super::{Backend, StoreError, Tx, sql::Sql, wall};
use crate::session::{Held, Identity, Scope, SignedIn};

#[derive(FromQueryResult)]
struct HeldRow {
    id: Option<Uuid>,
    unit_id: Option<Uuid>,
    role: Option<String>,
}

/// The grants of `user` that are valid on `day`; nothing at all for a user who is disabled or unknown, or who has signed
/// out of what he signed in with. From here on it is he whom the transaction shows what it shows.
pub(crate) async fn held(
    tx: &Tx,
    _scope: &Scope,
    user: UserId,
    signed_in: SignedIn,
    day: Day,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Held>>, StoreError> {
    let mut sql = tx.sql();
    // One row at least for a user who is there, so that one statement tells all.
    sql.push(r#"SELECT g.id, g.unit_id, g.role FROM "user" u LEFT JOIN "grant" g ON g.user_id = u.id AND "#);
    valid_on(&mut sql, day);
    sql.push(" WHERE u.disabled_at IS NULL AND u.id = ");
    match tx.backend() {
        Backend::Sqlite => sql.bind(user.uuid()),
        Backend::Postgres => sql.push("me.id"),
    };
    sql.push(" AND ");
    match signed_in {
        SignedIn::By(sign_in) => {
            sql.push("EXISTS (SELECT 1 FROM sign_in s WHERE s.id = ").bind(sign_in.uuid());
            sql.push(" AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > ").bind(now).push(")");
        }
        SignedIn::At(instant) => after_signing_out(&mut sql, instant),
    }
    let sql = match tx.backend() {
        Backend::Sqlite => sql.push(" ORDER BY g.id").clone(),
        Backend::Postgres => wall::entered_by_user(tx, user, sql),
    };
    let rows: Vec<HeldRow> = tx.all(sql).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    rows.into_iter().filter_map(given).collect::<Result<_, StoreError>>().map(Some)
}

/// Which user an identity is.
#[derive(Debug)]
pub(crate) enum Linked {
    /// Nobody, as far as any administrator has said.
    ToNobody,
    /// A user who is disabled, or signed out since the identity was proven.
    ToWhoMayNot,
    /// A user, with his grants.
    To(UserId, Vec<Held>),
}

#[derive(FromQueryResult)]
struct LinkedRow {
    user_id: Uuid,
    may: i32,
    id: Option<Uuid>,
    unit_id: Option<Uuid>,
    role: Option<String>,
}

/// Which user an identity is that was proven at an instant, with his grants that are valid on `day`. From here on it is he
/// whom the transaction shows what it shows.
pub(crate) async fn held_by_identity(
    tx: &Tx,
    _scope: &Scope,
    identity: &Identity,
    issued_at: DateTime<Utc>,
    day: Day,
) -> Result<Linked, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT u.id AS user_id, CASE WHEN u.disabled_at IS NULL AND ");
    after_signing_out(&mut sql, issued_at);
    sql.push(r#" THEN 1 ELSE 0 END AS may, g.id, g.unit_id, g.role FROM "user" u"#)
        .push(r#" LEFT JOIN "grant" g ON g.user_id = u.id AND "#);
    valid_on(&mut sql, day);
    sql.push(" WHERE u.id = ");
    let sql = match tx.backend() {
        Backend::Sqlite => sql
            .push("(SELECT i.user_id FROM user_identity i WHERE i.issuer = ")
            .bind(identity.issuer.as_str())
            .push(" AND i.subject = ")
            .bind(identity.subject.as_str())
            .push(") ORDER BY g.id")
            .clone(),
        Backend::Postgres => wall::entered_by_identity(tx, identity, sql.push("me.id").clone()),
    };
    let rows: Vec<LinkedRow> = tx.all(sql).await?;
    let Some(first) = rows.first() else {
        return Ok(Linked::ToNobody);
    };
    if first.may != 1 {
        return Ok(Linked::ToWhoMayNot);
    }
    let user = Id::new(first.user_id);
    let held = rows.into_iter().map(|row| HeldRow { id: row.id, unit_id: row.unit_id, role: row.role });
    Ok(Linked::To(user, held.filter_map(given).collect::<Result<_, StoreError>>()?))
}

fn given(row: HeldRow) -> Option<Result<Held, StoreError>> {
    let ((grant, unit), role) = row.id.zip(row.unit_id).zip(row.role)?;
    let held = |role| Held { grant: Some(Id::new(grant)), unit: Id::new(unit), right: Right::Role(role) };
    Some(role.parse().map(held).map_err(StoreError::corrupt))
}

/// Adds a condition: the grant `g` is valid on `day`.
fn valid_on(sql: &mut Sql, day: Day) {
    sql.push("g.taken_back_at IS NULL AND (g.valid_from IS NULL OR g.valid_from <= ").bind(day);
    sql.push(") AND (g.valid_to IS NULL OR g.valid_to >= ").bind(day).push(")");
}

/// Adds a condition: the user `u` has not signed out everywhere since something was issued to him. Tokens say when they
/// were issued to the second, so one of the very second is out too.
fn after_signing_out(sql: &mut Sql, issued_at: DateTime<Utc>) {
    sql.push("(u.signed_out_at IS NULL OR u.signed_out_at < ").bind(issued_at).push(")");
}
