//! Who may see a plan, and with it its tasks, quotas and other parts: the one place that says so.

use domain::{
    id::{Id, PlanId, TaskId, UnitId},
    plan::PlanState,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::{Reach, Scope},
    store::{
        StoreError, Tx,
        scope::{at_or_below_ever, itself},
        sql::Sql,
    },
};

/// Whose eyes look at plans.
#[derive(Debug, Clone)]
pub(in crate::store) struct Sight {
    /// The units they belong to.
    belongs: Reach,
    /// The units at and below which they read.
    reads: Reach,
    /// The units whose drafts they read.
    drafts: Reach,
}

impl Sight {
    /// The eyes of a caller.
    pub(in crate::store) fn of(scope: &Scope) -> Self {
        Self { belongs: scope.belongs(), reads: scope.reads(), drafts: scope.reads_drafts() }
    }

    /// The eyes of a unit as such: what each of its readers sees of issued plans.
    pub(in crate::store) fn of_unit(unit: UnitId) -> Self {
        let unit = Reach::Units(vec![unit]);
        Self { belongs: unit.clone(), reads: unit, drafts: Reach::Units(Vec::new()) }
    }
}

/// Adds a condition: the plan `p` of the query may be seen.
///
/// A draft is seen by who reads the drafts of its issuer. An issued or revoked plan is seen by who belongs to its
/// issuer, to a unit that ever stood above it or to one that ever stood below it, and by who reads a unit that holds a
/// role in a task of it. That the plan merely names a unit shows it to nobody.
pub(in crate::store) fn visible(sql: &mut Sql, sight: &Sight) {
    sql.push("(p.state = 'DRAFT' AND ");
    itself(sql, &sight.drafts, "p.issuer_id");
    sql.push(" OR p.state <> 'DRAFT' AND (");
    related(sql, &sight.belongs);
    sql.push(" OR EXISTS (SELECT 1 FROM plan_organisation named WHERE named.plan_id = p.id AND EXISTS")
        .push(" (SELECT 1 FROM task_role held WHERE held.organisation_id = named.id) AND ");
    at_or_below_ever(sql, &sight.reads, "named.unit_id");
    sql.push(")))");
}

/// The issuer of `p` is one of the units, or ever stood above or below one.
fn related(sql: &mut Sql, belongs: &Reach) {
    let Reach::Units(units) = belongs else {
        sql.push("TRUE");
        return;
    };
    if units.is_empty() {
        sql.push("FALSE");
        return;
    }
    at_or_below_ever(sql, belongs, "p.issuer_id");
    sql.push(" OR EXISTS (SELECT 1 FROM unit_ancestor above WHERE above.ancestor_id = p.issuer_id AND above.unit_id")
        .one_of_ids(units.iter().copied())
        .push(")");
}

#[derive(FromQueryResult)]
struct SeenRow {
    id: Uuid,
    state: String,
}

/// Those of the plans that the readers of `unit` see, with their states. None of them is a draft.
pub(crate) async fn seen_by_unit(
    tx: &Tx,
    _scope: &Scope,
    unit: UnitId,
    plans: &[PlanId],
) -> Result<Vec<(PlanId, PlanState)>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT p.id, p.state FROM plan p WHERE p.id").one_of_ids(plans.iter().copied()).push(" AND ");
    visible(&mut sql, &Sight::of_unit(unit));
    let rows: Vec<SeenRow> = tx.all(sql).await?;
    rows.into_iter().map(|row| Ok((Id::new(row.id), row.state.parse().map_err(StoreError::corrupt)?))).collect()
}

/// Those of the tasks whose plan the readers of `unit` see, with the plan's state. None is of a draft.
pub(crate) async fn tasks_seen_by_unit(
    tx: &Tx,
    _scope: &Scope,
    unit: UnitId,
    tasks: &[TaskId],
) -> Result<Vec<(TaskId, PlanState)>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT t.id, p.state FROM task t JOIN plan p ON p.id = t.plan_id WHERE t.id")
        .one_of_ids(tasks.iter().copied())
        .push(" AND ");
    visible(&mut sql, &Sight::of_unit(unit));
    let rows: Vec<SeenRow> = tx.all(sql).await?;
    rows.into_iter().map(|row| Ok((Id::new(row.id), row.state.parse().map_err(StoreError::corrupt)?))).collect()
}
