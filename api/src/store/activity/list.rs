//! Lists of reports.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    activity::ActivityState,
    calendar::Day,
    id::{ActivityReportId, Id, PlanId, TaskId, UnitId},
    quota::Product,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::readable;
use crate::{
    page::{Key, Page, PageRequest},
    session::{Reach, Scope},
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        scope,
        sql::Sql,
    },
};

/// Which reports are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct ReportFilter {
    /// Of this unit.
    pub(crate) unit: Option<UnitId>,
    /// Of a unit that was below this one on the activity's date.
    pub(crate) below: Option<UnitId>,
    /// In one of these states.
    pub(crate) states: Option<Vec<ActivityState>>,
    pub(crate) product: Option<Product>,
    /// Under a task of this plan, or counted for one of its obligations.
    pub(crate) plan: Option<PlanId>,
    /// Under this task.
    pub(crate) task: Option<TaskId>,
    /// The first day.
    pub(crate) from: Option<Day>,
    /// The last day.
    pub(crate) to: Option<Day>,
    /// Last submitted before this instant.
    pub(crate) submitted_before: Option<DateTime<Utc>>,
}

/// What a reviewer looks for among what he may decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Inbox(pub(crate) ReportFilter);

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ReportOrder {
    /// The latest activity first.
    Newest,
    /// The earliest activity first.
    Oldest,
    /// What changed last first.
    LastChanged,
}

const NEWEST: Order = Order {
    name: "newest",
    columns: &[("r.dated_on", Direction::Down, Holds::Day), ("r.id", Direction::Down, Holds::Id)],
};
const OLDEST: Order =
    Order { name: "oldest", columns: &[("r.dated_on", Direction::Up, Holds::Day), ("r.id", Direction::Up, Holds::Id)] };
const LAST_CHANGED: Order = Order {
    name: "last_changed",
    columns: &[("r.updated_at", Direction::Down, Holds::Instant), ("r.id", Direction::Down, Holds::Id)],
};
/// Only for reports that were submitted: the instant is NULL before.
const LONGEST_WAITING: Order = Order {
    name: "longest_waiting",
    columns: &[("r.submitted_at", Direction::Up, Holds::Instant), ("r.id", Direction::Up, Holds::Id)],
};

impl ReportOrder {
    const fn order(self) -> Order {
        match self {
            Self::Newest => NEWEST,
            Self::Oldest => OLDEST,
            Self::LastChanged => LAST_CHANGED,
        }
    }
}

const COLUMNS: &str = "r.id, r.dated_on, r.updated_at, r.submitted_at";

#[derive(FromQueryResult)]
struct ListRow {
    id: Uuid,
    dated_on: Day,
    updated_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
}

impl Placed for ListRow {
    fn keys(&self, order: Order) -> Vec<Key> {
        let first = match order.columns.first() {
            Some(("r.updated_at", ..)) => Key::Instant(self.updated_at),
            Some(("r.submitted_at", ..)) => Key::Instant(self.submitted_at.unwrap_or(self.updated_at)),
            _ => Key::Day(self.dated_on),
        };
        vec![first, Key::Id(self.id)]
    }
}

/// The reports that fit.
pub(crate) async fn search(
    tx: &Tx,
    scope: &Scope,
    filter: &ReportFilter,
    order: ReportOrder,
    request: &PageRequest,
) -> Result<Page<ActivityReportId>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM activity_report r WHERE ");
    readable(&mut from, scope);
    fits(&mut from, filter);
    let page: Page<ListRow> = page::page(tx, Query { columns: COLUMNS, from }, order.order(), request).await?;
    Ok(page.map(|row| Id::new(row.id)))
}

/// The reports of each of `units` that fit.
pub(crate) async fn of_units(
    tx: &Tx,
    scope: &Scope,
    units: &[UnitId],
    filter: &ReportFilter,
    order: ReportOrder,
    request: &PageRequest,
) -> Result<HashMap<UnitId, Page<ActivityReportId>>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM activity_report r WHERE r.unit_id").one_of_ids(units.iter().copied()).push(" AND ");
    readable(&mut from, scope);
    fits(&mut from, filter);
    let query = Query { columns: COLUMNS, from };
    let pages: Vec<(Uuid, Page<ListRow>)> = page::pages(tx, "r.unit_id", query, order.order(), request).await?;
    Ok(pages.into_iter().map(|(unit, page)| (Id::new(unit), page.map(|row| Id::new(row.id)))).collect())
}

/// The reports that the caller may decide, the longest waiting first.
pub(crate) async fn inbox(
    tx: &Tx,
    caller: &Scope,
    Inbox(filter): &Inbox,
    request: &PageRequest,
) -> Result<Page<ActivityReportId>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM activity_report r WHERE r.submitted_at IS NOT NULL AND ");
    readable(&mut from, caller);
    from.push(" AND ");
    scope::below(&mut from, &caller.reviews(), "r.unit_id", "r.dated_on");
    let excluded = caller.judges_nothing_at();
    if !excluded.is_empty() {
        from.push(" AND r.unit_id").none_of_ids(excluded);
    }
    if let Some(user) = caller.user() {
        from.push(" AND NOT EXISTS (SELECT 1 FROM activity_report_writer w WHERE w.report_id = r.id AND w.user_id = ")
            .bind(user.uuid())
            .push(")");
    }
    fits(&mut from, filter);
    let query = Query { columns: COLUMNS, from };
    let page: Page<ListRow> = page::page(tx, query, LONGEST_WAITING, request).await?;
    Ok(page.map(|row| Id::new(row.id)))
}

fn fits(sql: &mut Sql, filter: &ReportFilter) {
    if let Some(unit) = filter.unit {
        sql.push(" AND r.unit_id = ").bind(unit.uuid());
    }
    if let Some(below) = filter.below {
        sql.push(" AND ");
        scope::below(sql, &Reach::Units(vec![below]), "r.unit_id", "r.dated_on");
    }
    if let Some(states) = &filter.states {
        sql.push(" AND r.state").one_of(states.iter().map(|state| state.as_str()));
    }
    if let Some(product) = filter.product {
        sql.push(" AND r.product = ").bind(product.as_str());
    }
    if let Some(plan) = filter.plan {
        sql.push(" AND (EXISTS (SELECT 1 FROM activity_report_task named JOIN task t ON t.id = named.task_id")
            .push(" WHERE named.report_id = r.id AND t.plan_id = ")
            .bind(plan.uuid())
            .push(") OR EXISTS (SELECT 1 FROM contribution c JOIN obligation o ON o.id = c.obligation_id")
            .push(" WHERE c.report_id = r.id AND o.plan_id = ")
            .bind(plan.uuid())
            .push("))");
    }
    if let Some(task) = filter.task {
        sql.push(" AND EXISTS (SELECT 1 FROM activity_report_task named WHERE named.report_id = r.id")
            .push(" AND named.task_id = ")
            .bind(task.uuid())
            .push(")");
    }
    if let Some(from) = filter.from {
        sql.push(" AND r.dated_on >= ").bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND r.dated_on <= ").bind(to);
    }
    if let Some(instant) = filter.submitted_before {
        sql.push(" AND r.submitted_at < ").bind(instant);
    }
}
