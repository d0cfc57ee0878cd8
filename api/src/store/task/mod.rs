//! Tasks of plans. Whoever may see a plan may see its tasks.

use std::collections::HashMap;

use chrono::Weekday;
use domain::{
    calendar::Year,
    id::{Id, PlanId, PlanOrganisationId, TaskId},
    quota::{Channel, Product},
    task::{Budget, Money, RoleHolder, Timing, TimingKind, When},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        plan::{Sight, holder, visible},
    },
};

/// A task without its quotas and links.
#[derive(Debug, Clone)]
pub(crate) struct TaskRecord {
    pub(crate) id: TaskId,
    pub(crate) plan: PlanId,
    pub(crate) no: String,
    pub(crate) title: String,
    pub(crate) product: Product,
    pub(crate) channels: Vec<Channel>,
    /// Each role, with the plan's organisation that holds it if one does.
    pub(crate) roles: Vec<(RoleHolder, Option<PlanOrganisationId>)>,
    pub(crate) timing: Timing,
    pub(crate) budget: Option<Budget>,
}

#[derive(FromQueryResult)]
struct ChannelRow {
    task_id: Uuid,
    channel: String,
}

#[derive(FromQueryResult)]
struct RoleRow {
    task_id: Uuid,
    role: String,
    organisation_id: Option<Uuid>,
    organisation_key: Option<String>,
    holders: Option<String>,
    text: Option<String>,
}

/// The tasks with these ids, in the order of their plans; those that are hidden or unknown are left out.
pub(crate) async fn by_ids(tx: &Tx, scope: &Scope, ids: &[TaskId]) -> Result<Vec<TaskRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT t.* FROM task t JOIN plan p ON p.id = t.plan_id WHERE t.id")
        .one_of_ids(ids.iter().copied())
        .push(" AND ");
    visible(&mut sql, &Sight::of(scope));
    sql.push(" ORDER BY t.plan_id, t.position");
    let tasks: Vec<entity::task::Model> = tx.all(sql).await?;
    let seen: Vec<TaskId> = tasks.iter().map(|task| Id::new(task.id)).collect();
    let mut channels = channels(tx, &seen).await?;
    let mut roles = roles(tx, &seen).await?;
    tasks
        .into_iter()
        .map(|task| {
            let channels = channels.remove(&task.id).unwrap_or_default();
            let roles = roles.remove(&task.id).unwrap_or_default();
            record(task, channels, roles)
        })
        .collect()
}

async fn channels(tx: &Tx, tasks: &[TaskId]) -> Result<HashMap<Uuid, Vec<Channel>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT task_id, channel FROM task_channel WHERE task_id")
        .one_of_ids(tasks.iter().copied())
        .push(" ORDER BY task_id, position");
    let mut channels: HashMap<Uuid, Vec<Channel>> = HashMap::new();
    for row in tx.all::<ChannelRow>(sql).await? {
        channels.entry(row.task_id).or_default().push(row.channel.parse().map_err(StoreError::corrupt)?);
    }
    Ok(channels)
}

type Roles = HashMap<Uuid, Vec<(RoleHolder, Option<PlanOrganisationId>)>>;

async fn roles(tx: &Tx, tasks: &[TaskId]) -> Result<Roles, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT r.task_id, r.role, r.organisation_id, o.key AS organisation_key, r.holders, r.text")
        .push(" FROM task_role r LEFT JOIN plan_organisation o ON o.id = r.organisation_id WHERE r.task_id")
        .one_of_ids(tasks.iter().copied())
        .push(" ORDER BY r.task_id, r.position");
    let mut roles: Roles = HashMap::new();
    for row in tx.all::<RoleRow>(sql).await? {
        let held = RoleHolder {
            role: row.role.parse().map_err(StoreError::corrupt)?,
            holder: holder(row.organisation_key, row.holders)?,
            text: row.text,
        };
        roles.entry(row.task_id).or_default().push((held, row.organisation_id.map(Id::new)));
    }
    Ok(roles)
}

