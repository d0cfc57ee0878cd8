//! The plan itself, without its parts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    calendar::{PartialDate, Year},
    id::{Id, PlanId, UnitId, UserId},
    plan::{PlanState, PublishedIndex, Subject},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::visible::{Sight, visible};
use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

/// A plan with its short lists.
#[derive(Debug, Clone)]
pub(crate) struct PlanRecord {
    pub(crate) id: PlanId,
    pub(crate) issuer: UnitId,
    pub(crate) symbol: Option<String>,
    pub(crate) issued_on: Option<PartialDate>,
    pub(crate) year: Year,
    pub(crate) title: String,
    pub(crate) funding: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) state: PlanState,
    pub(crate) version: i32,
    /// Who wrote it down first; nobody for an import.
    pub(crate) author: Option<UserId>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) issued_at: Option<DateTime<Utc>>,
    /// Who issued it here; nobody for an import.
    pub(crate) issued_by: Option<UserId>,
    pub(crate) revoked_at: Option<DateTime<Utc>>,
    /// Who revoked it; nobody for the program itself.
    pub(crate) revoked_by: Option<UserId>,
    pub(crate) revoked_reason: Option<String>,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) indices: Vec<PublishedIndex>,
}

#[derive(FromQueryResult)]
struct WordRow {
    plan_id: Uuid,
    word: String,
}

/// The plans with these ids; those that are hidden or unknown are left out.
pub(crate) async fn by_ids(tx: &Tx, scope: &Scope, ids: &[PlanId]) -> Result<Vec<PlanRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT p.* FROM plan p WHERE p.id").one_of_ids(ids.iter().copied()).push(" AND ");
    visible(&mut sql, &Sight::of(scope));
    let plans: Vec<entity::plan::Model> = tx.all(sql).await?;
    let seen: Vec<PlanId> = plans.iter().map(|plan| Id::new(plan.id)).collect();
    let mut sql = tx.sql();
    sql.push("SELECT plan_id, subject AS word FROM plan_subject WHERE plan_id")
        .one_of_ids(seen.iter().copied())
        .push(" ORDER BY plan_id, position");
    let mut subjects = words::<Subject>(tx.all(sql).await?)?;
    let mut sql = tx.sql();
    sql.push("SELECT plan_id, text AS word FROM plan_line WHERE kind = 'INDEX' AND plan_id")
        .one_of_ids(seen.iter().copied())
        .push(" ORDER BY plan_id, position");
    let mut indices = words::<PublishedIndex>(tx.all(sql).await?)?;
    plans
        .into_iter()
        .map(|plan| {
            let subjects = subjects.remove(&plan.id).unwrap_or_default();
            let indices = indices.remove(&plan.id).unwrap_or_default();
            record(plan, subjects, indices)
        })
        .collect()
}

fn words<W>(rows: Vec<WordRow>) -> Result<HashMap<Uuid, Vec<W>>, StoreError>
where
    W: std::str::FromStr<Err: std::fmt::Display>,
{
    let mut words: HashMap<Uuid, Vec<W>> = HashMap::new();
    for row in rows {
        words.entry(row.plan_id).or_default().push(row.word.parse().map_err(StoreError::corrupt)?);
    }
    Ok(words)
}

fn record(
    row: entity::plan::Model,
    subjects: Vec<Subject>,
    indices: Vec<PublishedIndex>,
) -> Result<PlanRecord, StoreError> {
    Ok(PlanRecord {
        id: Id::new(row.id),
        issuer: Id::new(row.issuer_id),
        // A plan without a symbol is stored with a blank one, so that it can be told apart by an index.
        symbol: Some(row.symbol).filter(|symbol| !symbol.is_empty()),
        issued_on: row.issued_on.map(|date| date.parse()).transpose().map_err(StoreError::corrupt)?,
        year: Year::new(row.year).map_err(StoreError::corrupt)?,
        title: row.title,
        funding: row.funding,
        source: row.source,
        state: row.state.parse().map_err(StoreError::corrupt)?,
        version: row.version,
        author: row.created_by.map(Id::new),
        created_at: row.created_at,
        issued_at: row.issued_at,
        issued_by: row.issued_by.map(Id::new),
        revoked_at: row.revoked_at,
        revoked_by: row.revoked_by.map(Id::new),
        revoked_reason: row.revoked_reason,
        subjects,
        indices,
    })
}
