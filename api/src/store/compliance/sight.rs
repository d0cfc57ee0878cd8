//! How much of a unit's figures the caller may see.

use std::collections::{HashMap, HashSet};

use domain::{
    calendar::{Day, Span},
    id::{Id, UnitId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::{Reach, Scope},
    store::{StoreError, Tx, obligation::Sight},
};

/// How much of what stood under a unit over some days the caller may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Seen {
    /// All: on every day on which the unit lived, a grant was on it or above it.
    Whole,
    /// Some: on some of these days, or of some units below.
    Partly,
    /// No unit of it; only POOLED obligations of which units in sight are members.
    Nothing,
}

impl Seen {
    /// How obligations are to be asked for.
    pub(crate) const fn sight(self) -> Sight {
        match self {
            Self::Whole => Sight::Whole,
            Self::Partly | Self::Nothing => Sight::Partly,
        }
    }
}

#[derive(FromQueryResult)]
struct OverRow {
    unit_id: Uuid,
    ancestor_id: Uuid,
    valid_from: Day,
    valid_to: Day,
}

/// How much the caller may see of each of `units` over the days of `span`.
pub(crate) async fn seen(
    tx: &Tx,
    scope: &Scope,
    units: &[UnitId],
    span: Span,
) -> Result<HashMap<UnitId, Seen>, StoreError> {
    let granted = match scope.reads() {
        Reach::Everything => return Ok(units.iter().map(|unit| (*unit, Seen::Whole)).collect()),
        Reach::Units(granted) => granted,
    };
    let mut sql = tx.sql();
    sql.push("SELECT unit_id, ancestor_id, valid_from, valid_to FROM unit_ancestor WHERE valid_from <= ")
        .bind(span.last())
        .push(" AND valid_to >= ")
        .bind(span.first())
        .push(" AND unit_id")
        .one_of_ids(units.iter().copied())
        .push(" AND (distance = 0 OR ancestor_id")
        .one_of_ids(granted.iter().copied())
        .push(") UNION ALL SELECT unit_id, ancestor_id, valid_from, valid_to FROM unit_ancestor WHERE valid_from <= ")
        .bind(span.last())
        .push(" AND valid_to >= ")
        .bind(span.first())
        .push(" AND distance > 0 AND unit_id")
        .one_of_ids(granted.iter().copied())
        .push(" AND ancestor_id")
        .one_of_ids(units.iter().copied());
    let rows: Vec<OverRow> = tx.all(sql).await?;
    let granted: HashSet<Uuid> = granted.into_iter().map(Id::uuid).collect();
    Ok(units.iter().map(|unit| (*unit, of(unit.uuid(), &granted, &rows, span))).collect())
}

fn of(unit: Uuid, granted: &HashSet<Uuid>, rows: &[OverRow], span: Span) -> Seen {
    let within = |row: &OverRow| Span::new(row.valid_from, row.valid_to).ok()?.intersect(span);
    let life: Vec<Span> =
        rows.iter().filter(|row| row.unit_id == unit && row.ancestor_id == unit).filter_map(within).collect();
    let mut reached: Vec<Span> = rows
        .iter()
        .filter(|row| row.unit_id == unit && granted.contains(&row.ancestor_id))
        .filter_map(within)
        .collect();
    reached.sort_unstable();
    let below = rows.iter().any(|row| row.ancestor_id == unit && row.unit_id != unit);
    if !life.is_empty() && life.iter().all(|lived| covered(*lived, &reached)) {
        Seen::Whole
    } else if below || !reached.is_empty() {
        Seen::Partly
    } else {
        Seen::Nothing
    }
}

/// Whether every day of `span` lies in one of the sorted `parts`.
fn covered(span: Span, parts: &[Span]) -> bool {
    let mut next = Some(span.first());
    for part in parts {
        match next {
            Some(day) if part.contains(day) => next = part.last().succ_opt(),
            _ => {}
        }
    }
    next.is_none_or(|day| day > span.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: &str, last: &str) -> Span {
        Span::new(first.parse().unwrap(), last.parse().unwrap()).unwrap()
    }

    fn row(unit: u128, ancestor: u128, first: &str, last: &str) -> OverRow {
        OverRow {
            unit_id: Uuid::from_u128(unit),
            ancestor_id: Uuid::from_u128(ancestor),
            valid_from: first.parse().unwrap(),
            valid_to: last.parse().unwrap(),
        }
    }

    #[test]
    fn a_span_is_covered_by_parts_that_leave_no_day_out() {
        let may = span("2025-05-01", "2025-05-31");
        let first = span("2025-04-01", "2025-05-10");
        assert!(covered(may, &[first, span("2025-05-05", "2025-05-20"), span("2025-05-21", "2025-06-01")]));
        assert!(!covered(may, &[first, span("2025-05-12", "2025-06-01")]));
        assert!(!covered(may, &[first]) && !covered(may, &[]));
    }

    #[test]
    fn a_unit_is_seen_whole_only_where_grants_reach_it_on_every_day_it_lived() {
        let year = span("2025-01-01", "2025-12-31");
        let granted = HashSet::from([Uuid::from_u128(9)]);
        let of = |rows: &[OverRow]| of(Uuid::from_u128(1), &granted, rows, year);
        let life = || row(1, 1, "0001-01-01", "2025-06-30");
        assert_eq!(of(&[life(), row(1, 9, "0001-01-01", "2025-06-30")]), Seen::Whole);
        assert_eq!(of(&[life(), row(1, 9, "2025-03-01", "2025-06-30")]), Seen::Partly);
        assert_eq!(of(&[life(), row(9, 1, "0001-01-01", "2025-06-30")]), Seen::Partly);
        assert_eq!(of(&[life()]), Seen::Nothing);
        // A unit that never lived in these days has nothing to show.
        assert_eq!(of(&[]), Seen::Nothing);
    }
}
