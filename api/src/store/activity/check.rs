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

/// A report that counts, dated on a day on which its unit does not live.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Unlived {
    pub(crate) unit_id: Uuid,
    pub(crate) dated_on: Day,
    pub(crate) title: String,
}

/// The reports of `units` that count, or wait to, and are dated on a day on which their unit does not live, by day.
pub(crate) async fn unlived(tx: &Tx, caller: &Scope, units: &[UnitId]) -> Result<Vec<Unlived>, StoreError> {
    let mut found = Vec::new();
    for chunk in units.chunks(1_000) {
        let mut sql = tx.sql();
        sql.push("SELECT r.unit_id, r.dated_on, r.title FROM activity_report r WHERE r.unit_id")
            .one_of_ids(chunk.iter().copied())
            .push(" AND r.state IN ('SUBMITTED', 'VERIFIED') AND ");
        readable(&mut sql, caller);
        sql.push(" AND NOT EXISTS (SELECT 1 FROM unit_ancestor life WHERE life.unit_id = r.unit_id")
            .push(" AND life.distance = 0 AND life.valid_from <= r.dated_on AND life.valid_to >= r.dated_on)")
            .push(" ORDER BY r.dated_on, r.id");
        found.extend(tx.all::<Unlived>(sql).await?);
    }
    Ok(found)
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
