//! Obligations counted by state, and units by whether they have achieved anything.

use std::collections::HashMap;

use domain::{
    compliance::{Counts, Coverage},
    id::{Id, UnitId},
    obligation::State,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Asked, from_kept, from_obligations};
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        obligation::Sight,
        page::{self, Direction, Holds, Order, Placed, Query},
        sql::Sql,
    },
};

/// The figures of one direct subordinate of a unit with all below it, or of the unit itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// The direct subordinate, or the unit itself.
    pub(crate) via: UnitId,
    pub(crate) counts: Counts,
    /// How many of its units achieve anything.
    pub(crate) coverage: Coverage,
    /// The same, with a unit that came under the root by two ways counted on one of them: what adds up to the whole.
    pub(crate) coverage_once: Coverage,
}

#[derive(FromQueryResult)]
struct PartRow {
    root_id: Uuid,
    via_id: Uuid,
    exempt: i64,
    met: i64,
    met_late: i64,
    not_due: i64,
    awaiting_review: i64,
    missed: i64,
    at_risk: i64,
    on_track: i64,
    bound: i64,
    achieved: i64,
    bound_once: i64,
    achieved_once: i64,
}

impl PartRow {
    fn part(&self) -> Part {
        let mut counts = Counts::default();
        for (state, number) in [
            (State::Exempt, self.exempt),
            (State::Met, self.met),
            (State::MetLate, self.met_late),
            (State::NotDue, self.not_due),
            (State::AwaitingReview, self.awaiting_review),
            (State::Missed, self.missed),
            (State::AtRisk, self.at_risk),
            (State::OnTrack, self.on_track),
        ] {
            counts.count(state, number);
        }
        let coverage = Coverage { bound: self.bound, achieved: self.achieved };
        let coverage_once = Coverage { bound: self.bound_once, achieved: self.achieved_once };
        Part { via: Id::new(self.via_id), counts, coverage, coverage_once }
    }
}

/// The parts of the figures of each of `roots`; a subordinate without obligations has none.
pub(crate) async fn parts(
    tx: &Tx,
    scope: &Scope,
    roots: &[UnitId],
    asked: &Asked,
    sight: Sight,
) -> Result<HashMap<UnitId, Vec<Part>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT u.root_id, u.via_id, CAST(SUM(u.exempt) AS BIGINT) AS exempt, CAST(SUM(u.met) AS BIGINT) AS met,")
        .push(" CAST(SUM(u.met_late) AS BIGINT) AS met_late, CAST(SUM(u.not_due) AS BIGINT) AS not_due,")
        .push(" CAST(SUM(u.awaiting_review) AS BIGINT) AS awaiting_review, CAST(SUM(u.missed) AS BIGINT) AS missed,")
        .push(" CAST(SUM(u.at_risk) AS BIGINT) AS at_risk, CAST(SUM(u.open) - SUM(u.at_risk) AS BIGINT) AS on_track,")
        .push(" COUNT(CASE WHEN u.started > 0 THEN 1 END) AS bound,")
        .push(" COUNT(CASE WHEN u.started > 0 AND u.begun > 0 THEN 1 END) AS achieved,")
        .push(" COUNT(CASE WHEN u.way = 1 AND u.all_started > 0 THEN 1 END) AS bound_once,")
        .push(" COUNT(CASE WHEN u.way = 1 AND u.all_started > 0 AND u.all_begun > 0 THEN 1 END) AS achieved_once")
        // A unit that came under the root by two ways is one unit of the root's.
        .push(" FROM (SELECT w.*, ROW_NUMBER() OVER (PARTITION BY w.root_id, w.unit_id ORDER BY w.via_id) AS way,")
        .push(" SUM(w.started) OVER (PARTITION BY w.root_id, w.unit_id) AS all_started,")
        .push(" SUM(w.begun) OVER (PARTITION BY w.root_id, w.unit_id) AS all_begun FROM ")
        .append(by_unit(tx, scope, roots, asked, sight))
        .push(" w) u GROUP BY u.root_id, u.via_id");
    let mut found: HashMap<UnitId, Vec<Part>> = HashMap::new();
    for row in tx.all::<PartRow>(sql).await? {
        let part = row.part();
        if part.counts.total() > 0 {
            found.entry(Id::new(row.root_id)).or_default().push(part);
        }
    }
    Ok(found)
}

