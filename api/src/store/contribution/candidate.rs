//! Obligations to which something may contribute. Whether it does is the domain's to say.

use std::collections::HashMap;

use domain::{
    calendar::{Day, Span, WindowKind},
    contribution::Duty,
    id::{Id, ObligationId, PlanId, TaskId, UnitId},
    obligation::Standing,
    quota::{Measure, Minutes, Product},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::Scope,
    store::{StoreError, Tx, sql::Sql},
};

/// Whether the obligations found are kept from everybody else's writing until the transaction ends.
///
/// A contribution's row must not be inserted before its obligation is held: the foreign key would hold it weakly, and
/// two who both do so would wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// They are: something will be written.
    Yes,
    /// They are not: somebody only wants to know.
    No,
}

/// An obligation that may take something of one unit.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) obligation: ObligationId,
    /// Whether the unit is exempt from it: then what is contributed is kept and shows in no figure.
    pub(crate) exempt: bool,
    owed_by: UnitId,
    /// The unit asked for, where it is in the set of a POOLED obligation.
    member: Option<UnitId>,
    plan: PlanId,
    task: TaskId,
    measure: Measure,
    span: Span,
    kind: WindowKind,
}

impl Candidate {
    /// The obligation as the domain judges it.
    pub(crate) fn duty(&self) -> Duty<'_> {
        Duty {
            unit: self.owed_by,
            members: self.member.as_slice(),
            plan: self.plan,
            task: self.task,
            measure: &self.measure,
            span: self.span,
            kind: self.kind,
        }
    }
}

#[derive(FromQueryResult)]
pub(super) struct CandidateRow {
    id: Uuid,
    unit_id: Uuid,
    pub(super) plan_id: Uuid,
    task_id: Uuid,
    product: String,
    channel: Option<String>,
    topic: Option<String>,
    min_minutes: Option<i32>,
    stage: String,
    starts_on: Day,
    ends_on: Day,
    window_kind: String,
    standing: String,
}

pub(super) const COLUMNS: &str = "o.id, o.unit_id, o.plan_id, o.task_id, q.product, q.channel, q.topic, q.min_minutes, q.stage, \
                       o.starts_on, o.ends_on, o.window_kind, o.standing";

const FROM: &str = " FROM obligation o JOIN quota q ON q.id = o.quota_id WHERE ";

/// How many units one statement asks for at most.
const CHUNK: usize = 1_000;

pub(super) fn candidate(row: CandidateRow, of: UnitId) -> Result<Candidate, StoreError> {
    let owed_by = Id::new(row.unit_id);
    Ok(Candidate {
        obligation: Id::new(row.id),
        exempt: row.standing == Standing::Exempt.as_str(),
        owed_by,
        // The query finds what the unit owes and what it is a member of, nothing else.
        member: (owed_by != of).then_some(of),
        plan: Id::new(row.plan_id),
        task: Id::new(row.task_id),
        measure: Measure {
            product: row.product.parse().map_err(StoreError::corrupt)?,
            channel: row.channel.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
            topic: row.topic.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
            min_minutes: row.min_minutes.map(Minutes::new).transpose().map_err(StoreError::corrupt)?,
            stage: row.stage.parse().map_err(StoreError::corrupt)?,
        },
        span: Span::new(row.starts_on, row.ends_on).map_err(StoreError::corrupt)?,
        kind: row.window_kind.parse().map_err(StoreError::corrupt)?,
    })
}

/// What is looked for on behalf of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) unit: UnitId,
    pub(crate) tasks: &'a [TaskId],
    pub(crate) product: Product,
    pub(crate) dated_on: Day,
}

/// The obligations in force that a report of these tasks may contribute to, in the order of their ids, with every task
/// that one of these carries out, up the chain, the tasks themselves included.
///
/// No scope: what a report counts for is not a matter of who asks.
pub(crate) async fn candidates(
    tx: &Tx,
    scope: &Scope,
    wanted: Wanted<'_>,
    held: Held,
) -> Result<(Vec<Candidate>, Vec<TaskId>), StoreError> {
    let tasks = carried_out(tx, scope, wanted.tasks).await?;
    let mut sql = tx.sql();
    sql.push("SELECT ")
        .push(COLUMNS)
        .push(FROM)
        .push("o.task_id")
        .one_of_ids(tasks.iter().copied())
        .push(" AND o.product = ")
        .bind(wanted.product.as_str())
        .push(" AND o.standing <> 'REVOKED' AND o.starts_on <= ")
        .bind(wanted.dated_on)
        .push(" AND (o.window_kind = 'ONCE' OR o.ends_on >= ")
        .bind(wanted.dated_on)
        .push(") AND (o.unit_id = ")
        .bind(wanted.unit.uuid())
        .push(" OR EXISTS (SELECT 1 FROM obligation_member m WHERE m.obligation_id = o.id AND m.unit_id = ")
        .bind(wanted.unit.uuid())
        .push("))");
    finish(&mut sql, held);
    let rows: Vec<CandidateRow> = tx.all(sql).await?;
    let found = rows.into_iter().map(|row| candidate(row, wanted.unit)).collect::<Result<_, _>>()?;
    Ok((found, tasks))
}

#[derive(FromQueryResult)]
struct MemberRow {
    member_id: Uuid,
}

