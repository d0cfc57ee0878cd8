//! Quotas of tasks. Whoever may see a plan may see its quotas.

use std::collections::HashMap;

use domain::{
    calendar::{WindowKind, Year},
    id::{Id, PlanId, PlanOrganisationId, QuotaId, TaskId, UnitId},
    quota::{Bounded, Measure, StatedTotal, StatedValue},
    task::{Quota, Selector, SelectorKind},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx, obligation,
        page::{self, Direction, Holds, Order, Placed, Query},
        plan::{self, Sight},
        sql::Sql,
    },
};

/// A quota with the ids of what its plan names in it.
#[derive(Debug, Clone)]
pub(crate) struct QuotaRecord {
    pub(crate) id: QuotaId,
    pub(crate) plan: PlanId,
    pub(crate) task: TaskId,
    /// The year of its plan.
    pub(crate) year: Year,
    pub(crate) quota: Quota,
    /// The organisation it binds, if it binds one by name.
    pub(crate) bound_organisation: Option<PlanOrganisationId>,
    /// The organisation named to owe for all.
    pub(crate) owner: Option<PlanOrganisationId>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    plan_id: Uuid,
    task_id: Uuid,
    plan_year: i32,
    no: String,
    selector: String,
    selector_role: Option<String>,
    selector_organisation_id: Option<Uuid>,
    selector_key: Option<String>,
    sharing: String,
    owed_by_id: Option<Uuid>,
    owed_by_key: Option<String>,
    product: String,
    channel: Option<String>,
    topic: Option<String>,
    minimum: Option<i32>,
    coverage_goal: Option<i32>,
    per: Option<String>,
    due_on: Option<domain::calendar::Day>,
    min_minutes: Option<i32>,
    stage: String,
    stated_value: Option<i32>,
    stated_per: Option<String>,
    stated_approximate: Option<bool>,
    note: Option<String>,
}

const ROW: &str = "SELECT q.id, q.plan_id, q.task_id, p.year AS plan_year, q.no, q.selector, q.selector_role, \
                   q.selector_organisation_id, bound.key AS selector_key, q.sharing, q.owed_by_id, \
                   owner.key AS owed_by_key, q.product, q.channel, q.topic, q.minimum, q.coverage_goal, q.per, \
                   q.due_on, q.min_minutes, q.stage, q.stated_value, q.stated_per, q.stated_approximate, q.note \
                   FROM quota q JOIN plan p ON p.id = q.plan_id \
                   LEFT JOIN plan_organisation bound ON bound.id = q.selector_organisation_id \
                   LEFT JOIN plan_organisation owner ON owner.id = q.owed_by_id WHERE ";

#[derive(FromQueryResult)]
struct UnitRow {
    quota_id: Uuid,
    unit_id: Uuid,
}

/// The quotas with these ids; those that are hidden or unknown are left out.
pub(crate) async fn by_ids(tx: &Tx, scope: &Scope, ids: &[QuotaId]) -> Result<Vec<QuotaRecord>, StoreError> {
    let mut condition = tx.sql();
    condition.push("q.id").one_of_ids(ids.iter().copied());
    read(tx, scope, condition).await
}

/// Every quota of one plan, task by task in the plan's order.
pub(crate) async fn all_of_plan(tx: &Tx, scope: &Scope, plan: PlanId) -> Result<Vec<QuotaRecord>, StoreError> {
    let mut condition = tx.sql();
    condition.push("q.plan_id = ").bind(plan.uuid());
    read(tx, scope, condition).await
}

async fn read(tx: &Tx, scope: &Scope, condition: Sql) -> Result<Vec<QuotaRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push(ROW).append(condition).push(" AND ");
    plan::visible(&mut sql, &Sight::of(scope));
    sql.push(" ORDER BY q.plan_id, q.position");
    let rows: Vec<Row> = tx.all(sql).await?;
    let mut sql = tx.sql();
    sql.push("SELECT quota_id, unit_id FROM quota_unit WHERE quota_id")
        .one_of(rows.iter().filter(|row| row.selector == "UNITS").map(|row| row.id))
        .push(" ORDER BY quota_id, unit_id");
    let mut units: HashMap<Uuid, Vec<UnitId>> = HashMap::new();
    for row in tx.all::<UnitRow>(sql).await? {
        units.entry(row.quota_id).or_default().push(Id::new(row.unit_id));
    }
    rows.into_iter()
        .map(|row| {
            let units = units.remove(&row.id).unwrap_or_default();
            record(row, units)
        })
        .collect()
}

