//! Figures: obligations added up under units, by direct subordinate.
//!
//! Three ways give the same figures by the same arithmetic; tests hold them against each other and against `domain`:
//! - today, of everything, in full sight: kept [tallies](crate::store::tally), and of the obligations only those
//!   that may be at risk in windows open today. Nothing here grows with the number of reports;
//! - today, filtered or in part: obligations with the amounts kept with them;
//! - of a past day: obligations with amounts summed up anew.

mod product;
mod sight;
mod state;
mod subordinate;

use domain::{
    calendar::{Day, Span},
    compliance::AsOf,
};
use uuid::Uuid;

pub(crate) use product::{ProductPart, products};
pub(crate) use sight::{Seen, seen};
pub(crate) use state::{Sums, Whose, sums, without_achievement};
pub(crate) use subordinate::{Subordinate, subordinates};

use super::{
    Tx,
    obligation::{ObligationFilter, Sight, fits, in_tree, view},
    sql::Sql,
};
use crate::session::Scope;

/// Which figures are asked for, of whatever unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    /// The last days of windows that count.
    pub(crate) span: Span,
    /// The day whose states are meant.
    pub(crate) as_of: AsOf,
    /// Which obligations count; no unit, days or states in here.
    pub(crate) filter: ObligationFilter,
}

impl Asked {
    /// Whether kept tallies know the answer.
    fn is_kept(&self, sight: Sight) -> bool {
        sight == Sight::Whole && matches!(self.as_of, AsOf::Today(_)) && self.filter == ObligationFilter::default()
    }

    const fn day(&self) -> Day {
        self.as_of.day()
    }
}

/// Adds `FROM … WHERE …`: the tallies `t` in `table` of whoever stood at or below one of `roots` on their last day.
fn from_kept(sql: &mut Sql, table: &'static str, roots: &[Uuid], asked: &Asked) {
    sql.push(" FROM unit_ancestor a JOIN ")
        .push(table)
        .push(" t ON t.unit_id = a.unit_id AND t.ends_on >= a.valid_from AND t.ends_on <= a.valid_to")
        .push(" WHERE a.ancestor_id")
        .one_of(roots.iter().copied())
        .push(" AND t.ends_on >= ")
        .bind(asked.span.first())
        .push(" AND t.ends_on <= ")
        .bind(asked.span.last());
}

/// Adds `FROM … WHERE …`: the obligations `o` that the caller may see of whoever stood at or below one of `roots` on
/// their last day.
fn from_obligations(sql: &mut Sql, tx: &Tx, scope: &Scope, roots: &[Uuid], asked: &Asked, sight: Sight) {
    let mut conditions = tx.sql();
    in_tree(&mut conditions, scope, sight, roots, asked.as_of);
    let (from, to) = (Some(asked.span.first()), Some(asked.span.last()));
    fits(&mut conditions, &ObligationFilter { from, to, ..asked.filter.clone() });
    sql.push(" FROM unit_ancestor a JOIN ");
    view(sql, asked.as_of, conditions);
    sql.push(" ON o.unit_id = a.unit_id AND o.ends_on >= a.valid_from AND o.ends_on <= a.valid_to")
        .push(" WHERE a.ancestor_id")
        .one_of(roots.iter().copied());
}
