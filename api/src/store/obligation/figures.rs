//! What figures need of obligations: to hold them, to sum up their contributions, to write their amounts.

use std::collections::HashSet;

use domain::{
    calendar::{Day, Span},
    contribution::amounts,
    id::{Id, ObligationId, PlanId, UnitId},
    obligation::{Amounts, Outlook, Standing, Terms, Validity},
    quota::Product,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{NewObligation, read::contributed};
use crate::{
    session::{Permit, Scope},
    store::{StoreError, Tx, WriteTx, sql::Sql},
};

/// How many rows one statement reads or writes at most.
const CHUNK: usize = 1_000;

/// An obligation as far as figures depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: ObligationId,
    pub(crate) unit: UnitId,
    pub(crate) plan: Option<PlanId>,
    pub(crate) product: Option<Product>,
    pub(crate) terms: Terms,
    pub(crate) amounts: Amounts,
    pub(crate) standing: Standing,
}

impl Entry {
    /// Whether it binds.
    pub(crate) const fn validity(&self) -> Validity {
        match self.standing {
            Standing::Revoked => Validity::Revoked,
            Standing::Exempt => Validity::Exempt,
            Standing::Met | Standing::MetLate | Standing::Ready | Standing::Short => Validity::InForce,
        }
    }

    /// A new one, to which nothing has been contributed.
    pub(crate) fn new(new: &NewObligation) -> Self {
        let (terms, amounts) = (new.terms(), Amounts::default());
        let standing = Outlook::of(&terms, amounts, Validity::InForce).standing;
        let (plan, product) = (Some(new.plan), Some(new.product));
        Self { id: new.id, unit: new.unit, plan, product, terms, amounts, standing }
    }

    /// The same with other amounts.
    pub(crate) fn with(self, amounts: Amounts, validity: Validity) -> Self {
        Self { amounts, standing: Outlook::of(&self.terms, amounts, validity).standing, ..self }
    }
}

#[derive(FromQueryResult)]
struct EntryRow {
    id: Uuid,
    unit_id: Uuid,
    plan_id: Option<Uuid>,
    product: Option<String>,
    window_kind: String,
    starts_on: Day,
    ends_on: Day,
    closes_on: Day,
    target: i64,
    achieved: i64,
    achieved_in_time: i64,
    pending: i64,
    standing: String,
}

const ENTRY: &str = "SELECT o.id, o.unit_id, o.plan_id, o.product, o.window_kind, o.starts_on, o.ends_on, o.closes_on, \
                     o.target, o.achieved, o.achieved_in_time, o.pending, o.standing FROM obligation o WHERE ";

impl TryFrom<EntryRow> for Entry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::new(row.id),
            unit: Id::new(row.unit_id),
            plan: row.plan_id.map(Id::new),
            product: row.product.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
            terms: Terms {
                target: row.target,
                span: Span::new(row.starts_on, row.ends_on).map_err(StoreError::corrupt)?,
                closes_on: row.closes_on,
                kind: row.window_kind.parse().map_err(StoreError::corrupt)?,
            },
            amounts: Amounts { achieved: row.achieved, in_time: row.achieved_in_time, pending: row.pending },
            standing: row.standing.parse().map_err(StoreError::corrupt)?,
        })
    }
}

/// Holds these obligations until the transaction ends, and reads them, in the order of their ids.
///
/// `ids` are sorted and distinct: every writer holds obligations in that order, so none waits for another in a circle.
pub(crate) async fn lock(tx: &WriteTx, _permit: &Permit, ids: &[ObligationId]) -> Result<Vec<Entry>, StoreError> {
    let mut held = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let mut sql = tx.sql();
        sql.push(ENTRY).push("o.id").one_of_ids(chunk.iter().copied());
        held.extend(locked(tx, sql).await?);
    }
    if held.len() == ids.len() { Ok(held) } else { Err(StoreError::corrupt("an obligation is not there")) }
}

/// Holds the obligations of a plan and those that it contributes to, and reads them, in the order of their ids.
pub(crate) async fn lock_by_plan(tx: &WriteTx, _permit: &Permit, plan: PlanId) -> Result<Vec<Entry>, StoreError> {
    let mut sql = tx.sql();
    sql.push(ENTRY)
        .push("o.id IN (SELECT own.id FROM obligation own WHERE own.plan_id = ")
        .bind(plan.uuid())
        .push(" UNION SELECT c.obligation_id FROM contribution c WHERE c.source_plan_id = ")
        .bind(plan.uuid())
        .push(")");
    locked(tx, sql).await
}

async fn locked(tx: &WriteTx, mut sql: Sql) -> Result<Vec<Entry>, StoreError> {
    sql.push(" ORDER BY o.id").either("", " FOR UPDATE");
    tx.all::<EntryRow>(sql).await?.into_iter().map(Entry::try_from).collect()
}

/// The amounts of these obligations as their contributions give them, in the order given.
pub(crate) async fn sums(tx: &WriteTx, scope: &Scope, entries: &[Entry]) -> Result<Vec<Amounts>, StoreError> {
    let mut found = Vec::with_capacity(entries.len());
    for chunk in entries.chunks(CHUNK) {
        let ids: Vec<ObligationId> = chunk.iter().map(|entry| entry.id).collect();
        let mut contributed = contributed(tx, scope, &ids, None).await?;
        found.extend(
            chunk.iter().map(|entry| amounts(contributed.remove(&entry.id).unwrap_or_default(), entry.terms.closes_on)),
        );
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct IdRow {
    obligation_id: Uuid,
}

/// Those of these obligations to which an issued plan contributes.
pub(crate) async fn with_plan_contribution(
    tx: &Tx,
    _scope: &Scope,
    ids: &[ObligationId],
) -> Result<HashSet<ObligationId>, StoreError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let mut sql = tx.sql();
    sql.push("SELECT obligation_id FROM contribution WHERE source = 'PLAN' AND obligation_id")
        .one_of_ids(ids.iter().copied());
    Ok(tx.all::<IdRow>(sql).await?.into_iter().map(|row| Id::new(row.obligation_id)).collect())
}

/// Writes the amounts, the standing and the day of risk of obligations that are held.
pub(crate) async fn update(tx: &WriteTx, _permit: &Permit, entries: &[Entry]) -> Result<(), StoreError> {
    for chunk in entries.chunks(CHUNK) {
        let mut sql = tx.sql();
        sql.push("UPDATE obligation SET achieved = v.column2, achieved_in_time = v.column3, pending = v.column4,")
            .push(" standing = v.column5, risk_on = v.column6 FROM (VALUES ");
        for (n, entry) in chunk.iter().enumerate() {
            let outlook = Outlook::of(&entry.terms, entry.amounts, entry.validity());
            sql.push(if n == 0 { "(" } else { ", (" })
                .bind(entry.id.uuid())
                .push(", ")
                .bind(entry.amounts.achieved)
                .push(", ")
                .bind(entry.amounts.in_time)
                .push(", ")
                .bind(entry.amounts.pending)
                .push(", ")
                .bind(outlook.standing.as_str())
                .push(", ")
                .bind(outlook.risk_on)
                .push(")");
        }
        sql.push(") AS v WHERE obligation.id = v.column1");
        if tx.execute(sql).await? != u64::try_from(chunk.len()).unwrap_or(u64::MAX) {
            return Err(StoreError::corrupt("an obligation is not there"));
        }
    }
    Ok(())
}