/// `(SELECT …)`: per root, direct subordinate and unit that owes, how many obligations are in each state, how many are
/// not EXEMPT and have `started`, and how many of these have `begun`.
fn by_unit(tx: &Tx, scope: &Scope, roots: &[UnitId], asked: &Asked, sight: Sight) -> Sql {
    let roots: Vec<Uuid> = roots.iter().map(|root| root.uuid()).collect();
    let mut sql = tx.sql();
    if asked.is_kept(sight) {
        sql.push("(SELECT a.ancestor_id AS root_id, a.via_id, t.unit_id,");
        of_tallies(&mut sql, asked);
        from_kept(&mut sql, "tally", &roots, asked);
        sql.push(" GROUP BY a.ancestor_id, a.via_id, t.unit_id)");
    } else {
        sql.push("(SELECT a.ancestor_id AS root_id, a.via_id, o.unit_id,");
        of_obligations(&mut sql, asked);
        from_obligations(&mut sql, tx, scope, &roots, asked, sight);
        sql.push(" GROUP BY a.ancestor_id, a.via_id, o.unit_id)");
    }
    sql
}

fn of_tallies(sql: &mut Sql, asked: &Asked) {
    let on = asked.day();
    sql.push(" SUM(t.exempt) AS exempt, SUM(t.met) AS met, SUM(t.met_late) AS met_late,")
        .push(" SUM(CASE WHEN t.starts_on > ")
        .bind(on)
        .push(" THEN t.ready + t.short ELSE 0 END) AS not_due, SUM(CASE WHEN t.closes_on < ")
        .bind(on)
        .push(" THEN t.ready ELSE 0 END) AS awaiting_review, SUM(CASE WHEN t.closes_on < ")
        .bind(on)
        .push(" THEN t.short ELSE 0 END) AS missed, SUM(");
    at_risk(sql, asked);
    sql.push(") AS at_risk, SUM(CASE WHEN t.starts_on <= ")
        .bind(on)
        .push(" AND t.closes_on >= ")
        .bind(on)
        .push(" THEN t.ready + t.short ELSE 0 END) AS open, SUM(CASE WHEN t.starts_on <= ")
        .bind(on)
        .push(" THEN t.met + t.met_late + t.ready + t.short ELSE 0 END) AS started, SUM(CASE WHEN t.starts_on <= ")
        .bind(on)
        .push(" THEN t.begun ELSE 0 END) AS begun");
}

/// How many of a tally's obligations are at risk: only those that are short, in windows open on the day, are looked at,
/// and these in their index alone.
fn at_risk(sql: &mut Sql, asked: &Asked) {
    let on = asked.day();
    sql.push("CASE WHEN t.short > 0 AND t.starts_on <= ")
        .bind(on)
        .push(" AND t.closes_on >= ")
        .bind(on)
        .push(" THEN (SELECT COUNT(*) FROM obligation o WHERE o.standing = 'SHORT' AND o.unit_id = t.unit_id")
        .push(" AND o.starts_on = t.starts_on AND o.ends_on = t.ends_on AND o.closes_on = t.closes_on")
        .push(" AND o.risk_on <= ")
        .bind(on)
        .push(") ELSE 0 END");
}

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
}

/// The units, below and among each of `roots`, that are bound and have nothing achieved, by name.
pub(crate) async fn without_achievement(
    tx: &Tx,
    scope: &Scope,
    roots: &[UnitId],
    (asked, sight): (&Asked, Sight),
    whose: Whose,
    request: &PageRequest,
) -> Result<HashMap<UnitId, Page<UnitId>>, StoreError> {
    const BY_NAME: Order = Order {
        name: "name",
        columns: &[("n.name", Direction::Up, Holds::Text), ("n.unit_id", Direction::Up, Holds::Id)],
    };
    let mut from = tx.sql();
    // A unit that came under the root twice, by two ways, is one unit.
    from.push("FROM (SELECT u.root_id, u.unit_id, (SELECT MIN(v.name_folded) FROM unit_version v")
        .push(" WHERE v.unit_id = u.unit_id) AS name FROM ")
        .append(by_unit(tx, scope, roots, asked, sight))
        .push(" u");
    if whose == Whose::Itself {
        from.push(" WHERE u.unit_id = u.root_id");
    }
    from.push(" GROUP BY u.root_id, u.unit_id HAVING SUM(u.started) > 0 AND SUM(u.begun) = 0) n WHERE TRUE");
    let query = Query { columns: "n.unit_id, n.name", from };
    let pages: Vec<(Uuid, Page<NamedRow>)> = page::pages(tx, "n.root_id", query, BY_NAME, request).await?;
    Ok(pages.into_iter().map(|(root, page)| (Id::new(root), page.map(|row| Id::new(row.unit_id)))).collect())
}
