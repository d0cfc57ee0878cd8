//! The caller's rights as SQL conditions.
//!
//! Column names are fixed text of the calling query (`"r.unit_id"`); ids are bound.

use domain::{calendar::Day, id::UnitId};

use super::sql::Sql;
use crate::session::Reach;

/// Adds a condition: the unit in `unit` was one of the units of `reach`, or below one, on the day in `day`.
///
/// On which day: a report's own date, an obligation's last day.
pub(super) fn at_or_below(sql: &mut Sql, reach: &Reach, unit: &'static str, day: &'static str) {
    at_or_below_within(sql, reach, unit, (day, day));
}

/// Adds a condition: the unit in `unit` was one of the units of `reach`, or below one, on a day from `first` to `last`.
pub(super) fn at_or_below_within(
    sql: &mut Sql,
    reach: &Reach,
    unit: &'static str,
    (first, last): (&'static str, &'static str),
) {
    when_some(sql, reach, |sql, units| {
        under(sql, unit, units).push(" AND reach.valid_from <= ").push(last);
        sql.push(" AND reach.valid_to >= ").push(first).push(")");
    });
}

/// Adds a condition: the unit in `unit` ended before the day in `day`, and was one of the units of `reach`, or below one,
/// on the last day of its life.
pub(super) fn at_or_below_at_its_end(sql: &mut Sql, reach: &Reach, unit: &'static str, day: &'static str) {
    when_some(sql, reach, |sql, units| {
        under(sql, unit, units).push(" AND reach.valid_to < ").push(day);
        sql.push(" AND reach.valid_to = (SELECT MAX(life.valid_to) FROM unit_ancestor life WHERE life.unit_id = ")
            .push(unit)
            .push(" AND life.distance = 0))");
    });
}

/// Adds a condition: the unit in `unit` was below one of the units of `reach`, itself not counted, on the day in `day`.
pub(super) fn below(sql: &mut Sql, reach: &Reach, unit: &'static str, day: &'static str) {
    when_some(sql, reach, |sql, units| {
        under(sql, unit, units).push(" AND reach.distance > 0 AND reach.valid_from <= ").push(day);
        sql.push(" AND reach.valid_to >= ").push(day).push(")");
    });
}

/// Adds a condition: the unit in `unit` is one of the units of `reach`, or below one, today; where it lives no more, on its
/// last day, and where it does not live yet, on its first.
pub(super) fn at_or_below_now(sql: &mut Sql, reach: &Reach, unit: &'static str, today: Day) {
    when_some(sql, reach, |sql, units| {
        under(sql, unit, units).push(" AND reach.valid_from <= ");
        day_judged(sql, unit, today);
        sql.push(" AND reach.valid_to >= ");
        day_judged(sql, unit, today);
        sql.push(")");
    });
}

/// Adds the day that is nearest to today of those on which the unit in `unit` lives.
fn day_judged(sql: &mut Sql, unit: &'static str, today: Day) {
    sql.either("MIN(MAX(", "LEAST(GREATEST(").bind(today).push(", (SELECT MIN(life.valid_from)").push(LIFE).push(unit);
    sql.push(")), (SELECT MAX(life.valid_to)").push(LIFE).push(unit).push("))");
}

const LIFE: &str = " FROM unit_ancestor life WHERE life.distance = 0 AND life.unit_id = ";

/// Adds a condition: the unit in `unit` is one of the units of `reach`, or was below one on any day.
pub(super) fn at_or_below_ever(sql: &mut Sql, reach: &Reach, unit: &'static str) {
    when_some(sql, reach, |sql, units| {
        under(sql, unit, units).push(")");
    });
}

/// Adds a condition: the unit in `unit` is one of the units of `reach` itself.
pub(super) fn itself(sql: &mut Sql, reach: &Reach, unit: &'static str) {
    when_some(sql, reach, |sql, units| {
        sql.push(unit).push("").one_of_ids(units.iter().copied());
    });
}

/// Adds what `condition` says of the units of `reach`; for nobody it never holds, for the program itself always.
fn when_some(sql: &mut Sql, reach: &Reach, condition: impl FnOnce(&mut Sql, &[UnitId])) {
    match reach {
        Reach::Everything => {
            sql.push("TRUE");
        }
        Reach::Units(units) if units.is_empty() => {
            sql.push("FALSE");
        }
        Reach::Units(units) => condition(sql, units),
    }
}

/// Opens the question whether one of `units` stands at or above the unit in `unit`.
fn under<'a>(sql: &'a mut Sql, unit: &'static str, units: &[UnitId]) -> &'a mut Sql {
    sql.push("EXISTS (SELECT 1 FROM unit_ancestor reach WHERE reach.unit_id = ")
        .push(unit)
        .push(" AND reach.ancestor_id")
        .one_of_ids(units.iter().copied())
}
