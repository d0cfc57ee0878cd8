//! The second wall: on PostgreSQL the database itself shows a transaction only what its caller's grants could give.
//!
//! Which rows those are stands in the migrations, as policies of the tables. They go by settings that end with the
//! transaction, and that are made once in it: by the statement that reads what the caller holds. Where none is made,
//! nobody asks, and no row is seen.

use domain::{
    authz::{Action, ClientScope, Relation, Right, Role},
    id::{ServiceClientId, UserId},
};
use sea_orm::FromQueryResult;

use super::{Backend, StoreError, Tx, sql::Sql};
use crate::session::Identity;

/// What a grant or a scope gives, if it allows one of these.
type Gives = &'static [(Relation, Action)];

/// The settings that name units: each those on which something is held that gives it.
const REACHES: [(&str, Gives); 8] = [
    ("tonghop.reads", &[(Relation::Below, Action::Read)]),
    ("tonghop.drafts", &[(Relation::Itself, Action::ReadDraft)]),
    (
        "tonghop.reports",
        &[
            (Relation::Itself, Action::WriteReport),
            (Relation::Itself, Action::WithdrawDraft),
            (Relation::Itself, Action::SubmitReport),
            (Relation::Itself, Action::WithdrawReport),
        ],
    ),
    (
        "tonghop.plans",
        &[
            (Relation::Itself, Action::WritePlan),
            (Relation::Itself, Action::IssuePlan),
            (Relation::Itself, Action::RevokePlan),
        ],
    ),
    ("tonghop.reviews", &[(Relation::Below, Action::ReviewReport)]),
    (
        "tonghop.figures",
        &[
            (Relation::Itself, Action::SubmitReport),
            (Relation::Itself, Action::WithdrawReport),
            (Relation::Itself, Action::IssuePlan),
            (Relation::Itself, Action::RevokePlan),
            (Relation::Below, Action::ReviewReport),
            (Relation::Below, Action::ExemptObligation),
            (Relation::Below, Action::ExtendObligation),
        ],
    ),
    ("tonghop.administers", &[(Relation::Below, Action::Administer)]),
    ("tonghop.audits", &[(Relation::Below, Action::ReadAudit)]),
];

/// The words of those rights that give one of these.
fn words<R>(rights: &[R], gives: Gives, right: fn(R) -> Right, word: fn(R) -> &'static str) -> Vec<&'static str>
where
    R: Copy,
{
    let any = |one: &R| gives.iter().any(|(relation, action)| right(*one).allows(*relation, *action));
    rights.iter().copied().filter(any).map(word).collect()
}

/// The statement that asks for a user's grants, and makes him the one who asks in the rest of the transaction.
///
/// `held` speaks of the user in `me.id` and gives the columns `id`, `unit_id` and `role`.
pub(super) fn entered_by_user(tx: &Tx, user: UserId, held: Sql) -> Sql {
    let mut me = tx.sql();
    me.push("me AS MATERIALIZED (SELECT CAST(set_config('tonghop.user', ")
        .bind(user.uuid().to_string())
        .push(", TRUE) AS uuid) AS id)");
    let roles = |gives| words(Role::ALL, gives, Right::Role, Role::as_str);
    entered(tx, me, held, ("held.role", roles), "held.id")
}

/// The same for whoever an identity is linked to, if it is.
pub(super) fn entered_by_identity(tx: &Tx, identity: &Identity, held: Sql) -> Sql {
    let mut me = tx.sql();
    me.push("who AS MATERIALIZED (SELECT set_config('tonghop.issuer', ")
        .bind(identity.issuer.as_str())
        .push(", TRUE) AS issuer, set_config('tonghop.subject', ")
        .bind(identity.subject.as_str())
        .push(", TRUE) AS subject), me AS MATERIALIZED (SELECT CAST(set_config('tonghop.user',")
        .push(" CAST(linked.user_id AS text), TRUE) AS uuid) AS id FROM who CROSS JOIN LATERAL")
        .push(" (SELECT i.user_id FROM user_identity i WHERE i.issuer = who.issuer AND i.subject = who.subject")
        .push(" OFFSET 0) linked)");
    let roles = |gives| words(Role::ALL, gives, Right::Role, Role::as_str);
    entered(tx, me, held, ("held.role", roles), "held.id")
}

/// The same for a service client, of `only` these scopes if any are named; `held` gives the columns `unit_id` and `scope`.
pub(super) fn entered_by_client(tx: &Tx, client: ServiceClientId, only: Option<&[ClientScope]>, held: Sql) -> Sql {
    let mut me = tx.sql();
    me.push("me AS MATERIALIZED (SELECT CAST(set_config('tonghop.client', ")
        .bind(client.uuid().to_string())
        .push(", TRUE) AS uuid) AS id)");
    let scopes = |gives| words(only.unwrap_or(ClientScope::ALL), gives, Right::Scope, ClientScope::as_str);
    entered(tx, me, held, ("held.scope", scopes), "held.scope")
}

/// In this order, as each step waits for what the one before it gives: who asks is set; what he holds is read, which
/// nobody but him sees; what that gives him is set.
fn entered(
    tx: &Tx,
    me: Sql,
    held: Sql,
    (right, words): (&'static str, impl Fn(Gives) -> Vec<&'static str>),
    order: &'static str,
) -> Sql {
    let mut sql = tx.sql();
    sql.push("WITH ")
        .append(me)
        // What has an OFFSET is not taken apart: it is asked for each row of `me`, once there is one.
        .push(", held AS MATERIALIZED (SELECT own.* FROM me CROSS JOIN LATERAL (")
        .append(held)
        .push(" OFFSET 0) own) SELECT held.* FROM held CROSS JOIN (SELECT ");
    for (n, (setting, gives)) in REACHES.into_iter().enumerate() {
        sql.push(if n == 0 { "set_config('" } else { ", set_config('" }).push(setting);
        sql.push("', (SELECT CAST(COALESCE(array_agg(held.unit_id), '{}') AS text) FROM held WHERE ").push(right);
        sql.one_of(words(gives)).push("), TRUE)");
    }
    sql.push(") AS wall ORDER BY ").push(order);
    sql
}

#[derive(FromQueryResult)]
struct Set {
    reason: String,
}

/// Opens the wall for the rest of the transaction: the program itself asks.
pub(crate) async fn open(tx: &Tx, reason: &'static str) -> Result<(), StoreError> {
    if tx.backend() == Backend::Sqlite {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("SELECT set_config('tonghop.everything', ").bind(reason).push(", TRUE) AS reason");
    match tx.one::<Set>(sql).await? {
        Some(set) if set.reason == reason => Ok(()),
        _ => Err(StoreError::corrupt("the wall did not open")),
    }
}
