//! The direct subordinates of a unit over some days.

use std::{collections::HashMap, sync::Arc};

use domain::{calendar::Span, id::UnitId, unit::Life};

use crate::{
    session::Scope,
    store::{
        StoreError, Tx,
        unit::{self, UnitRecord},
    },
};

/// A unit that stood directly below another.
#[derive(Debug, Clone)]
pub(crate) struct Subordinate {
    pub(crate) unit: Arc<UnitRecord>,
    /// From the first to the last of the days asked about on which it did.
    pub(crate) days: Span,
}

/// Whoever stood directly below each of `units` on any day of `span`, in the order of their ids.
///
/// Where the span crosses a reorganisation both generations are there, each with its days.
pub(crate) async fn subordinates(
    tx: &Tx,
    scope: &Scope,
    units: &[UnitId],
    span: Span,
) -> Result<HashMap<UnitId, Vec<Subordinate>>, StoreError> {
    let mut found: HashMap<UnitId, Vec<Subordinate>> = HashMap::new();
    for unit in unit::directly_below(tx, scope, units, span).await?.into_iter().map(Arc::new) {
        for (parent, days) in below(&unit, span)? {
            if units.contains(&parent) {
                found.entry(parent).or_default().push(Subordinate { unit: Arc::clone(&unit), days });
            }
        }
    }
    Ok(found)
}

/// Directly below whom a unit stood on which of the days.
fn below(unit: &UnitRecord, span: Span) -> Result<HashMap<UnitId, Span>, StoreError> {
    let mut found: HashMap<UnitId, Span> = HashMap::new();
    for version in &unit.versions {
        let lived = Life::new(version.valid_from, version.valid_to).map_err(StoreError::corrupt)?;
        // An organisation belongs to its territory through all its versions.
        let parent = unit.territory.or(version.parent);
        if let Some((parent, days)) = parent.zip(lived.within(span)) {
            found.entry(parent).and_modify(|all| *all = all.hull(days)).or_insert(days);
        }
    }
    Ok(found)
}
