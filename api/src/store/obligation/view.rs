//! Obligations as they stand on a day, in SQL: the one place where the state of an obligation is said a second time.
//!
//! What is stored with an obligation was worked out by `domain` ([`Outlook`](domain::obligation::Outlook)), so today
//! only days are compared. For a past day the same rule is applied to what was contributed by then; tests hold both
//! against the rule itself.

use domain::{
    calendar::{Day, WindowKind},
    compliance::AsOf,
    id::{PlanId, QuotaId, TaskId, UnitId},
    obligation::State,
    plan::Subject,
    quota::Product,
};

use crate::{
    session::Scope,
    store::{
        scope::{at_or_below, at_or_below_at_its_end, at_or_below_within},
        sql::Sql,
    },
};

/// Which obligations are meant; what is `None` is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct ObligationFilter {
    /// Owed by this very unit.
    pub(crate) unit: Option<UnitId>,
    /// Owed by one of these very units.
    pub(crate) units: Option<Vec<UnitId>>,
    /// Owed by a unit below this one on the last day of the window.
    pub(crate) below: Option<UnitId>,
    pub(crate) plan: Option<PlanId>,
    pub(crate) task: Option<TaskId>,
    pub(crate) quota: Option<QuotaId>,
    pub(crate) product: Option<Product>,
    /// A subject of the plan.
    pub(crate) subject: Option<Subject>,
    /// In one of these states on the day asked about.
    pub(crate) states: Option<Vec<State>>,
    /// Of this full window, whatever days of it the unit is bound.
    pub(crate) window: Option<(Day, Day)>,
    pub(crate) window_kind: Option<WindowKind>,
    /// With the last day of the window on this day or later.
    pub(crate) from: Option<Day>,
    /// With the last day of the window on this day or earlier.
    pub(crate) to: Option<Day>,
}

/// Adds a condition: the obligation `o` is in the caller's sight.
///
/// What is in force was worked out from the days of its unit, so these do not change any more. What a revoked plan asked
/// for stays readable whatever became of the unit: if it ended sooner, to those who stood above it at its end.
pub(in crate::store) fn visible(sql: &mut Sql, scope: &Scope) {
    let reach = scope.reads();
    sql.push("(");
    visible_in_force(sql, scope);
    sql.push(" OR (o.standing = 'REVOKED' AND (");
    at_or_below_at_its_end(sql, &reach, "o.unit_id", "o.ends_on");
    sql.push(" OR EXISTS (SELECT 1 FROM obligation_member pool WHERE pool.obligation_id = o.id AND ");
    at_or_below_at_its_end(sql, &reach, "pool.unit_id", "o.starts_on");
    sql.push("))))");
}

/// Adds a condition: the obligation `o`, of a plan that was not revoked, is in the caller's sight. Of a POOLED one every
/// member sees what is owed, one that ended before the last day too.
pub(in crate::store) fn visible_in_force(sql: &mut Sql, scope: &Scope) {
    let reach = scope.reads();
    sql.push("(");
    at_or_below(sql, &reach, "o.unit_id", "o.ends_on");
    sql.push(" OR (o.sharing = 'POOLED' AND EXISTS (SELECT 1 FROM obligation_member pool WHERE ")
        .push("pool.obligation_id = o.id AND ");
    at_or_below_within(sql, &reach, "pool.unit_id", ("o.starts_on", "o.ends_on"));
    sql.push(")))");
}

