//! Obligations by id, and what was contributed to them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    calendar::{Day, Span},
    contribution::Contribution,
    id::{Id, ObligationId, PlanId, QuotaId, TaskId, UnitId, UserId},
    obligation::{Amounts, Outlook, Standing, Terms},
    quota::{Product, Sharing},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::view::visible;
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        scope::below,
    },
};

/// One obligation.
#[derive(Debug, Clone)]
pub(crate) struct ObligationRecord {
    pub(crate) id: ObligationId,
    /// Who owes.
    pub(crate) unit: UnitId,
    pub(crate) plan: Option<PlanId>,
    pub(crate) task: Option<TaskId>,
    pub(crate) quota: Option<QuotaId>,
    pub(crate) sharing: Sharing,
    pub(crate) product: Option<Product>,
    /// The first day of the plan's date of issue.
    pub(crate) plan_issued_from: Option<Day>,
    /// The full window.
    pub(crate) window: Span,
    pub(crate) bound_days: i32,
    pub(crate) minimum: i32,
    pub(crate) terms: Terms,
    pub(crate) amounts: Amounts,
    pub(crate) standing: Standing,
    pub(crate) risk_on: Option<Day>,
    pub(crate) extended_to: Option<Day>,
    pub(crate) extension: Option<Decided>,
    pub(crate) exemption: Option<Decided>,
    pub(crate) version: i32,
    /// Whether the caller reviews for a unit above the one that owes, on the last day of the window.
    pub(crate) under_review: bool,
}

/// What a reviewer decided about an obligation.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    /// Why.
    pub(crate) reason: String,
    pub(crate) at: DateTime<Utc>,
    /// Who; nobody for the program itself.
    pub(crate) by: Option<UserId>,
}

impl Decided {
    fn of(reason: Option<String>, at: Option<DateTime<Utc>>, by: Option<Uuid>) -> Option<Self> {
        Some(Self { reason: reason?, at: at?, by: by.map(Id::new) })
    }
}

impl ObligationRecord {
    /// How it stands, on any day from today's knowledge.
    pub(crate) const fn outlook(&self) -> Outlook {
        Outlook {
            standing: self.standing,
            starts_on: self.terms.span.first(),
            closes_on: self.terms.closes_on,
            risk_on: self.risk_on,
        }
    }
}

#[derive(FromQueryResult)]
struct ObligationRow {
    id: Uuid,
    unit_id: Uuid,
    plan_id: Option<Uuid>,
    task_id: Option<Uuid>,
    quota_id: Option<Uuid>,
    sharing: String,
    product: Option<String>,
    plan_issued_from: Option<Day>,
    window_kind: String,
    window_starts_on: Day,
    window_ends_on: Day,
    starts_on: Day,
    ends_on: Day,
    bound_days: i32,
    minimum: i32,
    target: i64,
    achieved: i64,
    achieved_in_time: i64,
    pending: i64,
    standing: String,
    risk_on: Option<Day>,
    closes_on: Day,
    extended_to: Option<Day>,
    extension_reason: Option<String>,
    extended_at: Option<DateTime<Utc>>,
    extended_by: Option<Uuid>,
    exempt_reason: Option<String>,
    exempted_at: Option<DateTime<Utc>>,
    exempted_by: Option<Uuid>,
    version: i32,
    under_review: i32,
}

impl TryFrom<ObligationRow> for ObligationRecord {
    type Error = StoreError;

    fn try_from(row: ObligationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::new(row.id),
            unit: Id::new(row.unit_id),
            plan: row.plan_id.map(Id::new),
            task: row.task_id.map(Id::new),
            quota: row.quota_id.map(Id::new),
            sharing: row.sharing.parse().map_err(StoreError::corrupt)?,
            product: row.product.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
            plan_issued_from: row.plan_issued_from,
            window: Span::new(row.window_starts_on, row.window_ends_on).map_err(StoreError::corrupt)?,
            bound_days: row.bound_days,
            minimum: row.minimum,
            terms: Terms {
                target: row.target,
                span: Span::new(row.starts_on, row.ends_on).map_err(StoreError::corrupt)?,
                closes_on: row.closes_on,
                kind: row.window_kind.parse().map_err(StoreError::corrupt)?,
            },
            amounts: Amounts { achieved: row.achieved, in_time: row.achieved_in_time, pending: row.pending },
            standing: row.standing.parse().map_err(StoreError::corrupt)?,
            risk_on: row.risk_on,
            extended_to: row.extended_to,
            extension: Decided::of(row.extension_reason, row.extended_at, row.extended_by),
            exemption: Decided::of(row.exempt_reason, row.exempted_at, row.exempted_by),
            version: row.version,
            under_review: row.under_review != 0,
        })
    }
}

