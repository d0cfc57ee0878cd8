//! The direct subordinates of a unit over some days.

use std::collections::HashMap;

use domain::{
    calendar::{Day, Span},
    id::{Id, UnitId},
    unit::UnitForm,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

/// A unit that stood directly below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subordinate {
    pub(crate) unit: UnitId,
    pub(crate) form: UnitForm,
    /// From the first to the last of the days asked about on which it did.
    pub(crate) days: Span,
}

#[derive(FromQueryResult)]
struct ChildRow {
    ancestor_id: Uuid,
    unit_id: Uuid,
    form: String,
    valid_from: Day,
    valid_to: Day,
}

/// Whoever stood directly below each of `units` on any day of `span`.
///
/// Where the span crosses a reorganisation both generations are there, each with its days.
pub(crate) async fn subordinates(
    tx: &Tx,
    _scope: &Scope,
    units: &[UnitId],
    span: Span,
) -> Result<HashMap<UnitId, Vec<Subordinate>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT a.ancestor_id, a.unit_id, u.form, a.valid_from, a.valid_to FROM unit_ancestor a")
        .push(" JOIN unit u ON u.id = a.unit_id WHERE a.distance = 1 AND a.ancestor_id")
        .one_of_ids(units.iter().copied())
        .push(" AND a.valid_from <= ")
        .bind(span.last())
        .push(" AND a.valid_to >= ")
        .bind(span.first())
        .push(" ORDER BY a.ancestor_id, a.unit_id, a.valid_from");
    let mut found: HashMap<UnitId, Vec<Subordinate>> = HashMap::new();
    for row in tx.all::<ChildRow>(sql).await? {
        let lived = Span::new(row.valid_from, row.valid_to).map_err(StoreError::corrupt)?;
        let Some(days) = lived.intersect(span) else { continue };
        let children = found.entry(Id::new(row.ancestor_id)).or_default();
        match children.last_mut() {
            Some(last) if last.unit.uuid() == row.unit_id => last.days = last.days.hull(days),
            _ => children.push(Subordinate {
                unit: Id::new(row.unit_id),
                form: row.form.parse().map_err(StoreError::corrupt)?,
                days,
            }),
        }
    }
    Ok(found)
}
