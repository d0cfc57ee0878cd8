//! Obligations counted by state, and units by whether they have achieved anything.

use std::collections::{BTreeMap, HashMap};

use domain::{
    calendar::Day,
    compliance::{Counts, Coverage},
    id::{Id, UnitId},
    obligation::State,
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{Asked, from_kept, from_obligations};
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        Backend, StoreError, Tx,
        columns::Columns,
        obligation::Sight,
        page::{self, Direction, Holds, Order, Placed, Query},
        sql::Sql,
    },
};

/// The figures of a unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    /// By direct subordinate, and the unit itself, in the order of their ids; who has no obligations is not among them.
    pub(crate) parts: Vec<Part>,
    /// How many of the units achieve anything. A unit that came under the root by two ways is one unit here.
    pub(crate) coverage: Coverage,
}

/// The figures of one direct subordinate of a unit with all below it, or of the unit itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// The direct subordinate, or the unit itself.
    pub(crate) via: UnitId,
    pub(crate) counts: Counts,
    pub(crate) coverage: Coverage,
}

struct OwingRow {
    root_id: Uuid,
    via_id: Uuid,
    unit_id: Uuid,
    exempt: i64,
    met: i64,
    met_late: i64,
    not_due: i64,
    awaiting_review: i64,
    missed: i64,
    at_risk: i64,
    open: i64,
    started: i64,
    begun: i64,
}

impl FromQueryResult for OwingRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let mut columns = Columns::of(row);
        Ok(Self {
            root_id: columns.next()?,
            via_id: columns.next()?,
            unit_id: columns.next()?,
            exempt: columns.next()?,
            met: columns.next()?,
            met_late: columns.next()?,
            not_due: columns.next()?,
            awaiting_review: columns.next()?,
            missed: columns.next()?,
            at_risk: columns.next()?,
            open: columns.next()?,
            started: columns.next()?,
            begun: columns.next()?,
        })
    }
}

impl OwingRow {
    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (state, number) in [
            (State::Exempt, self.exempt),
            (State::Met, self.met),
            (State::MetLate, self.met_late),
            (State::NotDue, self.not_due),
            (State::AwaitingReview, self.awaiting_review),
            (State::Missed, self.missed),
            (State::AtRisk, self.at_risk),
            (State::OnTrack, self.open - self.at_risk),
        ] {
            counts.count(state, number);
        }
        counts
    }
}

/// The figures of each of `roots`; one without obligations is not among them.
pub(crate) async fn sums(
    tx: &Tx,
    scope: &Scope,
    roots: &[UnitId],
    asked: &Asked,
    sight: Sight,
) -> Result<HashMap<UnitId, Sums>, StoreError> {
    if !asked.is_kept(sight) {
        tx.plan_for_values().await?;
    }
    let rows: Vec<OwingRow> = tx.all(by_unit(tx, scope, roots, asked, sight)).await?;
    let mut of: HashMap<Uuid, Vec<OwingRow>> = HashMap::new();
    for row in rows {
        of.entry(row.root_id).or_default().push(row);
    }
    let sums = of.into_iter().map(|(root, rows)| (Id::new(root), added_up(&rows)));
    Ok(sums.filter(|(_, sums)| !sums.parts.is_empty()).collect())
}

/// How many obligations of one unit have started, and how many of these have begun.
type Started = (i64, i64);

fn added_up(rows: &[OwingRow]) -> Sums {
    let mut counts: BTreeMap<Uuid, Counts> = BTreeMap::new();
    let mut ways: BTreeMap<(Uuid, Uuid), Started> = BTreeMap::new();
    let mut units: BTreeMap<Uuid, Started> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.via_id).or_default() += row.counts();
        for started in [ways.entry((row.via_id, row.unit_id)).or_default(), units.entry(row.unit_id).or_default()] {
            *started = (started.0 + row.started, started.1 + row.begun);
        }
    }
    let mut coverage: BTreeMap<Uuid, Coverage> = BTreeMap::new();
    for ((via, _), (started, begun)) in ways {
        let of_via = coverage.entry(via).or_default();
        *of_via = *of_via + Coverage::of_unit(started, begun);
    }
    let part = |(via, counts): (Uuid, Counts)| Part {
        via: Id::new(via),
        counts,
        coverage: coverage.get(&via).copied().unwrap_or_default(),
    };
    let parts = counts.into_iter().filter(|(_, counts)| counts.total() > 0).map(part).collect();
    Sums { parts, coverage: units.into_values().map(|(started, begun)| Coverage::of_unit(started, begun)).sum() }
}

