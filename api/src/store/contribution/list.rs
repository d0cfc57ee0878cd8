//! Contributions as they are read.

use std::collections::{HashMap, HashSet};

use domain::{
    calendar::Day,
    contribution::Credit,
    id::{ActivityReportId, ContributionId, Id, ObligationId, PlanId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx, activity,
        page::{self, Direction, Holds, Order, Placed, Query},
        scope,
        sql::Sql,
    },
};

/// What one report or plan adds to one obligation.
#[derive(Debug, Clone)]
pub(crate) struct ContributionRecord {
    pub(crate) id: ContributionId,
    pub(crate) obligation: ObligationId,
    pub(crate) report: Option<ActivityReportId>,
    pub(crate) plan: Option<PlanId>,
    pub(crate) amount: i64,
    pub(crate) credit: Credit,
    pub(crate) dated_on: Day,
}

#[derive(FromQueryResult)]
struct ContributionRow {
    id: Uuid,
    obligation_id: Uuid,
    report_id: Option<Uuid>,
    source_plan_id: Option<Uuid>,
    amount: i64,
    state: String,
    dated_on: Day,
}

impl Placed for ContributionRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Day(self.dated_on), Key::Id(self.id)]
    }
}

impl TryFrom<ContributionRow> for ContributionRecord {
    type Error = StoreError;

    fn try_from(row: ContributionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::new(row.id),
            obligation: Id::new(row.obligation_id),
            report: row.report_id.map(Id::new),
            plan: row.source_plan_id.map(Id::new),
            amount: row.amount,
            credit: row.state.parse().map_err(StoreError::corrupt)?,
            dated_on: row.dated_on,
        })
    }
}

const COLUMNS: &str = "c.id, c.obligation_id, c.report_id, c.source_plan_id, c.amount, c.state, c.dated_on";
const FROM: &str = "FROM contribution c JOIN obligation o ON o.id = c.obligation_id WHERE ";
const BY_DAY: Order = Order {
    name: "contributions",
    columns: &[("c.dated_on", Direction::Up, Holds::Day), ("c.id", Direction::Up, Holds::Id)],
};

/// Adds the condition that the contribution in `c` adds to the obligation in `o` and that the caller may know of it.
///
/// Whoever may read the report may. Besides, a contribution to an obligation of one unit is part of its figures and
/// read with them; one to a POOLED obligation is not, as members do not see each other's reports by it.
fn readable(sql: &mut Sql, caller: &Scope, until: Option<Day>) {
    let reach = caller.reads();
    sql.push("((o.sharing = 'EACH' AND ");
    scope::at_or_below(sql, &reach, "o.unit_id", "o.ends_on");
    sql.push(") OR EXISTS (SELECT 1 FROM activity_report r WHERE r.id = c.report_id AND ");
    activity::readable(sql, caller);
    sql.push(") OR EXISTS (SELECT 1 FROM plan p WHERE p.id = c.source_plan_id AND ");
    scope::at_or_below(sql, &reach, "p.issuer_id", "c.dated_on");
    sql.push(")) AND ");
    adds(sql, until);
}

/// Adds the condition that the contribution in `c` adds something to the obligation in `o`, of what is dated up to a day
/// or of all.
///
/// Once a plan that was issued contributes, a report about it adds nothing: its row stays for the day on which the plan
/// is revoked, and for the days before it was issued.
fn adds(sql: &mut Sql, until: Option<Day>) {
    dated(sql, "c", until);
    sql.push("(o.product <> 'PLAN' OR c.source = 'PLAN' OR NOT EXISTS (SELECT 1 FROM contribution issued WHERE ");
    dated(sql, "issued", until);
    sql.push("issued.obligation_id = c.obligation_id AND issued.source = 'PLAN'))");
}

/// Adds the condition that a contribution is dated up to a day, if one is given, with an `AND` after it.
fn dated(sql: &mut Sql, contribution: &'static str, until: Option<Day>) {
    if let Some(until) = until {
        sql.push(contribution).push(".dated_on <= ").bind(until).push(" AND ");
    }
}

/// The contributions with these ids that the caller may know of.
pub(crate) async fn by_ids(
    tx: &Tx,
    scope: &Scope,
    ids: &[ContributionId],
) -> Result<Vec<ContributionRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT ").push(COLUMNS).push(" ").push(FROM).push("c.id").one_of_ids(ids.iter().copied()).push(" AND ");
    readable(&mut sql, scope, None);
    tx.all::<ContributionRow>(sql).await?.into_iter().map(ContributionRecord::try_from).collect()
}

/// What contributes to each of `obligations` up to a day, or in all; by day.
pub(crate) async fn of_obligations(
    tx: &Tx,
    scope: &Scope,
    obligations: &[ObligationId],
    until: Option<Day>,
    request: &PageRequest,
) -> Result<HashMap<ObligationId, Page<ContributionRecord>>, StoreError> {
    let mut from = tx.sql();
    from.push(FROM).push("c.obligation_id").one_of_ids(obligations.iter().copied()).push(" AND ");
    readable(&mut from, scope, until);
    let pages: Vec<(Uuid, Page<ContributionRow>)> =
        page::pages(tx, "c.obligation_id", Query { columns: COLUMNS, from }, BY_DAY, request).await?;
    pages
        .into_iter()
        .map(|(obligation, page)| Ok((Id::new(obligation), page.try_map(ContributionRecord::try_from)?)))
        .collect()
}

/// What each of `reports` contributes, by day.
pub(crate) async fn of_reports(
    tx: &Tx,
    scope: &Scope,
    reports: &[ActivityReportId],
    request: &PageRequest,
) -> Result<HashMap<ActivityReportId, Page<ContributionRecord>>, StoreError> {
    let mut from = tx.sql();
    from.push(FROM).push("c.report_id").one_of_ids(reports.iter().copied()).push(" AND ");
    readable(&mut from, scope, None);
    let pages: Vec<(Uuid, Page<ContributionRow>)> =
        page::pages(tx, "c.report_id", Query { columns: COLUMNS, from }, BY_DAY, request).await?;
    pages.into_iter().map(|(report, page)| Ok((Id::new(report), page.try_map(ContributionRecord::try_from)?))).collect()
}

#[derive(FromQueryResult)]
struct ReportRow {
    id: Uuid,
}

/// Those of `reports` that count for something: what is exempt or of a revoked plan is in no figure.
pub(crate) async fn counting(
    tx: &Tx,
    scope: &Scope,
    reports: &[ActivityReportId],
) -> Result<HashSet<ActivityReportId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT r.id FROM activity_report r WHERE r.id").one_of_ids(reports.iter().copied()).push(" AND ");
    activity::readable(&mut sql, scope);
    sql.push(" AND EXISTS (SELECT 1 ")
        .push(FROM)
        .push("c.report_id = r.id AND o.standing NOT IN ('EXEMPT', 'REVOKED') AND ");
    adds(&mut sql, None);
    sql.push(")");
    Ok(tx.all::<ReportRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect())
}
