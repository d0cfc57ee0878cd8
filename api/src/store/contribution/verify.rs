//! All that reports and plans add, chunk by chunk, for the check of every figure. Nothing is held.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    contribution::Credit,
    id::{ActivityReportId, Id, ObligationId, PlanId, TaskId, UnitId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::candidate::{COLUMNS, Candidate, CandidateRow, Pair, PlanCandidate, candidate};
use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// The next `limit` reports after `after` that count or have a contribution, by id.
pub(crate) async fn counting_reports(
    tx: &Tx,
    _scope: &Scope,
    after: Option<ActivityReportId>,
    limit: i64,
) -> Result<Vec<ActivityReportId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT r.id FROM activity_report r WHERE (r.state IN ('SUBMITTED', 'VERIFIED')")
        .push(" OR EXISTS (SELECT 1 FROM contribution c WHERE c.report_id = r.id))");
    if let Some(after) = after {
        sql.push(" AND r.id > ").bind(after.uuid());
    }
    sql.push(" ORDER BY r.id LIMIT ").bind(limit);
    Ok(tx.all::<IdRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect())
}

#[derive(FromQueryResult)]
struct ReportRow {
    report_id: Uuid,
    report_unit_id: Uuid,
}

/// The obligations in force that each of these reports may contribute to, as far as unit, product and day decide.
pub(crate) async fn candidates_of_reports(
    tx: &Tx,
    _scope: &Scope,
    reports: &[ActivityReportId],
) -> Result<HashMap<ActivityReportId, Vec<Candidate>>, StoreError> {
    let mut sql = tx.sql();
    for (n, owed) in [
        " JOIN obligation o ON o.unit_id = r.unit_id",
        // What the unit owes itself is found above.
        " JOIN obligation_member m ON m.unit_id = r.unit_id JOIN obligation o ON o.id = m.obligation_id \
         AND o.unit_id <> r.unit_id",
    ]
    .into_iter()
    .enumerate()
    {
        sql.push(if n == 0 { "SELECT " } else { " UNION ALL SELECT " })
            .push(COLUMNS)
            .push(", r.id AS report_id, r.unit_id AS report_unit_id FROM activity_report r")
            .push(owed)
            .push(" AND o.product = r.product AND o.starts_on <= r.dated_on")
            .push(" AND (o.window_kind = 'ONCE' OR o.ends_on >= r.dated_on) AND o.standing <> 'REVOKED'")
            .push(" JOIN quota q ON q.id = o.quota_id WHERE r.id")
            .one_of_ids(reports.iter().copied());
    }
    let mut found: HashMap<ActivityReportId, Vec<Candidate>> = HashMap::new();
    for Pair(row, report) in tx.all::<Pair<CandidateRow, ReportRow>>(sql).await? {
        let candidate = candidate(row, Id::new(report.report_unit_id))?;
        found.entry(Id::new(report.report_id)).or_default().push(candidate);
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct ChainRow {
    root: Uuid,
    id: Uuid,
}

/// Each of these tasks with every task that it carries out, up the chain.
pub(crate) async fn chains(
    tx: &Tx,
    _scope: &Scope,
    tasks: &[TaskId],
) -> Result<HashMap<TaskId, Vec<TaskId>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("WITH RECURSIVE chain (root, id) AS (SELECT t.id, t.id FROM task t WHERE t.id")
        .one_of_ids(tasks.iter().copied())
        .push(" UNION SELECT chain.root, l.carries_out_id FROM task_link l JOIN chain ON chain.id = l.task_id)")
        .push(" SELECT root, id FROM chain");
    let mut found: HashMap<TaskId, Vec<TaskId>> = HashMap::new();
    for row in tx.all::<ChainRow>(sql).await? {
        found.entry(Id::new(row.root)).or_default().push(Id::new(row.id));
    }
    Ok(found)
}

/// What is stored of a contribution to an obligation in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) obligation: ObligationId,
    pub(crate) amount: i64,
    pub(crate) credit: Credit,
    pub(crate) dated_on: Day,
}

#[derive(FromQueryResult)]
struct StoredRow {
    source: Uuid,
    obligation_id: Uuid,
    amount: i64,
    state: String,
    dated_on: Day,
}

fn stored(rows: Vec<StoredRow>) -> Result<HashMap<Uuid, Vec<Stored>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Stored>> = HashMap::new();
    for row in rows {
        found.entry(row.source).or_default().push(Stored {
            obligation: Id::new(row.obligation_id),
            amount: row.amount,
            credit: row.state.parse().map_err(StoreError::corrupt)?,
            dated_on: row.dated_on,
        });
    }
    Ok(found)
}

/// What is stored as added by these reports to obligations in force.
pub(crate) async fn stored_of_reports(
    tx: &Tx,
    _scope: &Scope,
    reports: &[ActivityReportId],
) -> Result<HashMap<ActivityReportId, Vec<Stored>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT c.report_id AS source, c.obligation_id, c.amount, c.state, c.dated_on FROM contribution c")
        .push(" JOIN obligation o ON o.id = c.obligation_id WHERE o.standing <> 'REVOKED' AND c.report_id")
        .one_of_ids(reports.iter().copied());
    Ok(stored(tx.all(sql).await?)?.into_iter().map(|(report, parts)| (Id::new(report), parts)).collect())
}

/// What is stored as added by issued plans to obligations in force. Plans are few.
pub(crate) async fn stored_of_plans(tx: &Tx, _scope: &Scope) -> Result<HashMap<PlanId, Vec<Stored>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT c.source_plan_id AS source, c.obligation_id, c.amount, c.state, c.dated_on FROM contribution c")
        .push(" JOIN obligation o ON o.id = c.obligation_id")
        .push(" WHERE o.standing <> 'REVOKED' AND c.source_plan_id IS NOT NULL");
    Ok(stored(tx.all(sql).await?)?.into_iter().map(|(plan, parts)| (Id::new(plan), parts)).collect())
}

#[derive(FromQueryResult)]
struct SourceRow {
    source_id: Uuid,
    issuer_id: Uuid,
    issued_from: Day,
}

/// Every PLAN obligation in force with every issued plan that may contribute to it.
pub(crate) async fn issued_sources(tx: &Tx, _scope: &Scope) -> Result<Vec<PlanCandidate>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT ")
        .push(COLUMNS)
        .push(", source.id AS source_id, source.issuer_id, source.issued_from FROM obligation o")
        .push(" JOIN quota q ON q.id = o.quota_id JOIN plan_act act ON act.resolved_plan_id = o.plan_id")
        .push(" JOIN plan source ON source.id = act.plan_id WHERE o.product = 'PLAN' AND o.standing <> 'REVOKED'")
        .push(" AND act.relation = 'CARRIES_OUT' AND source.state = 'ISSUED' AND source.issued_from IS NOT NULL")
        .push(" AND (o.unit_id = source.issuer_id OR EXISTS (SELECT 1 FROM obligation_member m")
        .push(" WHERE m.obligation_id = o.id AND m.unit_id = source.issuer_id))");
    let rows: Vec<Pair<CandidateRow, SourceRow>> = tx.all(sql).await?;
    rows.into_iter()
        .map(|Pair(row, source)| {
            let (issuer, carries_out): (UnitId, PlanId) = (Id::new(source.issuer_id), Id::new(row.plan_id));
            let candidate = candidate(row, issuer)?;
            let (source, issued_on) = (Id::new(source.source_id), source.issued_from);
            Ok(PlanCandidate { candidate, source, issuer, carries_out, issued_on })
        })
        .collect()
}