/// Adds, each after an `AND`, what the filter asks of the obligation `o` itself, whatever the day.
pub(in crate::store) fn fits(sql: &mut Sql, filter: &ObligationFilter) {
    if let Some(unit) = filter.unit {
        sql.push(" AND o.unit_id = ").bind(unit.uuid());
    }
    if let Some(units) = &filter.units {
        sql.push(" AND o.unit_id").one_of_ids(units.iter().copied());
    }
    if let Some(below) = filter.below {
        sql.push(" AND EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = o.unit_id AND a.distance > 0")
            .push(" AND a.ancestor_id = ")
            .bind(below.uuid())
            .push(" AND a.valid_from <= o.ends_on AND a.valid_to >= o.ends_on)");
    }
    if let Some(plan) = filter.plan {
        sql.push(" AND o.plan_id = ").bind(plan.uuid());
    }
    if let Some(task) = filter.task {
        sql.push(" AND o.task_id = ").bind(task.uuid());
    }
    if let Some(quota) = filter.quota {
        sql.push(" AND o.quota_id = ").bind(quota.uuid());
    }
    if let Some(product) = filter.product {
        sql.push(" AND o.product = ").bind(product.as_str());
    }
    if let Some(subject) = filter.subject {
        sql.push(" AND EXISTS (SELECT 1 FROM plan_subject s WHERE s.plan_id = o.plan_id AND s.subject = ")
            .bind(subject.as_str())
            .push(")");
    }
    if let Some((first, last)) = filter.window {
        sql.push(" AND o.window_starts_on = ").bind(first).push(" AND o.window_ends_on = ").bind(last);
    }
    if let Some(kind) = filter.window_kind {
        sql.push(" AND o.window_kind = ").bind(kind.as_str());
    }
    if let Some(from) = filter.from {
        sql.push(" AND o.ends_on >= ").bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND o.ends_on <= ").bind(to);
    }
}

/// Adds `(SELECT …) o`: the obligations that meet `conditions`, as they stood on the day. `conditions` follow a `WHERE`
/// and speak of `o`.
///
/// Columns beside those of the row that do not change: `achieved`, `pending`, `standing`; `state`, the word of
/// [`State`], or `REVOKED`; and what the two orders go by, all comparable and never NULL:
/// - `urgency` 0 if at risk, else 1; `remaining`, what is neither achieved nor pending, never below 0;
/// - `worst` 0 if missed, 1 if at risk, else 2; `shortfall`, the share of the target not achieved in billionths, negative
///   where more was done than owed. Targets are at most 10,000, so shares that differ do so by more than one of them: the
///   whole number orders them exactly. More than 9,000,000,000 beyond the target is as much as that: it would not fit.
pub(in crate::store) fn view(sql: &mut Sql, as_of: AsOf, conditions: Sql) {
    sql.push("(SELECT o.*, CAST(CASE o.state WHEN 'AT_RISK' THEN 0 ELSE 1 END AS BIGINT) AS urgency,")
        .push(" CAST(CASE o.state WHEN 'MISSED' THEN 0 WHEN 'AT_RISK' THEN 1 ELSE 2 END AS BIGINT) AS worst,")
        .push(" CASE WHEN o.achieved + o.pending < o.target THEN o.target - o.achieved - o.pending ELSE 0 END")
        .push(" AS remaining, CASE WHEN o.achieved - o.target > 9000000000 THEN -9000000000")
        .push(" ELSE o.target - o.achieved END * 1000000000 / o.target AS shortfall FROM (SELECT o.*,");
    state(sql, as_of.day());
    sql.push(" AS state FROM ");
    match as_of {
        AsOf::Today(_) => {
            sql.push("(SELECT o.id, o.unit_id, o.plan_id, o.quota_id, o.product, o.starts_on, o.ends_on, o.closes_on,")
                .push(" o.target, o.achieved, o.pending, o.standing, o.risk_on FROM obligation o WHERE ")
                .append(conditions)
                .push(")");
        }
        AsOf::Past(day) => past(sql, day, conditions),
    }
    sql.push(" o) o) o");
}

/// The state on `day` of the obligation `o` with its standing and day of risk.
fn state(sql: &mut Sql, day: Day) {
    sql.push(" CASE WHEN o.standing NOT IN ('READY', 'SHORT') THEN o.standing WHEN o.starts_on > ")
        .bind(day)
        .push(" THEN 'NOT_DUE' WHEN o.closes_on < ")
        .bind(day)
        .push(" THEN CASE o.standing WHEN 'READY' THEN 'AWAITING_REVIEW' ELSE 'MISSED' END")
        .push(" WHEN o.standing = 'SHORT' AND o.risk_on <= ")
        .bind(day)
        .push(" THEN 'AT_RISK' ELSE 'ON_TRACK' END");
}

