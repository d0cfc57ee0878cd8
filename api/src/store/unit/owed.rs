//! What depends on the days of a unit: obligations that it owes or is a member of.

use domain::{calendar::Day, id::UnitId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

/// An obligation that was worked out from the days of a unit, as a message names it.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct OwedWindow {
    pub(crate) id: Uuid,
    /// The unit asked for: it owes, or is one of those that owe together.
    pub(crate) bound_id: Uuid,
    /// The unit that owes.
    pub(crate) unit_id: Uuid,
    /// The full window, whose every day counts for what is owed.
    pub(crate) window_starts_on: Day,
    pub(crate) window_ends_on: Day,
    pub(crate) starts_on: Day,
    pub(crate) ends_on: Day,
    pub(crate) plan: Option<String>,
    pub(crate) quota: Option<String>,
}

/// The obligations that these units owe or are members of, in the order of their ids; not those of a revoked plan, which
/// are in no figure.
pub(crate) async fn owed_windows(tx: &Tx, _scope: &Scope, units: &[UnitId]) -> Result<Vec<OwedWindow>, StoreError> {
    let mut found = Vec::new();
    for chunk in units.chunks(1_000) {
        for (bound, from) in [
            ("o.unit_id", "obligation o"),
            ("m.unit_id", "obligation_member m JOIN obligation o ON o.id = m.obligation_id"),
        ] {
            let mut sql = tx.sql();
            sql.push("SELECT o.id, o.unit_id, ").push(bound).push(" AS bound_id, o.window_starts_on,");
            sql.push(" o.window_ends_on, o.starts_on, o.ends_on, p.symbol AS plan, q.no AS quota FROM ").push(from);
            sql.push(" LEFT JOIN plan p ON p.id = o.plan_id LEFT JOIN quota q ON q.id = o.quota_id WHERE ");
            sql.push(bound).one_of_ids(chunk.iter().copied()).push(" AND o.standing <> 'REVOKED'");
            found.extend(tx.all::<OwedWindow>(sql).await?);
        }
    }
    found.sort_by_key(|owed: &OwedWindow| owed.id);
    Ok(found)
}
