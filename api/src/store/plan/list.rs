//! Lists of plans, the latest year first.

use domain::{
    id::{Id, PlanId, UnitId},
    plan::{PlanState, Subject},
};
use sea_orm::FromQueryResult;
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

/// Which plans are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct PlanFilter {
    pub(crate) issuer: Option<UnitId>,
    pub(crate) states: Option<Vec<PlanState>>,
    pub(crate) year: Option<i32>,
    pub(crate) subject: Option<Subject>,
}

/// The latest year first, in it the one recorded last.
const LATEST: Order = Order {
    name: "year",
    columns: &[("p.year", Direction::Down, Holds::Number), ("p.id", Direction::Down, Holds::Id)],
};

const COLUMNS: &str = "p.id, p.year";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    year: i32,
}

impl Placed for Row {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Number(self.year.into()), Key::Id(self.id)]
    }
}

/// The plans that fit.
pub(crate) async fn search(
    tx: &Tx,
    scope: &Scope,
    filter: &PlanFilter,
    request: &PageRequest,
) -> Result<Page<PlanId>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM plan p WHERE ");
    fits(&mut from, scope, filter);
    let page: Page<Row> = page::page(tx, Query { columns: COLUMNS, from }, LATEST, request).await?;
    Ok(page.map(|row| Id::new(row.id)))
}

/// The plans that each of the units issued or is drafting.
pub(crate) async fn issued_by(
    tx: &Tx,
    scope: &Scope,
    units: &[UnitId],
    filter: &PlanFilter,
    request: &PageRequest,
) -> Result<Vec<(UnitId, Page<PlanId>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM plan p WHERE p.issuer_id").one_of_ids(units.iter().copied()).push(" AND ");
    fits(&mut from, scope, filter);
    let pages = page::pages::<Row>(tx, "p.issuer_id", Query { columns: COLUMNS, from }, LATEST, request).await?;
    Ok(pages.into_iter().map(|(unit, page)| (Id::new(unit), page.map(|row| Id::new(row.id)))).collect())
}

/// The plans that carry out each of the plans.
pub(crate) async fn under(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<PlanId>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM plan p JOIN (SELECT DISTINCT plan_id, resolved_plan_id FROM plan_act")
        .push(" WHERE relation = 'CARRIES_OUT' AND resolved_plan_id")
        .one_of_ids(plans.iter().copied())
        .push(") a ON a.plan_id = p.id WHERE ");
    visible(&mut from, &Sight::of(scope));
    let pages = page::pages::<Row>(tx, "a.resolved_plan_id", Query { columns: COLUMNS, from }, LATEST, request).await?;
    Ok(pages.into_iter().map(|(plan, page)| (Id::new(plan), page.map(|row| Id::new(row.id)))).collect())
}

fn fits(sql: &mut Sql, scope: &Scope, filter: &PlanFilter) {
    visible(sql, &Sight::of(scope));
    if let Some(issuer) = filter.issuer {
        sql.push(" AND p.issuer_id = ").bind(issuer.uuid());
    }
    if let Some(states) = &filter.states {
        sql.push(" AND p.state").one_of(states.iter().map(|state| state.as_str()));
    }
    if let Some(year) = filter.year {
        sql.push(" AND p.year = ").bind(year);
    }
    if let Some(subject) = filter.subject {
        sql.push(" AND EXISTS (SELECT 1 FROM plan_subject s WHERE s.plan_id = p.id AND s.subject = ")
            .bind(subject.as_str())
            .push(")");
    }
}