/// The same columns from what was contributed up to `day`, of plans issued by then.
///
/// Exemptions, revocations and extensions are as they are now. Only contributions of the obligations that meet the
/// conditions are read.
fn past(sql: &mut Sql, day: Day, conditions: Sql) {
    sql.push("(WITH picked AS (SELECT o.id, o.unit_id, o.plan_id, o.quota_id, o.product, o.window_kind, o.starts_on,")
        .push(" o.ends_on, o.closes_on, o.target, o.standing FROM obligation o WHERE ")
        .append(conditions)
        .push(" AND o.plan_issued_from <= ")
        .bind(day)
        .push("), sums AS (SELECT c.obligation_id,")
        .push(" CAST(SUM(CASE c.source WHEN 'PLAN' THEN c.amount ELSE 0 END) AS BIGINT) AS by_plan,")
        .push(" CAST(SUM(CASE WHEN c.source = 'PLAN' AND c.dated_on <= p.closes_on THEN c.amount ELSE 0 END)")
        .push(" AS BIGINT) AS by_plan_in_time,")
        .push(" CAST(SUM(CASE WHEN c.source = 'REPORT' AND c.state = 'ACHIEVED' THEN c.amount ELSE 0 END)")
        .push(" AS BIGINT) AS achieved,")
        .push(" CAST(SUM(CASE WHEN c.source = 'REPORT' AND c.state = 'ACHIEVED' AND c.dated_on <= p.closes_on")
        .push(" THEN c.amount ELSE 0 END) AS BIGINT) AS in_time,")
        .push(" CAST(SUM(CASE WHEN c.source = 'REPORT' AND c.state = 'PENDING' THEN c.amount ELSE 0 END)")
        .push(" AS BIGINT) AS pending")
        .push(" FROM picked p JOIN contribution c ON c.obligation_id = p.id AND c.dated_on <= ")
        .bind(day)
        // Once an issued plan contributes, reports add nothing.
        .push(" GROUP BY c.obligation_id), known AS (SELECT p.*,")
        .push(" CASE WHEN s.by_plan > 0 THEN s.by_plan ELSE COALESCE(s.achieved, 0) END AS achieved,")
        .push(" CASE WHEN s.by_plan > 0 THEN s.by_plan_in_time ELSE COALESCE(s.in_time, 0) END AS in_time,")
        .push(" CASE WHEN s.by_plan > 0 THEN 0 ELSE COALESCE(s.pending, 0) END AS pending, ")
        .either(
            "CAST(julianday(p.ends_on) - julianday(p.starts_on) AS INTEGER) + 1",
            "CAST(p.ends_on - p.starts_on AS BIGINT) + 1",
        )
        .push(" AS days FROM picked p LEFT JOIN sums s ON s.obligation_id = p.id)")
        .push(" SELECT k.id, k.unit_id, k.plan_id, k.quota_id, k.product, k.starts_on, k.ends_on, k.closes_on,")
        .push(" k.target, k.achieved, k.pending, CASE WHEN k.standing IN ('REVOKED', 'EXEMPT') THEN k.standing")
        .push(" WHEN k.achieved >= k.target THEN")
        .push(" CASE WHEN k.window_kind = 'ONCE' AND k.in_time < k.target THEN 'MET_LATE' ELSE 'MET' END")
        .push(" WHEN k.achieved + k.pending >= k.target THEN 'READY' ELSE 'SHORT' END AS standing,")
        .push(" CASE WHEN k.achieved + k.pending < k.target THEN ")
        .either(
            "date(k.starts_on, '+' || (((k.achieved + k.pending + 1) * k.days - 1) / k.target) || ' days')",
            "k.starts_on + CAST(((k.achieved + k.pending + 1) * k.days - 1) / k.target AS INTEGER)",
        )
        .push(" END AS risk_on FROM known k)");
}
