//! Who stood above whom, and when.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::{Id, UnitId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

#[derive(FromQueryResult)]
struct AncestorRow {
    unit_id: Uuid,
    ancestor_id: Uuid,
}

/// The units above `unit` on `day`, nearest first; empty when it did not live then.
pub(crate) async fn above_on(tx: &Tx, scope: &Scope, unit: UnitId, day: Day) -> Result<Vec<UnitId>, StoreError> {
    Ok(ancestors(tx, scope, &[unit], day).await?.remove(&unit).unwrap_or_default())
}

#[derive(FromQueryResult)]
struct LifeRow {
    first: Option<Day>,
    last: Option<Day>,
}

/// The day that is nearest to `today` of those on which `unit` lives; none for a unit that is unknown.
pub(crate) async fn day_judged(tx: &Tx, _scope: &Scope, unit: UnitId, today: Day) -> Result<Option<Day>, StoreError> {
    let mut sql = tx.sql();
    sql.push(
        "SELECT MIN(valid_from) AS first, MAX(valid_to) AS last FROM unit_ancestor WHERE distance = 0 AND unit_id = ",
    )
    .bind(unit.uuid());
    let life = tx.one::<LifeRow>(sql).await?.and_then(|row| row.first.zip(row.last));
    Ok(life.map(|(first, last)| today.max(first).min(last)))
}

/// The units above each of `units` on `day`, nearest first.
pub(crate) async fn ancestors(
    tx: &Tx,
    _scope: &Scope,
    units: &[UnitId],
    day: Day,
) -> Result<HashMap<UnitId, Vec<UnitId>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT unit_id, ancestor_id FROM unit_ancestor WHERE distance > 0 AND unit_id")
        .one_of_ids(units.iter().copied())
        .push(" AND valid_from <= ")
        .bind(day)
        .push(" AND valid_to >= ")
        .bind(day)
        .push(" ORDER BY unit_id, distance");
    let rows: Vec<AncestorRow> = tx.all(sql).await?;
    let mut found: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    for row in rows {
        found.entry(Id::new(row.unit_id)).or_default().push(Id::new(row.ancestor_id));
    }
    Ok(found)
}