/// Every obligation in force that activities of one of `units` may contribute to, by the unit that may contribute.
pub(crate) async fn candidates_of_units(
    tx: &Tx,
    _scope: &Scope,
    units: &[UnitId],
) -> Result<HashMap<UnitId, Vec<Candidate>>, StoreError> {
    let mut found: HashMap<UnitId, Vec<Candidate>> = HashMap::new();
    for chunk in units.chunks(CHUNK) {
        let mut sql = tx.sql();
        sql.push("SELECT ").push(COLUMNS).push(FROM).push("o.standing <> 'REVOKED' AND o.unit_id");
        sql.one_of_ids(chunk.iter().copied()).push(" ORDER BY o.id");
        for row in tx.all::<CandidateRow>(sql).await? {
            let unit = Id::new(row.unit_id);
            found.entry(unit).or_default().push(candidate(row, unit)?);
        }
        let mut sql = tx.sql();
        sql.push("SELECT ").push(COLUMNS).push(", m.unit_id AS member_id FROM obligation_member m");
        sql.push(" JOIN obligation o ON o.id = m.obligation_id JOIN quota q ON q.id = o.quota_id");
        // Who owes for a set and belongs to it was found as the one who owes.
        sql.push(" WHERE o.standing <> 'REVOKED' AND m.unit_id <> o.unit_id AND m.unit_id");
        sql.one_of_ids(chunk.iter().copied()).push(" ORDER BY o.id");
        for Pair(row, member) in tx.all::<Pair<CandidateRow, MemberRow>>(sql).await? {
            let unit = Id::new(member.member_id);
            found.entry(unit).or_default().push(candidate(row, unit)?);
        }
    }
    Ok(found)
}

fn finish(sql: &mut Sql, held: Held) {
    sql.push(" ORDER BY o.id");
    if held == Held::Yes {
        sql.either("", " FOR UPDATE OF o");
    }
}

#[derive(FromQueryResult)]
struct TaskRow {
    id: Uuid,
}

/// These tasks, with every task that one of them carries out, up the chain.
///
/// No scope: what a report counts for is not a matter of who asks.
pub(crate) async fn carried_out(tx: &Tx, _scope: &Scope, tasks: &[TaskId]) -> Result<Vec<TaskId>, StoreError> {
    let mut sql = tx.sql();
    // UNION, not UNION ALL: a chain is walked once, whatever its shape.
    sql.push("WITH RECURSIVE chain (id) AS (SELECT t.id FROM task t WHERE t.id")
        .one_of_ids(tasks.iter().copied())
        .push(" UNION SELECT l.carries_out_id FROM task_link l JOIN chain ON chain.id = l.task_id)")
        .push(" SELECT id FROM chain ORDER BY id");
    Ok(tx.all::<TaskRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect())
}

/// An obligation that may take an issued plan.
#[derive(Debug, Clone)]
pub(crate) struct PlanCandidate {
    pub(crate) candidate: Candidate,
    /// The plan that may contribute.
    pub(crate) source: PlanId,
    pub(crate) issuer: UnitId,
    /// The plan that it carries out.
    pub(crate) carries_out: PlanId,
    /// The first day of its date of issue.
    pub(crate) issued_on: Day,
}

#[derive(FromQueryResult)]
struct SourceRow {
    source_id: Uuid,
    issuer_id: Uuid,
    issued_from: Day,
}

/// A row read as two things.
#[derive(Debug)]
pub(super) struct Pair<A, B>(pub(super) A, pub(super) B);

impl<A: FromQueryResult, B: FromQueryResult> FromQueryResult for Pair<A, B> {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self(A::from_query_result(row, prefix)?, B::from_query_result(row, prefix)?))
    }
}

/// The PLAN obligations in force that `plans`, just issued, may contribute to, and those of these plans themselves that
/// plans issued before may contribute to, held, in the order of their ids.
pub(crate) async fn plan_candidates(
    tx: &Tx,
    _scope: &Scope,
    plans: &[PlanId],
) -> Result<Vec<PlanCandidate>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT ")
        .push(COLUMNS)
        .push(", source.id AS source_id, source.issuer_id, source.issued_from FROM obligation o")
        .push(" JOIN quota q ON q.id = o.quota_id JOIN plan_act act ON act.resolved_plan_id = o.plan_id")
        .push(" JOIN plan source ON source.id = act.plan_id WHERE o.product = 'PLAN' AND o.standing <> 'REVOKED'")
        .push(" AND act.relation = 'CARRIES_OUT' AND source.state = 'ISSUED' AND source.issued_from IS NOT NULL")
        .push(" AND (source.id")
        .one_of_ids(plans.iter().copied())
        .push(" OR o.plan_id")
        .one_of_ids(plans.iter().copied())
        .push(") AND o.starts_on <= source.issued_from")
        .push(" AND (o.window_kind = 'ONCE' OR o.ends_on >= source.issued_from)")
        .push(" AND (o.unit_id = source.issuer_id OR EXISTS (SELECT 1 FROM obligation_member m")
        .push(" WHERE m.obligation_id = o.id AND m.unit_id = source.issuer_id))");
    finish(&mut sql, Held::Yes);
    let rows: Vec<Pair<CandidateRow, SourceRow>> = tx.all(sql).await?;
    rows.into_iter()
        .map(|Pair(row, source)| {
            let (issuer, carries_out) = (Id::new(source.issuer_id), Id::new(row.plan_id));
            let candidate = candidate(row, issuer)?;
            let (source, issued_on) = (Id::new(source.source_id), source.issued_from);
            Ok(PlanCandidate { candidate, source, issuer, carries_out, issued_on })
        })
        .collect()
}
