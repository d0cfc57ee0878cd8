//! What the demonstration's activity is made from: what is owed, by whom, and the tasks that ask for nothing.

use std::collections::HashMap;

use domain::{
    calendar::{Day, Span, WindowKind},
    id::{Id, PlanId, TaskId, UnitId},
    quota::{Channel, Measure, Minutes, Product},
    unit::Life,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{StoreError, Tx, sql::Sql};
use crate::session::Scope;

/// How many units one statement asks for at most.
const CHUNK: usize = 1_000;

#[derive(FromQueryResult)]
struct Found {
    found: i32,
}

/// Whether the database holds users, plans or reports.
pub(crate) async fn holds_work(tx: &Tx, _scope: &Scope) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push(r#"SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM "user") OR EXISTS (SELECT 1 FROM plan)"#)
        .push(" OR EXISTS (SELECT 1 FROM activity_report)");
    Ok(tx.one::<Found>(sql).await?.is_some_and(|row| row.found == 1))
}

/// An issued plan.
#[derive(Debug, Clone)]
pub(crate) struct IssuedPlan {
    pub(crate) id: PlanId,
    pub(crate) issuer: UnitId,
    pub(crate) issued_from: Day,
    /// What tells it from the others, whatever the ids are.
    pub(crate) key: String,
}

#[derive(FromQueryResult)]
struct PlanRow {
    id: Uuid,
    issuer_id: Uuid,
    issued_from: Day,
    symbol: String,
    title: String,
}

/// The plans in force, the oldest first.
pub(crate) async fn plans(tx: &Tx, _scope: &Scope) -> Result<Vec<IssuedPlan>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT id, issuer_id, issued_from, symbol, title FROM plan WHERE state = 'ISSUED'")
        .push(" AND issued_from IS NOT NULL");
    let rows: Vec<PlanRow> = tx.all(sql).await?;
    let mut plans: Vec<IssuedPlan> = rows
        .into_iter()
        .map(|row| IssuedPlan {
            id: Id::new(row.id),
            issuer: Id::new(row.issuer_id),
            issued_from: row.issued_from,
            key: format!("{}\n{}", row.symbol, row.title),
        })
        .collect();
    // Not by the database, whose order of texts is its own.
    plans.sort_by(|a, b| (a.issued_from, &a.key).cmp(&(b.issued_from, &b.key)));
    Ok(plans)
}

/// Something owed under a plan.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) task: TaskId,
    /// The quota's number in the plan.
    pub(crate) quota: String,
    /// Who owes.
    pub(crate) unit: UnitId,
    pub(crate) measure: Measure,
    pub(crate) kind: WindowKind,
    pub(crate) span: Span,
    pub(crate) target: i64,
    /// The set, if it is owed by a set together.
    pub(crate) members: Vec<UnitId>,
}

#[derive(FromQueryResult)]
struct AskRow {
    id: Uuid,
    task_id: Uuid,
    no: String,
    unit_id: Uuid,
    product: String,
    channel: Option<String>,
    topic: Option<String>,
    min_minutes: Option<i32>,
    stage: String,
    window_kind: String,
    starts_on: Day,
    ends_on: Day,
    target: i64,
}

#[derive(FromQueryResult)]
struct MemberRow {
    obligation_id: Uuid,
    unit_id: Uuid,
}

/// What is owed under a plan.
pub(crate) async fn asks(tx: &Tx, _scope: &Scope, plan: PlanId) -> Result<Vec<Ask>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT m.obligation_id, m.unit_id FROM obligation_member m JOIN obligation o ON o.id = m.obligation_id")
        .push(" WHERE o.plan_id = ")
        .bind(plan.uuid());
    let mut members: HashMap<Uuid, Vec<UnitId>> = HashMap::new();
    for row in tx.all::<MemberRow>(sql).await? {
        members.entry(row.obligation_id).or_default().push(Id::new(row.unit_id));
    }
    let mut sql = tx.sql();
    sql.push("SELECT o.id, o.task_id, q.no, o.unit_id, q.product, q.channel, q.topic, q.min_minutes, q.stage,")
        .push(" o.window_kind, o.starts_on, o.ends_on, o.target FROM obligation o JOIN quota q ON q.id = o.quota_id")
        .push(" WHERE o.plan_id = ")
        .bind(plan.uuid());
    let rows: Vec<AskRow> = tx.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Ask {
                task: Id::new(row.task_id),
                quota: row.no,
                unit: Id::new(row.unit_id),
                measure: Measure {
                    product: row.product.parse().map_err(StoreError::corrupt)?,
                    channel: row.channel.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
                    topic: row.topic.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
                    min_minutes: row.min_minutes.map(Minutes::new).transpose().map_err(StoreError::corrupt)?,
                    stage: row.stage.parse().map_err(StoreError::corrupt)?,
                },
                kind: row.window_kind.parse().map_err(StoreError::corrupt)?,
                span: Span::new(row.starts_on, row.ends_on).map_err(StoreError::corrupt)?,
                target: row.target,
                members: members.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}

