//! All obligations unit by unit, for the check of every figure.

use domain::{
    calendar::{Day, Span},
    id::{Id, UnitId},
    obligation::{Amounts, Outlook, Terms, Validity, closes_on},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Entry;
use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

#[derive(FromQueryResult)]
struct UnitRow {
    unit_id: Uuid,
}

/// The next `limit` units after `after` that owe anything or have a tally, by id.
pub(crate) async fn owing_units(
    tx: &Tx,
    _scope: &Scope,
    after: Option<UnitId>,
    limit: i64,
) -> Result<Vec<UnitId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT id AS unit_id FROM unit u WHERE (EXISTS (SELECT 1 FROM obligation o WHERE o.unit_id = u.id)")
        .push(" OR EXISTS (SELECT 1 FROM tally t WHERE t.unit_id = u.id)")
        .push(" OR EXISTS (SELECT 1 FROM product_tally p WHERE p.unit_id = u.id))");
    if let Some(after) = after {
        sql.push(" AND u.id > ").bind(after.uuid());
    }
    sql.push(" ORDER BY u.id LIMIT ").bind(limit);
    Ok(tx.all::<UnitRow>(sql).await?.into_iter().map(|row| Id::new(row.unit_id)).collect())
}

/// An obligation as it is stored, beside the facts that its standing follows from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    /// As it is stored.
    pub(crate) entry: Entry,
    pub(crate) risk_on: Option<Day>,
    /// The day it closes on, from its window and its extension.
    pub(crate) closes_on: Day,
    /// Whether it binds, by its plan and its exemption.
    pub(crate) validity: Validity,
}

impl Kept {
    /// How it should be stored if it had these amounts.
    pub(crate) fn expected(&self, amounts: Amounts) -> (Entry, Option<Day>) {
        let terms = Terms { closes_on: self.closes_on, ..self.entry.terms };
        let outlook = Outlook::of(&terms, amounts, self.validity);
        (Entry { terms, amounts, standing: outlook.standing, ..self.entry }, outlook.risk_on)
    }
}

#[derive(FromQueryResult)]
struct KeptRow {
    id: Uuid,
    unit_id: Uuid,
    plan_id: Option<Uuid>,
    product: Option<String>,
    window_kind: String,
    starts_on: Day,
    ends_on: Day,
    closes_on: Day,
    extended_to: Option<Day>,
    target: i64,
    achieved: i64,
    achieved_in_time: i64,
    pending: i64,
    standing: String,
    risk_on: Option<Day>,
    exempt_reason: Option<String>,
    plan_state: Option<String>,
}

/// The obligations of these units, by id.
pub(crate) async fn kept(tx: &Tx, _scope: &Scope, units: &[UnitId]) -> Result<Vec<Kept>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT o.id, o.unit_id, o.plan_id, o.product, o.window_kind, o.starts_on, o.ends_on, o.closes_on,")
        .push(" o.extended_to, o.target, o.achieved, o.achieved_in_time, o.pending, o.standing, o.risk_on, o.exempt_reason,")
        .push(" p.state AS plan_state FROM obligation o LEFT JOIN plan p ON p.id = o.plan_id WHERE o.unit_id")
        .one_of_ids(units.iter().copied())
        .push(" ORDER BY o.id");
    tx.all::<KeptRow>(sql).await?.into_iter().map(Kept::try_from).collect()
}

impl TryFrom<KeptRow> for Kept {
    type Error = StoreError;

    fn try_from(row: KeptRow) -> Result<Self, StoreError> {
        let span = Span::new(row.starts_on, row.ends_on).map_err(StoreError::corrupt)?;
        let kind = row.window_kind.parse().map_err(StoreError::corrupt)?;
        let entry = Entry {
            id: Id::new(row.id),
            unit: Id::new(row.unit_id),
            plan: row.plan_id.map(Id::new),
            product: row.product.map(|word| word.parse()).transpose().map_err(StoreError::corrupt)?,
            terms: Terms { target: row.target, span, closes_on: row.closes_on, kind },
            amounts: Amounts { achieved: row.achieved, in_time: row.achieved_in_time, pending: row.pending },
            standing: row.standing.parse().map_err(StoreError::corrupt)?,
        };
        let validity = match (row.plan_state.as_deref(), row.exempt_reason) {
            (Some("REVOKED"), _) => Validity::Revoked,
            (_, Some(_)) => Validity::Exempt,
            _ => Validity::InForce,
        };
        Ok(Self { entry, risk_on: row.risk_on, closes_on: closes_on(span, row.extended_to), validity })
    }
}