/// Per root, direct subordinate and unit that owes, in one row or more: how many obligations are in each state (those
/// `open` are at risk or on track), how many are not EXEMPT and have `started`, and how many of these have `begun`.
fn by_unit(tx: &Tx, scope: &Scope, roots: &[UnitId], asked: &Asked, sight: Sight) -> Sql {
    let roots: Vec<Uuid> = roots.iter().map(|root| root.uuid()).collect();
    let mut sql = tx.sql();
    if !asked.is_kept(sight) {
        sql.push("SELECT a.ancestor_id AS root_id, a.via_id, o.unit_id,");
        of_obligations(&mut sql, asked);
        from_obligations(&mut sql, tx, scope, &roots, asked, sight);
        sql.push(" GROUP BY a.ancestor_id, a.via_id, o.unit_id");
        return sql;
    }
    match tx.backend() {
        Backend::Sqlite => {
            sql.push("SELECT a.ancestor_id AS root_id, a.via_id, t.unit_id,");
            of_tallies(&mut sql, asked);
            from_kept(&mut sql, "tally", &roots, asked);
            sql.push(" GROUP BY a.ancestor_id, a.via_id, t.unit_id");
        }
        // Unit by unit: the tallies of one lie together, so nothing is sorted. It halves the time.
        Backend::Postgres => {
            sql.push("SELECT a.ancestor_id AS root_id, a.via_id, a.unit_id, u.* FROM unit_ancestor a")
                .push(" CROSS JOIN LATERAL (SELECT");
            of_tallies(&mut sql, asked);
            sql.push(" FROM tally t WHERE t.unit_id = a.unit_id AND t.ends_on >= a.valid_from")
                .push(" AND t.ends_on <= a.valid_to AND t.ends_on >= ")
                .bind(asked.span.first())
                .push(" AND t.ends_on <= ")
                .bind(asked.span.last())
                .push(") u WHERE u.exempt IS NOT NULL AND a.ancestor_id")
                .one_of(roots);
        }
    }
    sql
}

/// In the order of [`OwingRow`], which is read by position.
fn of_tallies(sql: &mut Sql, asked: &Asked) {
    let on = asked.day();
    // PostgreSQL sums integers as bigint and bigint as numeric. A FILTER spares it the rows that add nothing.
    sql.push(" SUM(t.exempt) AS exempt, SUM(t.met) AS met, SUM(t.met_late) AS met_late,")
        .push(" COALESCE(SUM(t.ready + t.short) FILTER (WHERE t.starts_on > ")
        .bind(on)
        .push("), 0) AS not_due, COALESCE(SUM(t.ready) FILTER (WHERE t.closes_on < ")
        .bind(on)
        .push("), 0) AS awaiting_review, COALESCE(SUM(t.short) FILTER (WHERE t.closes_on < ")
        .bind(on)
        .push("), 0) AS missed, COALESCE(SUM(");
    at_risk(sql, on);
    sql.push(") FILTER (WHERE t.short > 0 AND t.starts_on <= ")
        .bind(on)
        .push(" AND t.closes_on >= ")
        .bind(on)
        .push("), 0) AS at_risk, COALESCE(SUM(t.ready + t.short) FILTER (WHERE t.starts_on <= ")
        .bind(on)
        .push(" AND t.closes_on >= ")
        .bind(on)
        .push("), 0) AS open, COALESCE(SUM(t.met + t.met_late + t.ready + t.short) FILTER (WHERE t.starts_on <= ")
        .bind(on)
        .push("), 0) AS started, COALESCE(SUM(t.begun) FILTER (WHERE t.starts_on <= ")
        .bind(on)
        .push("), 0) AS begun");
}

/// How many of a tally's obligations are at risk. It is asked of windows open on the day only, and answered by their
/// index alone.
fn at_risk(sql: &mut Sql, on: Day) {
    sql.push("(SELECT CAST(COUNT(*) AS INTEGER) FROM obligation o WHERE o.standing = 'SHORT'")
        .push(" AND o.unit_id = t.unit_id AND o.starts_on = t.starts_on AND o.ends_on = t.ends_on")
        .push(" AND o.closes_on = t.closes_on AND o.risk_on <= ")
        .bind(on)
        .push(")");
}

/// In the order of [`OwingRow`], which is read by position.
fn of_obligations(sql: &mut Sql, asked: &Asked) {
    sql.push(
        " COUNT(CASE o.state WHEN 'EXEMPT' THEN 1 END) AS exempt, COUNT(CASE o.state WHEN 'MET' THEN 1 END) AS met,",
    )
    .push(" COUNT(CASE o.state WHEN 'MET_LATE' THEN 1 END) AS met_late,")
    .push(" COUNT(CASE o.state WHEN 'NOT_DUE' THEN 1 END) AS not_due,")
    .push(" COUNT(CASE o.state WHEN 'AWAITING_REVIEW' THEN 1 END) AS awaiting_review,")
    .push(" COUNT(CASE o.state WHEN 'MISSED' THEN 1 END) AS missed,")
    .push(" COUNT(CASE o.state WHEN 'AT_RISK' THEN 1 END) AS at_risk,")
    .push(" COUNT(CASE WHEN o.state IN ('AT_RISK', 'ON_TRACK') THEN 1 END) AS open,")
    .push(" COUNT(CASE WHEN o.state <> 'EXEMPT' AND o.starts_on <= ")
    .bind(asked.day())
    .push(" THEN 1 END) AS started, COUNT(CASE WHEN o.state <> 'EXEMPT' AND o.achieved > 0 AND o.starts_on <= ")
    .bind(asked.day())
    .push(" THEN 1 END) AS begun");
}