/// A task, as far as a report names one.
#[derive(Debug, Clone)]
pub(crate) struct TaskFacts {
    pub(crate) id: TaskId,
    pub(crate) product: Product,
    pub(crate) channels: Vec<Channel>,
}

#[derive(FromQueryResult)]
struct TaskRow {
    id: Uuid,
    product: String,
}

#[derive(FromQueryResult)]
struct ChannelRow {
    task_id: Uuid,
    channel: String,
}

/// The tasks of a plan, in its order.
pub(crate) async fn tasks(tx: &Tx, _scope: &Scope, plan: PlanId) -> Result<Vec<TaskFacts>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT c.task_id, c.channel FROM task_channel c JOIN task t ON t.id = c.task_id WHERE t.plan_id = ")
        .bind(plan.uuid())
        .push(" ORDER BY c.task_id, c.position");
    let mut channels: HashMap<Uuid, Vec<Channel>> = HashMap::new();
    for row in tx.all::<ChannelRow>(sql).await? {
        channels.entry(row.task_id).or_default().push(row.channel.parse().map_err(StoreError::corrupt)?);
    }
    let mut sql = tx.sql();
    sql.push("SELECT id, product FROM task WHERE plan_id = ").bind(plan.uuid()).push(" ORDER BY position");
    let rows: Vec<TaskRow> = tx.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            Ok(TaskFacts {
                id: Id::new(row.id),
                product: row.product.parse().map_err(StoreError::corrupt)?,
                channels: channels.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct BoundRow {
    unit_id: Uuid,
}

/// The units that owe something under a plan.
pub(crate) async fn bound(tx: &Tx, _scope: &Scope, plan: PlanId) -> Result<Vec<UnitId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT DISTINCT unit_id FROM obligation WHERE plan_id = ").bind(plan.uuid());
    Ok(tx.all::<BoundRow>(sql).await?.into_iter().map(|row| Id::new(row.unit_id)).collect())
}

/// A unit, as it was last.
#[derive(Debug, Clone)]
pub(crate) struct UnitFacts {
    pub(crate) name: String,
    /// What tells it from the others, whatever the ids are: its code and its name.
    pub(crate) key: String,
    /// Its last day, if it ended or will.
    pub(crate) last_day: Option<Day>,
}

#[derive(FromQueryResult)]
struct UnitRow {
    unit_id: Uuid,
    name: String,
    code: Option<String>,
    valid_to: Day,
}

/// The units with these ids.
pub(crate) async fn units(tx: &Tx, _scope: &Scope, ids: &[UnitId]) -> Result<HashMap<UnitId, UnitFacts>, StoreError> {
    let mut found: HashMap<UnitId, UnitFacts> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<UnitRow> = tx.all(last_versions(tx, chunk)).await?;
        for row in rows {
            let key = format!("{} {}", row.code.unwrap_or_default(), row.name);
            found.insert(
                Id::new(row.unit_id),
                UnitFacts { name: row.name, key, last_day: Life::until(row.valid_to).to() },
            );
        }
    }
    Ok(found)
}

/// Each unit as it is on the last day of its life, which for an organisation is that of its territory if that comes first.
fn last_versions(tx: &Tx, ids: &[UnitId]) -> Sql {
    let mut sql = tx.sql();
    sql.push("SELECT v.unit_id, v.name, c.code, life.valid_to FROM unit_ancestor life")
        .push(" JOIN unit_version v ON v.unit_id = life.unit_id")
        .push(" AND (v.valid_from IS NULL OR v.valid_from <= life.valid_to)")
        .push(" AND (v.valid_to IS NULL OR v.valid_to >= life.valid_to)")
        .push(" LEFT JOIN unit_code c ON c.version_id = v.id AND c.scheme = 'GSO' WHERE life.distance = 0")
        .push(" AND life.unit_id")
        .one_of_ids(ids.iter().copied())
        .push(" AND NOT EXISTS (SELECT 1 FROM unit_ancestor later WHERE later.unit_id = life.unit_id")
        .push(" AND later.distance = 0 AND later.valid_from > life.valid_to)");
    sql
}
