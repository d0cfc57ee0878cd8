//! The parts of a plan that bind nobody by themselves: acts, organisations, lines.

use domain::{
    calendar::Day,
    id::{Id, PlanId, PlanOrganisationId},
    plan::{Act, Organisation},
};
use uuid::Uuid;

use super::visible::{Sight, visible};
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        sql::Sql,
    },
};

/// How a plan names an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ActRelation {
    /// It carries the act out, or is based on it.
    CarriesOut,
    /// It names it otherwise.
    Cites,
}

impl ActRelation {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::CarriesOut => "CARRIES_OUT",
            Self::Cites => "CITES",
        }
    }
}

/// What a line of a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LineKind {
    /// Something to communicate.
    Theme,
    /// A published index.
    Index,
    /// Another measure named as an aim.
    Indicator,
    /// A day that binds.
    Deadline,
    /// Who receives the plan.
    Recipient,
    /// What is doubtful in it.
    Doubt,
}

impl LineKind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Theme => "THEME",
            Self::Index => "INDEX",
            Self::Indicator => "INDICATOR",
            Self::Deadline => "DEADLINE",
            Self::Recipient => "RECIPIENT",
            Self::Doubt => "DOUBT",
        }
    }
}

/// An act that a plan names.
#[derive(Debug, Clone)]
pub(crate) struct ActRecord {
    pub(crate) id: Uuid,
    pub(crate) act: Act,
    /// The plan it was found to be, or that the writer picked.
    pub(crate) resolved: Option<PlanId>,
}

/// An organisation as a plan names it; with the plan issued, its unit is known.
#[derive(Debug, Clone)]
pub(crate) struct OrganisationRecord {
    pub(crate) id: PlanOrganisationId,
    pub(crate) organisation: Organisation,
}

/// A line of a plan.
#[derive(Debug, Clone)]
pub(crate) struct LineRecord {
    pub(crate) key: Option<String>,
    pub(crate) day: Option<Day>,
    pub(crate) text: String,
}

/// The order in which the plan prints them. `x` is the part's own table.
pub(super) const PRINTED: Order = Order {
    name: "position",
    columns: &[("x.position", Direction::Up, Holds::Number), ("x.id", Direction::Up, Holds::Id)],
};

macro_rules! printed {
    ($($row:ty),+) => {$(
        impl Placed for $row {
            fn keys(&self, _order: Order) -> Vec<Key> {
                vec![Key::Number(self.position.into()), Key::Id(self.id)]
            }
        }
    )+};
}

printed!(entity::plan_act::Model, entity::plan_organisation::Model, entity::plan_line::Model);

/// Adds what every list of parts asks: of these plans, as far as the caller sees them.
pub(super) fn visible_parts(mut from: Sql, scope: &Scope, plans: &[PlanId]) -> Sql {
    from.push(" JOIN plan p ON p.id = x.plan_id WHERE x.plan_id").one_of_ids(plans.iter().copied()).push(" AND ");
    visible(&mut from, &Sight::of(scope));
    from
}

/// The acts that each of the plans names.
pub(crate) async fn acts(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    relation: ActRelation,
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<ActRecord>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM plan_act x");
    let mut from = visible_parts(from, scope, plans);
    from.push(" AND x.relation = ").bind(relation.as_str());
    let pages = page::pages(tx, "x.plan_id", Query { columns: "x.*", from }, PRINTED, request).await?;
    pages.into_iter().map(|(plan, page)| Ok((Id::new(plan), page.try_map(act)?))).collect()
}

/// The organisations that each of the plans names.
pub(crate) async fn organisations(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<OrganisationRecord>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM plan_organisation x");
    let query = Query { columns: "x.*", from: visible_parts(from, scope, plans) };
    let pages = page::pages(tx, "x.plan_id", query, PRINTED, request).await?;
    pages.into_iter().map(|(plan, page)| Ok((Id::new(plan), page.try_map(organisation)?))).collect()
}

/// The organisations with these ids, as their plans name them.
pub(crate) async fn organisations_by_ids(
    tx: &Tx,
    scope: &Scope,
    ids: &[PlanOrganisationId],
) -> Result<Vec<OrganisationRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT x.* FROM plan_organisation x JOIN plan p ON p.id = x.plan_id WHERE x.id")
        .one_of_ids(ids.iter().copied())
        .push(" AND ");
    visible(&mut sql, &Sight::of(scope));
    tx.all(sql).await?.into_iter().map(organisation).collect()
}

/// The lines of one kind of each of the plans.
pub(crate) async fn lines(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    kind: LineKind,
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<LineRecord>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM plan_line x");
    let mut from = visible_parts(from, scope, plans);
    from.push(" AND x.kind = ").bind(kind.as_str());
    let pages = page::pages(tx, "x.plan_id", Query { columns: "x.*", from }, PRINTED, request).await?;
    Ok(pages.into_iter().map(|(plan, page)| (Id::new(plan), page.map(line))).collect())
}

pub(super) fn act(row: entity::plan_act::Model) -> Result<ActRecord, StoreError> {
    Ok(ActRecord {
        id: row.id,
        act: Act {
            symbol: row.symbol,
            issued_on: row.issued_on.map(|date| date.parse()).transpose().map_err(StoreError::corrupt)?,
            issuer: row.issuer,
            title: row.title,
        },
        resolved: row.resolved_plan_id.map(Id::new),
    })
}

pub(super) fn organisation(row: entity::plan_organisation::Model) -> Result<OrganisationRecord, StoreError> {
    Ok(OrganisationRecord {
        id: Id::new(row.id),
        organisation: Organisation {
            key: row.key,
            name: row.name,
            kind: row.kind.parse().map_err(StoreError::corrupt)?,
            affiliation: row.affiliation.parse().map_err(StoreError::corrupt)?,
            unit: row.unit_id.map(Id::new),
        },
    })
}

pub(super) fn line(row: entity::plan_line::Model) -> LineRecord {
    LineRecord { key: row.key, day: row.day, text: row.text }
}