/// The obligations with these ids that the caller may see.
pub(crate) async fn by_ids(tx: &Tx, scope: &Scope, ids: &[ObligationId]) -> Result<Vec<ObligationRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT o.id, o.unit_id, o.plan_id, o.task_id, o.quota_id, o.sharing, o.product, o.plan_issued_from,")
        .push(" o.window_kind, o.window_starts_on, o.window_ends_on, o.starts_on, o.ends_on, o.bound_days, o.minimum,")
        .push(" o.target, o.achieved, o.achieved_in_time, o.pending, o.standing, o.risk_on, o.closes_on,")
        .push(" o.extended_to, o.extension_reason, o.extended_at, o.extended_by, o.exempt_reason, o.exempted_at,")
        .push(" o.exempted_by, o.version, CASE WHEN ");
    below(&mut sql, &scope.reviews(), "o.unit_id", "o.ends_on");
    sql.push(" THEN 1 ELSE 0 END AS under_review FROM obligation o WHERE o.id")
        .one_of_ids(ids.iter().copied())
        .push(" AND ");
    visible(&mut sql, scope);
    tx.all::<ObligationRow>(sql).await?.into_iter().map(ObligationRecord::try_from).collect()
}

#[derive(FromQueryResult)]
struct SumRow {
    obligation_id: Uuid,
    source: String,
    state: String,
    dated_on: Day,
    amount: i64,
}

/// What was contributed to these obligations up to a day, or in all. What one day adds in one way is one contribution
/// here, as far as amounts are concerned.
pub(crate) async fn contributed(
    tx: &Tx,
    _scope: &Scope,
    ids: &[ObligationId],
    until: Option<Day>,
) -> Result<HashMap<ObligationId, Vec<Contribution>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT obligation_id, source, state, dated_on, CAST(SUM(amount) AS BIGINT) AS amount FROM contribution")
        .push(" WHERE obligation_id")
        .one_of_ids(ids.iter().copied());
    if let Some(until) = until {
        sql.push(" AND dated_on <= ").bind(until);
    }
    sql.push(" GROUP BY obligation_id, source, state, dated_on");
    let mut of: HashMap<ObligationId, Vec<Contribution>> = HashMap::new();
    for row in tx.all::<SumRow>(sql).await? {
        of.entry(Id::new(row.obligation_id)).or_default().push(Contribution {
            source: row.source.parse().map_err(StoreError::corrupt)?,
            credit: row.state.parse().map_err(StoreError::corrupt)?,
            amount: row.amount,
            dated_on: row.dated_on,
        });
    }
    Ok(of)
}

#[derive(FromQueryResult)]
struct MemberRow {
    unit_id: Uuid,
}

impl Placed for MemberRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Id(self.unit_id)]
    }
}

/// The units of the sets of these POOLED obligations, which the caller may see.
pub(crate) async fn members(
    tx: &Tx,
    scope: &Scope,
    ids: &[ObligationId],
    request: &PageRequest,
) -> Result<HashMap<ObligationId, Page<UnitId>>, StoreError> {
    const BY_UNIT: Order = Order { name: "unit", columns: &[("m.unit_id", Direction::Up, Holds::Id)] };
    let mut from = tx.sql();
    from.push("FROM obligation_member m JOIN obligation o ON o.id = m.obligation_id WHERE m.obligation_id")
        .one_of_ids(ids.iter().copied())
        .push(" AND ");
    visible(&mut from, scope);
    let query = Query { columns: "m.unit_id", from };
    let pages: Vec<(Uuid, Page<MemberRow>)> = page::pages(tx, "m.obligation_id", query, BY_UNIT, request).await?;
    Ok(pages.into_iter().map(|(id, page)| (Id::new(id), page.map(|row| Id::new(row.unit_id)))).collect())
}
