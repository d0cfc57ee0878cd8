//! Revoking: the step at which a plan ceases to bind.

use domain::{authz::Action, id::PlanId, plan::PlanState};

use super::{check_version, event, held, of_issuer, summary};
use crate::{
    error::AppError,
    service::contribution,
    session::{Begun, Event, Once, Session},
    store,
};

/// Revokes an issued plan for a reason: its obligations leave all figures and stay readable, and what it contributed to
/// the plans it carries out is taken back.
///
/// # Errors
/// `NOT_FOUND`, FORBIDDEN, CONFLICT for a stale version, `RULE_VIOLATED` for a plan that is not issued, `BAD_USER_INPUT`
/// for a reason that is none.
pub async fn revoke(
    session: &Session,
    once: Once,
    plan: PlanId,
    version: i32,
    reason: &str,
) -> Result<PlanId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Done(plan) => return Ok(PlanId::new(plan)),
        Begun::Work(work) => work,
    };
    let stored = held(&work, plan).await?;
    let issuer = stored.record.issuer;
    let permit = work.permit(Action::RevokePlan, of_issuer(&work, issuer)).await?;
    check_version(&stored, version)?;
    let reason = domain::plan::revoke(stored.record.state, reason)?;
    if !store::plan::mark_revoked(work.tx(), &permit, (plan, version), &reason, work.now()).await? {
        return Err(AppError::stale_version());
    }
    contribution::plan_revoked(&work, &permit, plan).await?;
    let before = summary(issuer, &stored.content, PlanState::Issued, version);
    let after = summary(issuer, &stored.content, PlanState::Revoked, version + 1);
    let event = Event { reason: Some(reason), ..event(plan, "REVOKE", Some(before), after) };
    work.audit(&permit, event).await?;
    work.commit(plan.uuid()).await?;
    Ok(plan)
}
