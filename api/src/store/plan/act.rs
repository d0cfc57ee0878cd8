//! Finding a plan by how it is known: in a file, or in another plan that names it.

use domain::{
    calendar::PartialDate,
    id::{Id, PlanId, UnitId},
    plan::{Act, ActKey, Content, PlanState},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::{Permit, Scope},
    store::{StoreError, Tx, WriteTx},
};

/// A plan that is known already.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: PlanId,
    pub(crate) state: PlanState,
    pub(crate) content_hash: Option<String>,
}

#[derive(FromQueryResult)]
struct KnownRow {
    id: Uuid,
    state: String,
    content_hash: Option<String>,
}

impl TryFrom<KnownRow> for Known {
    type Error = StoreError;

    fn try_from(row: KnownRow) -> Result<Self, StoreError> {
        let state = row.state.parse().map_err(StoreError::corrupt)?;
        Ok(Self { id: Id::new(row.id), state, content_hash: row.content_hash })
    }
}

/// The plan once issued under the same issuer, symbol, date and title, if there is one.
pub(crate) async fn known_as(
    tx: &Tx,
    _scope: &Scope,
    issuer: UnitId,
    content: &Content,
) -> Result<Option<Known>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT id, state, content_hash FROM plan WHERE state <> 'DRAFT' AND issuer_id = ")
        .bind(issuer.uuid())
        .push(" AND symbol = ")
        .bind(content.symbol.clone().unwrap_or_default())
        .push(" AND coalesce(issued_on, '') = ")
        .bind(content.issued_on.map(|date| date.to_string()).unwrap_or_default())
        .push(" AND title = ")
        .bind(content.title.as_str());
    let row: Option<KnownRow> = tx.one(sql).await?;
    row.map(Known::try_from).transpose()
}

/// An issued plan that an act may be.
#[derive(Debug, Clone)]
pub(crate) struct ActKeyed {
    pub(crate) plan: PlanId,
    pub(crate) issuer: UnitId,
    pub(crate) key: ActKey,
}

#[derive(FromQueryResult)]
struct KeyedRow {
    id: Uuid,
    issuer_id: Uuid,
    symbol: String,
    issued_from: domain::calendar::Day,
}

/// The issued plans of `issuers` with one of the keys: a symbol with a number, and a whole date.
pub(crate) async fn by_keys(
    tx: &Tx,
    _scope: &Scope,
    issuers: &[UnitId],
    keys: &[ActKey],
) -> Result<Vec<ActKeyed>, StoreError> {
    let mut sql = tx.sql();
    // A date of ten characters is a whole one, so its first day is the day.
    sql.push("SELECT id, issuer_id, symbol, issued_from FROM plan WHERE state = 'ISSUED' AND issued_from IS NOT NULL")
        .push(" AND length(issued_on) = 10 AND issuer_id")
        .one_of_ids(issuers.iter().copied())
        .push(" AND symbol")
        .one_of(keys.iter().map(|key| key.symbol.as_str()))
        .push(" AND issued_from")
        .one_of(keys.iter().map(|key| key.issued_on))
        .push(" ORDER BY id");
    let rows: Vec<KeyedRow> = tx.all(sql).await?;
    let found = rows.into_iter().map(|row| ActKeyed {
        plan: Id::new(row.id),
        issuer: Id::new(row.issuer_id),
        key: ActKey { symbol: row.symbol, issued_on: row.issued_from },
    });
    Ok(found.filter(|found| keys.contains(&found.key)).collect())
}

/// An act that an issued plan carries out, of which nobody knows yet which plan it is.
#[derive(Debug, Clone)]
pub(crate) struct OpenAct {
    pub(crate) id: Uuid,
    pub(crate) act: Act,
    /// The plan that carries it out.
    pub(crate) plan: PlanId,
    /// The issuer of that plan, and the day it counts from.
    pub(crate) issuer: UnitId,
    pub(crate) issued_from: domain::calendar::Day,
}

#[derive(FromQueryResult)]
struct OpenRow {
    id: Uuid,
    plan_id: Uuid,
    issuer_id: Uuid,
    issued_from: domain::calendar::Day,
    issuer: Option<String>,
}

/// The open acts with this key that issued plans other than `plan` carry out.
///
/// No scope: which plan an act is does not depend on who issues it.
pub(crate) async fn open_acts(
    tx: &WriteTx,
    _scope: &Scope,
    plan: PlanId,
    key: &ActKey,
) -> Result<Vec<OpenAct>, StoreError> {
    let date = PartialDate::from(key.issued_on);
    let mut sql = tx.sql();
    sql.push("SELECT act.id, act.plan_id, p.issuer_id, p.issued_from, act.issuer FROM plan_act act")
        .push(" JOIN plan p ON p.id = act.plan_id WHERE act.relation = 'CARRIES_OUT' AND act.resolved_plan_id IS NULL")
        .push(" AND p.state = 'ISSUED' AND p.issued_from IS NOT NULL AND act.symbol = ")
        .bind(key.symbol.as_str())
        .push(" AND act.issued_on = ")
        .bind(date.to_string())
        .push(" AND p.id <> ")
        .bind(plan.uuid())
        .push(" ORDER BY p.id, act.position");
    let rows: Vec<OpenRow> = tx.all(sql).await?;
    let open = |row: OpenRow| OpenAct {
        id: row.id,
        act: Act { symbol: Some(key.symbol.clone()), issued_on: Some(date), issuer: row.issuer, title: None },
        plan: Id::new(row.plan_id),
        issuer: Id::new(row.issuer_id),
        issued_from: row.issued_from,
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Notes which plan an act is.
pub(crate) async fn resolve(tx: &WriteTx, _permit: &Permit, act: Uuid, plan: PlanId) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE plan_act SET resolved_plan_id = ").bind(plan.uuid()).push(" WHERE id = ").bind(act);
    tx.execute(sql).await?;
    Ok(())
}
