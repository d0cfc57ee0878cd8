//! Who reads the trail, and how far.

use domain::id::UnitId;
use sea_orm::FromQueryResult;

use crate::{
    session::{Reach, Scope},
    store::{StoreError, Tx, activity, plan, sql::Sql},
};

#[derive(FromQueryResult)]
struct Found {
    found: i32,
}

/// How far the caller reads the trail: AUDITORs of the nation everything, also what belongs to no unit.
pub(super) async fn reach(tx: &Tx, scope: &Scope) -> Result<Reach, StoreError> {
    match scope.audits() {
        Reach::Units(units) if has_nation(tx, &units).await? => Ok(Reach::Everything),
        reach => Ok(reach),
    }
}

/// Whether the nation is one of these units.
pub(super) async fn has_nation(tx: &Tx, units: &[UnitId]) -> Result<bool, StoreError> {
    if units.is_empty() {
        return Ok(false);
    }
    let mut sql = tx.sql();
    sql.push("SELECT 1 AS found FROM unit_version v WHERE v.tier = 'NATION' AND v.unit_id");
    sql.one_of_ids(units.iter().copied()).push(" LIMIT 1");
    Ok(tx.one::<Found>(sql).await?.is_some_and(|row| row.found == 1))
}

/// Adds a condition: the event `a` is of a unit within `reach`, as the tree was on the day of the event. Before its unit
/// lived, the tree of that unit's first day decides; after it ended, that of its last.
pub(super) fn visible(sql: &mut Sql, reach: &Reach) {
    within(sql, reach, " AND reach.distance >= 0");
}

/// Adds a condition: the event `a` is of a unit below that one, on the same day.
pub(super) fn below(sql: &mut Sql, unit: UnitId) {
    within(sql, &Reach::Units(vec![unit]), " AND reach.distance > 0");
}

fn within(sql: &mut Sql, reach: &Reach, distance: &'static str) {
    let units = match reach {
        Reach::Everything => {
            sql.push("TRUE");
            return;
        }
        Reach::Units(units) if units.is_empty() => {
            sql.push("FALSE");
            return;
        }
        Reach::Units(units) => units,
    };
    // What the second condition says of each event, the first says of units: so they can be found by their index.
    sql.push("a.unit_id IN (SELECT held.unit_id FROM unit_ancestor held WHERE held.ancestor_id");
    sql.one_of_ids(units.iter().copied());
    sql.push(") AND EXISTS (SELECT 1 FROM unit_ancestor reach WHERE reach.unit_id = a.unit_id AND reach.ancestor_id");
    sql.one_of_ids(units.iter().copied()).push(distance);
    sql.push(" AND ((reach.valid_from <= a.dated_on AND reach.valid_to >= a.dated_on)")
        .push(
            " OR (reach.valid_to < a.dated_on AND reach.valid_to = (SELECT MAX(life.valid_to) FROM unit_ancestor life",
        )
        .push(" WHERE life.unit_id = a.unit_id AND life.distance = 0))")
        .push(" OR (reach.valid_from > a.dated_on AND reach.valid_from = (SELECT MIN(life.valid_from)")
        .push(" FROM unit_ancestor life WHERE life.unit_id = a.unit_id AND life.distance = 0))))");
}

/// Adds a condition: the caller may read what the event `a` says its subject was before and after.
///
/// That follows the subject. While a report was never submitted and a plan never issued, it is its own unit's affair: an
/// auditor above sees that somebody wrote at it, and when, not what. Once it is handed in, its whole course is open.
pub(super) fn content_visible(sql: &mut Sql, caller: &Scope) {
    sql.push("(a.subject_kind NOT IN ('ACTIVITY_REPORT', 'PLAN')");
    sql.push(" OR EXISTS (SELECT 1 FROM activity_report r WHERE a.subject_kind = 'ACTIVITY_REPORT'")
        .push(" AND r.id = a.subject_id AND ");
    activity::readable(sql, caller);
    sql.push(") OR EXISTS (SELECT 1 FROM plan p WHERE a.subject_kind = 'PLAN' AND p.id = a.subject_id AND ");
    plan::visible(sql, &plan::Sight::of(caller));
    sql.push("))");
}
