//! New obligations.

use chrono::{DateTime, Utc};
use domain::{
    calendar::{Day, Span, WindowKind},
    id::{ObligationId, PlanId, QuotaId, TaskId, UnitId},
    obligation::{Amounts, Outlook, Terms, Validity},
    quota::{Product, Sharing},
};
use sea_orm::Set;

use crate::{
    session::Permit,
    store::{StoreError, WriteTx},
};

/// How many members' rows are made at a time.
const CHUNK: usize = 10_000;

/// What one unit comes to owe under a quota in a window.
#[derive(Debug, Clone)]
pub(crate) struct NewObligation {
    pub(crate) id: ObligationId,
    /// Who owes.
    pub(crate) unit: UnitId,
    pub(crate) plan: PlanId,
    pub(crate) task: TaskId,
    pub(crate) quota: QuotaId,
    pub(crate) sharing: Sharing,
    pub(crate) product: Product,
    /// The first day of the plan's date of issue.
    pub(crate) plan_issued_from: Day,
    pub(crate) kind: WindowKind,
    /// The full window.
    pub(crate) window: Span,
    /// The window as far as the unit is bound.
    pub(crate) span: Span,
    pub(crate) bound_days: i64,
    /// What the quota asks for in a full window.
    pub(crate) minimum: i64,
    /// How much is owed.
    pub(crate) target: i64,
    /// The units of the set of a POOLED one; none of an EACH one.
    pub(crate) members: Vec<UnitId>,
}

impl NewObligation {
    /// What it asks for; nothing extends it yet.
    pub(crate) const fn terms(&self) -> Terms {
        Terms { target: self.target, span: self.span, closes_on: self.span.last(), kind: self.kind }
    }
}

/// Writes obligations to which nothing has been contributed yet, with their members.
pub(crate) async fn insert(
    tx: &WriteTx,
    _permit: &Permit,
    new: &[NewObligation],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_all(new.iter().map(|new| row(new, now)).collect::<Result<Vec<_>, _>>()?).await?;
    let mut members = Vec::new();
    for new in new {
        for unit in &new.members {
            members.push(entity::obligation_member::ActiveModel {
                obligation_id: Set(new.id.uuid()),
                unit_id: Set(unit.uuid()),
            });
            // One obligation may have as many members as the country has communes.
            if members.len() == CHUNK {
                tx.insert_all(std::mem::take(&mut members)).await?;
            }
        }
    }
    tx.insert_all(members).await
}

fn row(new: &NewObligation, now: DateTime<Utc>) -> Result<entity::obligation::ActiveModel, StoreError> {
    let outlook = Outlook::of(&new.terms(), Amounts::default(), Validity::InForce);
    Ok(entity::obligation::ActiveModel {
        id: Set(new.id.uuid()),
        source: Set("QUOTA".to_owned()),
        quota_id: Set(Some(new.quota.uuid())),
        regime_id: Set(None),
        plan_id: Set(Some(new.plan.uuid())),
        task_id: Set(Some(new.task.uuid())),
        unit_id: Set(new.unit.uuid()),
        sharing: Set(new.sharing.as_str().to_owned()),
        product: Set(Some(new.product.as_str().to_owned())),
        plan_issued_from: Set(Some(new.plan_issued_from)),
        window_kind: Set(new.kind.as_str().to_owned()),
        window_starts_on: Set(new.window.first()),
        window_ends_on: Set(new.window.last()),
        starts_on: Set(new.span.first()),
        ends_on: Set(new.span.last()),
        bound_days: Set(i32::try_from(new.bound_days).map_err(StoreError::corrupt)?),
        minimum: Set(i32::try_from(new.minimum).map_err(StoreError::corrupt)?),
        target: Set(new.target),
        achieved: Set(0),
        achieved_in_time: Set(0),
        pending: Set(0),
        standing: Set(outlook.standing.as_str().to_owned()),
        risk_on: Set(outlook.risk_on),
        closes_on: Set(outlook.closes_on),
        extended_to: Set(None),
        extension_reason: Set(None),
        extended_at: Set(None),
        extended_by: Set(None),
        exempt_reason: Set(None),
        exempted_at: Set(None),
        exempted_by: Set(None),
        version: Set(1),
        created_at: Set(now),
    })
}
