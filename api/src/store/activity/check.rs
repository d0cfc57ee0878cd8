//! Facts that decide what may be done with a report.

use std::collections::HashSet;

use domain::{
    calendar::Day,
    id::{ActivityReportId, Id, UnitId},
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
    sql.push("SELECT r.id FROM activity_report r WHERE r.id").one_of_ids(reports.iter().copied()).push(" AND ");
    readable(&mut sql, caller);
    sql.push(" AND ");
    scope::below(&mut sql, &caller.reviews(), "r.unit_id", "r.dated_on");
    Ok(tx.all::<IdRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect())
}