fn record(row: Row, units: Vec<UnitId>) -> Result<QuotaRecord, StoreError> {
    let selector = selector(&row, units)?;
    let quota = Quota {
        no: row.no,
        selector,
        sharing: row.sharing.parse().map_err(StoreError::corrupt)?,
        owed_by: row.owed_by_key,
        measure: Measure {
            product: row.product.parse().map_err(StoreError::corrupt)?,
            channel: row.channel.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
            topic: row.topic.map(|code| code.parse()).transpose().map_err(StoreError::corrupt)?,
            min_minutes: bounded(row.min_minutes)?,
            stage: row.stage.parse().map_err(StoreError::corrupt)?,
        },
        minimum: bounded(row.minimum)?,
        coverage_goal: bounded(row.coverage_goal)?,
        per: row.per.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
        due_on: row.due_on,
        stated_total: match (row.stated_value, row.stated_per) {
            (Some(value), Some(per)) => Some(StatedTotal {
                value: StatedValue::new(value).map_err(StoreError::corrupt)?,
                per: per.parse::<WindowKind>().map_err(StoreError::corrupt)?,
                approximate: row.stated_approximate.unwrap_or_default(),
            }),
            _ => None,
        },
        note: row.note,
    };
    Ok(QuotaRecord {
        id: Id::new(row.id),
        plan: Id::new(row.plan_id),
        task: Id::new(row.task_id),
        year: Year::new(row.plan_year).map_err(StoreError::corrupt)?,
        quota,
        bound_organisation: row.selector_organisation_id.map(Id::new),
        owner: row.owed_by_id.map(Id::new),
    })
}

fn bounded<const MIN: i64, const MAX: i64>(value: Option<i32>) -> Result<Option<Bounded<MIN, MAX>>, StoreError> {
    value.map(Bounded::new).transpose().map_err(StoreError::corrupt)
}

fn selector(row: &Row, units: Vec<UnitId>) -> Result<Selector, StoreError> {
    let missing = || StoreError::corrupt(format!("the selector of quota {} lacks a part", row.id));
    Ok(match row.selector.parse().map_err(StoreError::corrupt)? {
        SelectorKind::EachCommune => Selector::EachCommune,
        SelectorKind::EachDistrict => Selector::EachDistrict,
        SelectorKind::EachDepartment => Selector::EachDepartment,
        SelectorKind::EachDepartmentAndDistrict => Selector::EachDepartmentAndDistrict,
        SelectorKind::Organisation => Selector::Organisation(row.selector_key.clone().ok_or_else(missing)?),
        SelectorKind::RoleHolders => {
            let role = row.selector_role.as_deref().ok_or_else(missing)?;
            Selector::RoleHolders(role.parse().map_err(StoreError::corrupt)?)
        }
        SelectorKind::Units => Selector::Units(units),
    })
}

#[derive(FromQueryResult)]
struct PlaceRow {
    id: Uuid,
    position: i32,
}

impl Placed for PlaceRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Number(self.position.into()), Key::Id(self.id)]
    }
}

/// The order in which a plan prints its quotas.
const PRINTED: Order = Order {
    name: "position",
    columns: &[("q.position", Direction::Up, Holds::Number), ("q.id", Direction::Up, Holds::Id)],
};

const COLUMNS: &str = "q.id, q.position";

/// The quotas of each of the plans.
pub(crate) async fn of_plans(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<QuotaId>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM quota q JOIN plan p ON p.id = q.plan_id WHERE q.plan_id").one_of_ids(plans.iter().copied());
    below(tx, scope, "q.plan_id", from, request).await
}

/// The quotas of each of the tasks.
pub(crate) async fn of_tasks(
    tx: &Tx,
    scope: &Scope,
    tasks: &[TaskId],
    request: &PageRequest,
) -> Result<Vec<(TaskId, Page<QuotaId>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM quota q JOIN plan p ON p.id = q.plan_id WHERE q.task_id").one_of_ids(tasks.iter().copied());
    below(tx, scope, "q.task_id", from, request).await
}

async fn below<P>(
    tx: &Tx,
    scope: &Scope,
    parent: &'static str,
    mut from: Sql,
    request: &PageRequest,
) -> Result<Vec<(Id<P>, Page<QuotaId>)>, StoreError> {
    from.push(" AND ");
    plan::visible(&mut from, &Sight::of(scope));
    let pages = page::pages::<PlaceRow>(tx, parent, Query { columns: COLUMNS, from }, PRINTED, request).await?;
    Ok(pages.into_iter().map(|(id, page)| (Id::new(id), page.map(|row| Id::new(row.id)))).collect())
}

#[derive(FromQueryResult)]
struct TotalRow {
    quota_id: Uuid,
    target: i64,
}

/// What is really owed under each of the quotas, as far as the caller reads it: the sum of the targets of obligations
/// that are neither exempt nor revoked. A quota without any is left out.
pub(crate) async fn owed_totals(tx: &Tx, scope: &Scope, quotas: &[QuotaId]) -> Result<Vec<(QuotaId, i64)>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT o.quota_id, CAST(SUM(o.target) AS BIGINT) AS target FROM obligation o WHERE o.quota_id")
        .one_of_ids(quotas.iter().copied())
        .push(" AND o.standing NOT IN ('EXEMPT', 'REVOKED') AND ");
    obligation::visible_in_force(&mut sql, scope);
    sql.push(" GROUP BY o.quota_id");
    let rows: Vec<TotalRow> = tx.all(sql).await?;
    Ok(rows.into_iter().map(|row| (Id::new(row.quota_id), row.target)).collect())
}
