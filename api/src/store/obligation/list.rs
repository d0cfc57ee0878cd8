//! Lists of obligations, by filter and order.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    compliance::AsOf,
    id::{Id, ObligationId, UnitId},
    obligation::State,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::view::{ObligationFilter, fits, view, visible, visible_in_force};
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        sql::Sql,
    },
};

/// In which order obligations are listed. All are total: the id decides last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ObligationOrder {
    /// By closing day, those at risk first, then what remains descending.
    Urgency,
    /// MISSED, then `AT_RISK`, then the others; within each by the share of the target not achieved, largest first, then
    /// the last day of the window.
    Worst,
    /// By the last day of the window.
    EndsOn,
}

const ID: (&str, Direction, Holds) = ("o.id", Direction::Up, Holds::Id);

impl ObligationOrder {
    const fn columns(self) -> Order {
        match self {
            Self::Urgency => Order {
                name: "urgency",
                columns: &[
                    ("o.closes_on", Direction::Up, Holds::Day),
                    ("o.urgency", Direction::Up, Holds::Number),
                    ("o.remaining", Direction::Down, Holds::Number),
                    ID,
                ],
            },
            Self::Worst => Order {
                name: "worst",
                columns: &[
                    ("o.worst", Direction::Up, Holds::Number),
                    ("o.shortfall", Direction::Down, Holds::Number),
                    ("o.ends_on", Direction::Up, Holds::Day),
                    ID,
                ],
            },
            Self::EndsOn => Order { name: "ends_on", columns: &[("o.ends_on", Direction::Up, Holds::Day), ID] },
        }
    }
}

#[derive(FromQueryResult)]
struct ListedRow {
    id: Uuid,
    ends_on: Day,
    closes_on: Day,
    urgency: i64,
    remaining: i64,
    worst: i64,
    shortfall: i64,
}

const LISTED: &str = "o.id, o.ends_on, o.closes_on, o.urgency, o.remaining, o.worst, o.shortfall";

impl Placed for ListedRow {
    fn keys(&self, order: Order) -> Vec<Key> {
        let mut keys = match order.name {
            "urgency" => vec![Key::Day(self.closes_on), Key::Number(self.urgency), Key::Number(self.remaining)],
            "worst" => vec![Key::Number(self.worst), Key::Number(self.shortfall), Key::Day(self.ends_on)],
            _ => vec![Key::Day(self.ends_on)],
        };
        keys.push(Key::Id(self.id));
        keys
    }
}

/// Which obligations are wanted, in which order, and which page of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ObligationQuestion {
    pub(crate) filter: ObligationFilter,
    /// The day whose states are meant.
    pub(crate) as_of: AsOf,
    pub(crate) order: ObligationOrder,
    pub(crate) page: PageRequest,
}

/// What the obligations of a list have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Under {
    /// The unit that owes.
    Unit,
    /// The plan.
    Plan,
    /// The quota.
    Quota,
    /// The unit that owed or stood above the one that owes, on the last day of the window. Only obligations in force.
    Tree(Sight),
    /// The direct subordinate of this unit that owed or stood above the one that owes, on the last day of the window.
    /// Only obligations in force.
    Branch(UnitId, Sight),
}

/// How much of what stands under a unit the caller may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Sight {
    /// All of it: the caller's grants reach that unit on every day in question.
    Whole,
    /// Some of it: each obligation is asked about.
    Partly,
}

/// The obligations that fit, over all units the caller may see.
pub(crate) async fn search(
    tx: &Tx,
    scope: &Scope,
    question: &ObligationQuestion,
) -> Result<Page<ObligationId>, StoreError> {
    let mut conditions = tx.sql();
    seen(&mut conditions, scope, &question.filter);
    fits(&mut conditions, &question.filter);
    let mut from = tx.sql();
    from.push("FROM ");
    view(&mut from, question.as_of, conditions);
    from.push(" WHERE ");
    in_states(&mut from, question.filter.states.as_deref());
    let query = Query { columns: LISTED, from };
    let found: Page<ListedRow> = page::page(tx, query, question.order.columns(), &question.page).await?;
    Ok(found.map(|row| Id::new(row.id)))
}

/// The same page of the obligations under each of several parents.
pub(crate) async fn lists(
    tx: &Tx,
    scope: &Scope,
    under: Under,
    parents: &[Uuid],
    question: &ObligationQuestion,
) -> Result<HashMap<Uuid, Page<ObligationId>>, StoreError> {
    let mut conditions = tx.sql();
    let mut from = tx.sql();
    let parent = match under {
        Under::Unit => "o.unit_id",
        Under::Plan => "o.plan_id",
        Under::Quota => "o.quota_id",
        Under::Tree(_) => "a.ancestor_id",
        Under::Branch(..) => "a.via_id",
    };
    let sight = match under {
        Under::Tree(sight) | Under::Branch(_, sight) => Some(sight),
        Under::Unit | Under::Plan | Under::Quota => None,
    };
    if let Some(sight) = sight {
        in_tree(&mut conditions, scope, sight, parents, question.as_of);
        from.push("FROM unit_ancestor a JOIN ");
    } else {
        seen(&mut conditions, scope, &question.filter);
        conditions.push(" AND ").push(parent).one_of(parents.iter().copied());
        from.push("FROM ");
    }
    fits(&mut conditions, &question.filter);
    view(&mut from, question.as_of, conditions);
    if sight.is_some() {
        from.push(" ON o.unit_id = a.unit_id AND o.ends_on >= a.valid_from AND o.ends_on <= a.valid_to WHERE ")
            .push(parent)
            .one_of(parents.iter().copied())
            .push(" AND ");
        if let Under::Branch(root, _) = under {
            from.push("a.ancestor_id = ").bind(root.uuid()).push(" AND ");
        }
    } else {
        from.push(" WHERE ");
    }
    in_states(&mut from, question.filter.states.as_deref());
    let query = Query { columns: LISTED, from };
    let pages: Vec<(Uuid, Page<ListedRow>)> =
        page::pages(tx, parent, query, question.order.columns(), &question.page).await?;
    Ok(pages.into_iter().map(|(parent, page)| (parent, page.map(|row| Id::new(row.id)))).collect())
}

/// Adds a condition: the obligation `o` is in the caller's sight. What is asked for by states is in force: of a revoked
/// plan there is no state.
fn seen(sql: &mut Sql, scope: &Scope, filter: &ObligationFilter) {
    if filter.states.is_some() {
        visible_in_force(sql, scope);
    } else {
        visible(sql, scope);
    }
}

/// Adds what narrows obligations to those in force that the caller may see under `roots`.
pub(in crate::store) fn in_tree(sql: &mut Sql, scope: &Scope, sight: Sight, roots: &[Uuid], as_of: AsOf) {
    sql.push("o.standing <> 'REVOKED'");
    if sight == Sight::Partly {
        sql.push(" AND ");
        visible_in_force(sql, scope);
    }
    // Today the join itself narrows; what is summed up for a past day is picked before it is joined, which needs no days.
    if matches!(as_of, AsOf::Past(_)) {
        sql.push(" AND o.unit_id IN (SELECT root.unit_id FROM unit_ancestor root WHERE root.ancestor_id")
            .one_of(roots.iter().copied())
            .push(")");
    }
}

fn in_states(sql: &mut Sql, states: Option<&[State]>) {
    match states {
        None => sql.push("TRUE"),
        Some(states) => sql.push("o.state").one_of(states.iter().map(|state| state.as_str())),
    };
}
