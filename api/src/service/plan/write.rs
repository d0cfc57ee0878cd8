//! Writing drafts.

use domain::{
    authz::Action,
    id::{PlanId, UnitId},
    plan::{Content, PlanAction, PlanState, canonical, validate},
};

use super::{
    PlanInput, check_version, event, held,
    link::{check_links, check_units},
    of_issuer, summary,
};
use crate::{
    error::AppError,
    session::{Begun, Once, Session, Work},
    store::{
        self,
        plan::{Header, Picks},
    },
};

/// Writes a new draft. A draft binds nobody and makes no unit.
///
/// # Errors
/// `NOT_FOUND` for an unknown issuer, link or unit; FORBIDDEN; `BAD_USER_INPUT` or `RULE_VIOLATED` at the field at
/// fault.
pub async fn create(session: &Session, once: Once, issuer: UnitId, input: PlanInput) -> Result<PlanId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Done(plan) => return Ok(PlanId::new(plan)),
        Begun::Work(work) => work,
    };
    store::plan::hold_all(work.tx()).await?;
    if store::unit::by_ids(work.tx(), work.scope(), &[issuer]).await?.is_empty() {
        return Err(AppError::not_found().at("issuer"));
    }
    let permit = work.permit(Action::WritePlan, of_issuer(&work, issuer)).await?;
    let (content, picks) = checked(&work, issuer, &input).await.map_err(|error| error.under("content"))?;
    let plan: PlanId = work.id();
    let header = Header { id: plan, issuer, created_by: permit.actor(), created_at: work.now() };
    store::plan::insert(work.tx(), &permit, header, &content, &picks, || work.id::<()>().uuid()).await?;
    let mut after = summary(issuer, &content, PlanState::Draft, 1);
    after["picks"] = picked(&picks);
    work.audit(&permit, event(plan, "CREATE", None, after)).await?;
    work.commit(plan.uuid()).await?;
    Ok(plan)
}

/// The content that a draft can have.
async fn checked(work: &Work, issuer: UnitId, input: &PlanInput) -> Result<(Content, Picks), AppError> {
    let (content, picks) = (validate(&input.draft)?, input.picks());
    check_links(work, issuer, &content, &picks).await?;
    check_units(work, &content).await?;
    Ok((content, picks))
}

/// Replaces the whole content of a draft.
///
/// # Errors
/// `NOT_FOUND`, FORBIDDEN, CONFLICT for a stale version, `RULE_VIOLATED` for a plan that is no draft; and those of
/// [`create`].
pub async fn update(
    session: &Session,
    once: Once,
    plan: PlanId,
    version: i32,
    input: PlanInput,
) -> Result<PlanId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Done(plan) => return Ok(PlanId::new(plan)),
        Begun::Work(work) => work,
    };
    let stored = held(&work, plan).await?;
    let issuer = stored.record.issuer;
    let permit = work.permit(Action::WritePlan, of_issuer(&work, issuer)).await?;
    check_version(&stored, version)?;
    stored.record.state.apply(PlanAction::Edit)?;
    let (content, picks) = checked(&work, issuer, &input).await.map_err(|error| error.under("content"))?;
    let seen = (plan, version);
    if !store::plan::replace(work.tx(), &permit, seen, &content, &picks, || work.id::<()>().uuid()).await? {
        return Err(AppError::stale_version());
    }
    let mut before = summary(issuer, &stored.content, PlanState::Draft, version);
    // Nothing else keeps what is replaced.
    before["content"] = canonical(&stored.content).into();
    before["picks"] = picked(&stored.picks());
    let mut after = summary(issuer, &content, PlanState::Draft, version + 1);
    after["picks"] = picked(&picks);
    work.audit(&permit, event(plan, "UPDATE", Some(before), after)).await?;
    work.commit(plan.uuid()).await?;
    Ok(plan)
}

/// Which plans the writer said the acts are, in the order of the acts.
fn picked(picks: &Picks) -> serde_json::Value {
    let list = |plans: &[Option<PlanId>]| plans.iter().map(|plan| plan.map(|plan| plan.to_string())).collect();
    let (carries_out, cites): (Vec<_>, Vec<_>) = (list(&picks.carries_out), list(&picks.cites));
    serde_json::json!({ "carriesOut": carries_out, "cites": cites })
}