fn record(
    row: entity::task::Model,
    channels: Vec<Channel>,
    roles: Vec<(RoleHolder, Option<PlanOrganisationId>)>,
) -> Result<TaskRecord, StoreError> {
    let timing = timing(&row)?;
    let budget = match row.budget_text {
        None => None,
        Some(text) => Some(Budget {
            text,
            amount_vnd: row.budget_vnd.map(Money::new).transpose().map_err(StoreError::corrupt)?,
            formula: row.budget_formula,
        }),
    };
    Ok(TaskRecord {
        id: Id::new(row.id),
        plan: Id::new(row.plan_id),
        no: row.no,
        title: row.title,
        product: row.product.parse().map_err(StoreError::corrupt)?,
        channels,
        roles,
        timing,
        budget,
    })
}

fn timing(row: &entity::task::Model) -> Result<Timing, StoreError> {
    let missing = || StoreError::corrupt(format!("the timing of task {} lacks a part", row.id));
    let when = match row.timing_kind.parse().map_err(StoreError::corrupt)? {
        TimingKind::Continuous => When::Continuous,
        TimingKind::Year => When::Year,
        TimingKind::Quarter => {
            When::Quarter(row.timing_quarter.map(u8::try_from).transpose().map_err(StoreError::corrupt)?)
        }
        TimingKind::Date => When::Date(row.timing_date.ok_or_else(missing)?),
        TimingKind::BeforeMonth => When::BeforeMonth(row.timing_date.ok_or_else(missing)?),
        TimingKind::WeeklySlot => {
            let weekday = row.timing_weekday.and_then(weekday).ok_or_else(missing)?;
            let at = row.timing_at.as_deref().map(str::parse).transpose().map_err(StoreError::corrupt)?;
            When::WeeklySlot(weekday, at)
        }
        TimingKind::Unstated => When::Unstated,
    };
    let year = row.timing_year.map(Year::new).transpose().map_err(StoreError::corrupt)?;
    Ok(Timing { when, year, text: row.timing_text.clone() })
}

/// 1 is Monday.
fn weekday(number: i32) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(number - 1).ok()?).ok()
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

/// The order in which a plan prints its tasks; across plans it is only stable.
const PRINTED: Order = Order {
    name: "position",
    columns: &[("t.position", Direction::Up, Holds::Number), ("t.id", Direction::Up, Holds::Id)],
};

const COLUMNS: &str = "t.id, t.position";

/// The tasks of each of the plans.
pub(crate) async fn of_plans(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<TaskId>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM task t JOIN plan p ON p.id = t.plan_id WHERE t.plan_id")
        .one_of_ids(plans.iter().copied())
        .push(" AND ");
    visible(&mut from, &Sight::of(scope));
    let pages = page::pages::<PlaceRow>(tx, "t.plan_id", Query { columns: COLUMNS, from }, PRINTED, request).await?;
    Ok(pages.into_iter().map(|(plan, page)| (Id::new(plan), page.map(|row| Id::new(row.id)))).collect())
}

/// Which way links between tasks are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Links {
    /// The tasks of higher plans that a task carries out.
    Up,
    /// The tasks that carry it out.
    Down,
}

/// The tasks that each of the tasks is linked to, of plans that the caller sees.
pub(crate) async fn linked(
    tx: &Tx,
    scope: &Scope,
    tasks: &[TaskId],
    links: Links,
    request: &PageRequest,
) -> Result<Vec<(TaskId, Page<TaskId>)>, StoreError> {
    let (parent, join) = match links {
        Links::Up => ("l.task_id", "FROM task_link l JOIN task t ON t.id = l.carries_out_id"),
        Links::Down => ("l.carries_out_id", "FROM task_link l JOIN task t ON t.id = l.task_id"),
    };
    let mut from = tx.sql();
    from.push(join).push(" JOIN plan p ON p.id = t.plan_id WHERE ").push(parent);
    from.one_of_ids(tasks.iter().copied()).push(" AND ");
    visible(&mut from, &Sight::of(scope));
    let pages = page::pages::<PlaceRow>(tx, parent, Query { columns: COLUMNS, from }, PRINTED, request).await?;
    Ok(pages.into_iter().map(|(task, page)| (Id::new(task), page.map(|row| Id::new(row.id)))).collect())
}
