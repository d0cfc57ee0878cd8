//! What a reviewer above the unit decides about an obligation.

use chrono::{DateTime, Utc};
use domain::{
    calendar::Day,
    id::{Id, ObligationId},
};

use crate::{
    session::Permit,
    store::{StoreError, WriteTx},
};

/// A decision about one obligation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Decision<'a> {
    /// It is out of all figures.
    Exempt {
        /// Why.
        reason: &'a str,
    },
    /// It closes later.
    Extend {
        /// Until when.
        until: Day,
        /// The day it then closes on.
        closes_on: Day,
        /// Why.
        reason: &'a str,
    },
}

/// Writes the decision, if the obligation is still at the version the writer saw; says whether it was.
///
/// Only what it says of the obligation itself: figures move through `service::figure`.
pub(crate) async fn decide(
    tx: &WriteTx,
    permit: &Permit,
    (id, version): (ObligationId, i32),
    decision: Decision<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE obligation SET version = version + 1, ");
    match decision {
        Decision::Exempt { reason } => {
            sql.push("exempt_reason = ").bind(reason).push(", exempted_at = ").bind(now).push(", exempted_by = ")
        }
        Decision::Extend { until, closes_on, reason } => sql
            .push("extended_to = ")
            .bind(until)
            .push(", closes_on = ")
            .bind(closes_on)
            .push(", extension_reason = ")
            .bind(reason)
            .push(", extended_at = ")
            .bind(now)
            .push(", extended_by = "),
    };
    sql.bind(permit.actor().map(Id::uuid)).push(" WHERE id = ").bind(id.uuid()).push(" AND version = ").bind(version);
    Ok(tx.execute(sql).await? == 1)
}
