//! A stored plan as the document it is.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::{Id, PlanId, PlanOrganisationId, QuotaId, TaskId},
    plan::{Content, Deadline, Indicator},
    task::Task,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    Picks, PlanRecord, by_ids,
    duty::all_duties,
    part::{ActRecord, ActRelation, LineKind, LineRecord, act, line, organisation},
};
use crate::{
    session::Scope,
    store::{StoreError, Tx, quota, task},
};

/// A plan with all its parts, and their ids in the order of the document.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) record: PlanRecord,
    pub(crate) content: Content,
    pub(crate) carries_out: Vec<ActRecord>,
    pub(crate) cites: Vec<ActRecord>,
    pub(crate) organisations: Vec<PlanOrganisationId>,
    pub(crate) tasks: Vec<TaskId>,
    /// Of each task.
    pub(crate) quotas: Vec<Vec<QuotaId>>,
}

impl Stored {
    /// The plans that its acts are known to be.
    pub(crate) fn picks(&self) -> Picks {
        let picks = |acts: &[ActRecord]| acts.iter().map(|act| act.resolved).collect();
        Picks { carries_out: picks(&self.carries_out), cites: picks(&self.cites) }
    }
}

/// The plan with that id, unless it is hidden or unknown. The number of statements does not depend on its size.
pub(crate) async fn stored(tx: &Tx, scope: &Scope, plan: PlanId) -> Result<Option<Stored>, StoreError> {
    let Some(record) = by_ids(tx, scope, &[plan]).await?.pop() else {
        return Ok(None);
    };
    let carries_out = all_acts(tx, plan, ActRelation::CarriesOut).await?;
    let cites = all_acts(tx, plan, ActRelation::Cites).await?;
    let mut sql = tx.sql();
    sql.push("SELECT * FROM plan_organisation WHERE plan_id = ").bind(plan.uuid()).push(" ORDER BY position");
    let organisations = tx.all(sql).await?.into_iter().map(organisation).collect::<Result<Vec<_>, _>>()?;
    let mut lines = all_lines(tx, plan).await?;
    let mut texts = |kind: LineKind| -> Vec<String> {
        lines.remove(kind.as_str()).unwrap_or_default().into_iter().map(|line| line.text).collect()
    };
    let (themes, recipients, doubts) = (texts(LineKind::Theme), texts(LineKind::Recipient), texts(LineKind::Doubt));
    let deadlines = lines.remove(LineKind::Deadline.as_str()).unwrap_or_default();
    let indicators = lines.remove(LineKind::Indicator.as_str()).unwrap_or_default();
    let (tasks, quotas, contents) = all_tasks(tx, scope, plan).await?;
    let content = Content {
        symbol: record.symbol.clone(),
        issued_on: record.issued_on,
        year: record.year,
        subjects: record.subjects.clone(),
        title: record.title.clone(),
        carries_out: carries_out.iter().map(|act| act.act.clone()).collect(),
        cites: cites.iter().map(|act| act.act.clone()).collect(),
        organisations: organisations.iter().map(|named| named.organisation.clone()).collect(),
        themes,
        tasks: contents,
        report_duties: all_duties(tx, plan).await?,
        deadlines: deadlines
            .into_iter()
            .map(|line| Ok(Deadline { by: line.day.ok_or_else(|| incomplete(plan))?, what: line.text }))
            .collect::<Result<_, StoreError>>()?,
        indices: record.indices.clone(),
        indicators: indicators
            .into_iter()
            .map(|line| Ok(Indicator { key: line.key.ok_or_else(|| incomplete(plan))?, name: line.text }))
            .collect::<Result<_, StoreError>>()?,
        funding: record.funding.clone(),
        recipients,
        doubts,
        source: record.source.clone(),
    };
    let organisations = organisations.iter().map(|named| named.id).collect();
    Ok(Some(Stored { record, content, carries_out, cites, organisations, tasks, quotas }))
}

fn incomplete(plan: PlanId) -> StoreError {
    StoreError::corrupt(format!("a line of {plan} lacks its key or day"))
}

async fn all_acts(tx: &Tx, plan: PlanId, relation: ActRelation) -> Result<Vec<ActRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT * FROM plan_act WHERE plan_id = ")
        .bind(plan.uuid())
        .push(" AND relation = ")
        .bind(relation.as_str())
        .push(" ORDER BY position");
    tx.all(sql).await?.into_iter().map(act).collect()
}

async fn all_lines(tx: &Tx, plan: PlanId) -> Result<HashMap<String, Vec<LineRecord>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT * FROM plan_line WHERE plan_id = ").bind(plan.uuid()).push(" ORDER BY kind, position");
    let mut lines: HashMap<String, Vec<LineRecord>> = HashMap::new();
    for row in tx.all::<entity::plan_line::Model>(sql).await? {
        lines.entry(row.kind.clone()).or_default().push(line(row));
    }
    Ok(lines)
}

#[derive(FromQueryResult)]
struct TaskRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct LinkRow {
    task_id: Uuid,
    carries_out_id: Uuid,
}

type Tasks = (Vec<TaskId>, Vec<Vec<QuotaId>>, Vec<Task>);

async fn all_tasks(tx: &Tx, scope: &Scope, plan: PlanId) -> Result<Tasks, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT id FROM task WHERE plan_id = ").bind(plan.uuid()).push(" ORDER BY position");
    let ids: Vec<TaskId> = tx.all::<TaskRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect();
    let mut sql = tx.sql();
    sql.push("SELECT l.task_id, l.carries_out_id FROM task_link l JOIN task t ON t.id = l.task_id WHERE t.plan_id = ")
        .bind(plan.uuid())
        .push(" ORDER BY l.task_id, l.carries_out_id");
    let mut links: HashMap<TaskId, Vec<TaskId>> = HashMap::new();
    for row in tx.all::<LinkRow>(sql).await? {
        links.entry(Id::new(row.task_id)).or_default().push(Id::new(row.carries_out_id));
    }
    let mut quotas: HashMap<TaskId, Vec<quota::QuotaRecord>> = HashMap::new();
    for found in quota::all_of_plan(tx, scope, plan).await? {
        quotas.entry(found.task).or_default().push(found);
    }
    let mut quota_ids = Vec::with_capacity(ids.len());
    let mut contents = Vec::with_capacity(ids.len());
    for found in task::by_ids(tx, scope, &ids).await? {
        let own = quotas.remove(&found.id).unwrap_or_default();
        quota_ids.push(own.iter().map(|quota| quota.id).collect());
        contents.push(Task {
            no: found.no,
            title: found.title,
            channels: found.channels,
            product: found.product,
            roles: found.roles.into_iter().map(|(held, _)| held).collect(),
            timing: found.timing,
            budget: found.budget,
            carries_out: links.remove(&found.id).unwrap_or_default(),
            quotas: own.into_iter().map(|quota| quota.quota).collect(),
        });
    }
    Ok((ids, quota_ids, contents))
}

/// The first day a plan counts from, as far as its date tells.
pub(super) fn issued_from(content: &Content) -> Option<Day> {
    content.issued_on.map(domain::calendar::PartialDate::first_day)
}