#[derive(FromQueryResult)]
struct NamedRow {
    unit_id: Uuid,
    name: String,
}

impl Placed for NamedRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Text(self.name.clone()), Key::Id(self.unit_id)]
    }
}

/// Of which units those without any achievement are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    /// Of a unit and all below it.
    Tree,
    /// Of the unit alone.
    Itself,
    /// Of a direct subordinate of this unit, on the days on which it was one, and all below it.
    Branch(UnitId),
}

/// The units, below and among each of `units`, that are bound and have nothing achieved, by name.
pub(crate) async fn without_achievement(
    tx: &Tx,
    scope: &Scope,
    units: &[UnitId],
    (asked, sight): (&Asked, Sight),
    whose: Whose,
    request: &PageRequest,
) -> Result<HashMap<UnitId, Page<UnitId>>, StoreError> {
    const BY_NAME: Order = Order {
        name: "name",
        columns: &[("n.name", Direction::Up, Holds::Text), ("n.unit_id", Direction::Up, Holds::Id)],
    };
    let (roots, of) = match &whose {
        Whose::Tree | Whose::Itself => (units, "u.root_id"),
        Whose::Branch(root) => (std::slice::from_ref(root), "u.via_id"),
    };
    let mut from = tx.sql();
    // A unit that came under the same one twice, by two ways, is one unit.
    from.push("FROM (SELECT ")
        .push(of)
        .push(" AS of_id, u.unit_id, (SELECT MIN(v.name_folded) FROM unit_version v")
        .push(" WHERE v.unit_id = u.unit_id) AS name FROM (")
        .append(by_unit(tx, scope, roots, asked, sight))
        .push(") u");
    match whose {
        Whose::Tree => &mut from,
        Whose::Itself => from.push(" WHERE u.unit_id = u.root_id"),
        Whose::Branch(_) => from.push(" WHERE u.via_id").one_of_ids(units.iter().copied()),
    }
    .push(" GROUP BY ")
    .push(of)
    .push(", u.unit_id HAVING SUM(u.started) > 0 AND SUM(u.begun) = 0) n WHERE TRUE");
    let query = Query { columns: "n.unit_id, n.name", from };
    let pages: Vec<(Uuid, Page<NamedRow>)> = page::pages(tx, "n.of_id", query, BY_NAME, request).await?;
    Ok(pages.into_iter().map(|(unit, page)| (Id::new(unit), page.map(|row| Id::new(row.unit_id)))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A unit's obligations on one way under a root: those met, those started, and of these those begun.
    fn row(via: u128, unit: u128, (met, started, begun): (i64, i64, i64)) -> OwingRow {
        OwingRow {
            root_id: Uuid::from_u128(1),
            via_id: Uuid::from_u128(via),
            unit_id: Uuid::from_u128(unit),
            exempt: 0,
            met,
            met_late: 0,
            not_due: 0,
            awaiting_review: 0,
            missed: started - met,
            at_risk: 0,
            open: 0,
            started,
            begun,
        }
    }

    #[test]
    fn a_unit_that_came_under_the_root_by_two_ways_is_bound_once() {
        // Unit 5 stood below district 3 until June, directly below the province from July.
        let sums = added_up(&[row(3, 4, (0, 2, 0)), row(3, 5, (1, 2, 1)), row(5, 5, (0, 2, 0)), row(5, 5, (1, 1, 1))]);
        let of = |via: u128| sums.parts.iter().find(|part| part.via.uuid() == Uuid::from_u128(via)).unwrap();
        assert_eq!(
            (of(3).coverage, of(5).coverage),
            (Coverage { bound: 2, achieved: 1 }, Coverage { bound: 1, achieved: 1 })
        );
        assert_eq!(sums.coverage, Coverage { bound: 2, achieved: 1 });
        assert_eq!((of(5).counts.get(State::Met), of(5).counts.get(State::Missed)), (1, 2));
    }

    #[test]
    fn who_has_no_obligations_is_no_part() {
        let sums = added_up(&[row(3, 4, (0, 0, 0))]);
        assert!(sums.parts.is_empty());
        assert_eq!(sums.coverage, Coverage::default());
    }
}
