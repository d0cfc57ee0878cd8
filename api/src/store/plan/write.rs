//! Writing plans.

use chrono::{DateTime, Utc};
use domain::{
    id::{Id, PlanId, PlanOrganisationId, UnitId, UserId},
    plan::{Content, PlanState},
};
use uuid::Uuid;

use super::{content::issued_from, rows::Rows};
use crate::{
    session::Permit,
    store::{Backend, StoreError, WriteTx},
};

/// The plans that the writer says the acts are, in the order of the acts; fewer than acts if the last are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Picks {
    pub(crate) carries_out: Vec<Option<PlanId>>,
    pub(crate) cites: Vec<Option<PlanId>>,
}

/// What a plan has besides its content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub(crate) id: PlanId,
    pub(crate) issuer: UnitId,
    pub(crate) created_by: Option<UserId>,
    pub(crate) created_at: DateTime<Utc>,
}

/// Stores a new draft, in its first version.
pub(crate) async fn insert(
    tx: &WriteTx,
    _permit: &Permit,
    header: Header,
    content: &Content,
    picks: &Picks,
    new_id: impl FnMut() -> Uuid,
) -> Result<(), StoreError> {
    let row = entity::plan::Model {
        id: header.id.uuid(),
        issuer_id: header.issuer.uuid(),
        symbol: content.symbol.clone().unwrap_or_default(),
        issued_on: content.issued_on.map(|date| date.to_string()),
        issued_from: issued_from(content),
        year: content.year.number(),
        title: content.title.clone(),
        funding: content.funding.clone(),
        source: content.source.clone(),
        state: PlanState::Draft.to_string(),
        version: 1,
        content_hash: None,
        created_by: header.created_by.map(Id::uuid),
        created_at: header.created_at,
        issued_at: None,
        issued_by: None,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
    };
    let rows = Rows::of(header.id, content, picks, new_id)?;
    tx.insert_all::<entity::plan::ActiveModel>(vec![row.into()]).await?;
    rows.insert(tx).await
}

/// Replaces the whole content of the draft that has this version; says whether there was one.
pub(crate) async fn replace(
    tx: &WriteTx,
    _permit: &Permit,
    (plan, version): (PlanId, i32),
    content: &Content,
    picks: &Picks,
    new_id: impl FnMut() -> Uuid,
) -> Result<bool, StoreError> {
    let rows = Rows::of(plan, content, picks, new_id)?;
    let mut sql = tx.sql();
    sql.push("UPDATE plan SET symbol = ").bind(content.symbol.clone().unwrap_or_default());
    sql.push(", issued_on = ").bind(content.issued_on.map(|date| date.to_string()));
    sql.push(", issued_from = ").bind(issued_from(content));
    sql.push(", year = ").bind(content.year.number());
    sql.push(", title = ").bind(content.title.as_str());
    sql.push(", funding = ").bind(content.funding.clone());
    sql.push(", source = ").bind(content.source.clone());
    sql.push(", version = version + 1 WHERE state = 'DRAFT' AND id = ").bind(plan.uuid());
    sql.push(" AND version = ").bind(version);
    if tx.execute(sql).await? == 0 {
        return Ok(false);
    }
    delete_parts(tx, plan).await?;
    rows.insert(tx).await?;
    Ok(true)
}

/// Only a draft's parts are ever deleted: nothing refers to them yet.
async fn delete_parts(tx: &WriteTx, plan: PlanId) -> Result<(), StoreError> {
    const IN_ORDER: [&str; 12] = [
        "DELETE FROM task_link WHERE task_id IN (SELECT id FROM task WHERE plan_id = ",
        "DELETE FROM task_role WHERE task_id IN (SELECT id FROM task WHERE plan_id = ",
        "DELETE FROM task_channel WHERE task_id IN (SELECT id FROM task WHERE plan_id = ",
        "DELETE FROM quota_unit WHERE quota_id IN (SELECT id FROM quota WHERE plan_id = ",
        "DELETE FROM quota WHERE plan_id IN (",
        "DELETE FROM task WHERE plan_id IN (",
        "DELETE FROM report_duty_through WHERE duty_id IN (SELECT id FROM report_duty WHERE plan_id = ",
        "DELETE FROM report_duty WHERE plan_id IN (",
        "DELETE FROM plan_organisation WHERE plan_id IN (",
        "DELETE FROM plan_line WHERE plan_id IN (",
        "DELETE FROM plan_act WHERE plan_id IN (",
        "DELETE FROM plan_subject WHERE plan_id IN (",
    ];
    for statement in IN_ORDER {
        let mut sql = tx.sql();
        sql.push(statement).bind(plan.uuid()).push(")");
        tx.execute(sql).await?;
    }
    Ok(())
}

/// Waits until nobody else writes a plan or the directory of units, and holds them all until the transaction ends.
///
/// Plans depend on one another and on the directory in too many ways to hold only what one of them concerns: which plan
/// an act is, which organisation a name is, what is known already, whom it binds. They are few and quickly written, so
/// they are written one at a time. Whoever holds them does so before anything else.
pub(crate) async fn hold_all(tx: &WriteTx) -> Result<(), StoreError> {
    /// Any number that nobody else locks by.
    const PLANS: i64 = 0x746f_6e67_686f_7000;
    // SQLite has one writer at a time and nothing to hold.
    if tx.backend() == Backend::Postgres {
        let mut sql = tx.sql();
        sql.push("SELECT pg_advisory_xact_lock(").bind(PLANS).push(")");
        tx.hold(sql).await?;
    }
    Ok(())
}

/// Notes which unit each of the organisations is.
pub(crate) async fn settle_organisations(
    tx: &WriteTx,
    _permit: &Permit,
    found: &[(PlanOrganisationId, UnitId)],
) -> Result<(), StoreError> {
    if found.is_empty() {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("UPDATE plan_organisation SET unit_id = CASE id");
    for (organisation, unit) in found {
        sql.push(" WHEN ").bind(organisation.uuid()).push(" THEN ").bind(unit.uuid());
    }
    sql.push(" END WHERE id").one_of_ids(found.iter().map(|(organisation, _)| *organisation));
    tx.execute(sql).await?;
    Ok(())
}

/// Issues the draft that has this version; says whether there was one.
pub(crate) async fn mark_issued(
    tx: &WriteTx,
    permit: &Permit,
    (plan, version): (PlanId, i32),
    content_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE plan SET state = 'ISSUED', version = version + 1, content_hash = ").bind(content_hash);
    sql.push(", issued_at = ").bind(now).push(", issued_by = ").bind(permit.actor().map(Id::uuid));
    sql.push(" WHERE state = 'DRAFT' AND id = ").bind(plan.uuid()).push(" AND version = ").bind(version);
    Ok(tx.execute(sql).await? == 1)
}

/// Revokes the issued plan that has this version; says whether there was one.
pub(crate) async fn mark_revoked(
    tx: &WriteTx,
    permit: &Permit,
    (plan, version): (PlanId, i32),
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE plan SET state = 'REVOKED', version = version + 1, revoked_reason = ").bind(reason);
    sql.push(", revoked_at = ").bind(now).push(", revoked_by = ").bind(permit.actor().map(Id::uuid));
    sql.push(" WHERE state = 'ISSUED' AND id = ").bind(plan.uuid()).push(" AND version = ").bind(version);
    Ok(tx.execute(sql).await? == 1)
}
