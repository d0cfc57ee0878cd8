//! Facts that decide what may be done with a report.

use std::collections::HashSet;

use domain::{
    calendar::Day,
    id::{ActivityReportId, Id, TaskId, UnitId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::readable;
use crate::{
    session::Scope,
    store::{StoreError, Tx, scope},
};

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

async fn ids<K>(tx: &Tx, sql: crate::store::sql::Sql) -> Result<HashSet<Id<K>>, StoreError> {
    Ok(tx.all::<IdRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect())
}

/// Those of `tasks` that a report of `unit` may name: tasks of issued plans which that unit may read. Its issuer is the
/// unit itself, or stands above or below it on any day, or the plan gives the unit a role.
pub(crate) async fn nameable(
    tx: &Tx,
    _scope: &Scope,
    unit: UnitId,
    tasks: &[TaskId],
) -> Result<HashSet<TaskId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT t.id FROM task t JOIN plan p ON p.id = t.plan_id WHERE t.id IN ")
        .ids(tasks.iter().copied())
        .push(" AND p.state = 'ISSUED' AND (p.issuer_id = ")
        .bind(unit.uuid())
        .push(" OR EXISTS (SELECT 1 FROM unit_ancestor above WHERE above.unit_id = ")
        .bind(unit.uuid())
        .push(" AND above.ancestor_id = p.issuer_id)")
        .push(
            " OR EXISTS (SELECT 1 FROM unit_ancestor below WHERE below.unit_id = p.issuer_id AND below.ancestor_id = ",
        )
        .bind(unit.uuid())
        .push(
            ") OR EXISTS (SELECT 1 FROM plan_organisation party JOIN task_role role ON role.organisation_id = party.id",
        )
        .push(" WHERE party.plan_id = p.id AND party.unit_id = ")
        .bind(unit.uuid())
        .push("))");
    ids(tx, sql).await
}

#[derive(FromQueryResult)]
struct Life {
    distance: i32,
}

/// Whether `unit` lives on `day`.
pub(crate) async fn lives_on(tx: &Tx, _scope: &Scope, unit: UnitId, day: Day) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT distance FROM unit_ancestor WHERE distance = 0 AND unit_id = ")
        .bind(unit.uuid())
        .push(" AND valid_from <= ")
        .bind(day)
        .push(" AND valid_to >= ")
        .bind(day);
    Ok(tx.one::<Life>(sql).await?.is_some_and(|life| life.distance == 0))
}

/// Those of `reports` whose unit was, on the activity's date, below a unit that the caller reviews for.
pub(crate) async fn within_review(
    tx: &Tx,
    caller: &Scope,
    reports: &[ActivityReportId],
) -> Result<HashSet<ActivityReportId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT r.id FROM activity_report r WHERE r.id IN ").ids(reports.iter().copied()).push(" AND ");
    readable(&mut sql, caller);
    sql.push(" AND ");
    scope::below(&mut sql, &caller.reviews(), "r.unit_id", "r.dated_on");
    ids(tx, sql).await
}
