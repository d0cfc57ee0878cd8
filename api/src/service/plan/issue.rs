//! Issuing: the step at which a plan begins to bind.

use domain::{
    authz::Action,
    id::PlanId,
    plan::{Owed, PlanState, obligations},
};

use super::{
    PlanRefusal, act, check_version, content_hash, event, held, link::check_links, of_issuer, organisation, roster,
    summary,
};
use crate::{
    error::AppError,
    service::{
        contribution::{self, Issued},
        figure,
    },
    session::{Begun, Once, Permit, Session, Work},
    store::{self, obligation::NewObligation, plan::Stored, unit::UnitRecord},
};

/// How many obligations are made and written at a time: a plan may make many more than are to be held in memory.
const CHUNK: usize = 1_000;

/// Issues a draft: its organisations become units, its selectors are expanded once, and what is owed is entered.
///
/// # Errors
/// `NOT_FOUND`, FORBIDDEN, CONFLICT for a stale version or a plan that was issued before, `RULE_VIOLATED` for whatever a
/// plan must not be when it is issued.
pub async fn issue(session: &Session, once: Once, plan: PlanId, version: i32) -> Result<PlanId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Done(plan) => return Ok(PlanId::new(plan)),
        Begun::Work(work) => work,
    };
    let stored = held(&work, plan).await?;
    let permit = work.permit(Action::IssuePlan, of_issuer(&work, stored.record.issuer)).await?;
    check_version(&stored, version)?;
    let mut gathered = Issued::default();
    issue_stored(&work, &permit, &stored, &mut gathered).await?;
    contribution::plans_issued(&work, &permit, gathered).await?;
    work.commit(plan.uuid()).await?;
    Ok(plan)
}

/// Issues a stored draft within a write in progress that holds all plans; says how many obligations it makes. To move
/// the figures by all that is `gathered` is the caller's.
pub(super) async fn issue_stored(
    work: &Work,
    permit: &Permit,
    stored: &Stored,
    gathered: &mut Issued,
) -> Result<usize, AppError> {
    let (record, content) = (&stored.record, &stored.content);
    let issued_from = domain::plan::issue(record.state, record.issued_on, work.today())?;
    let issuer = living_issuer(work, stored, issued_from).await?;
    if store::plan::known_as(work.tx(), work.scope(), record.issuer, content).await?.is_some() {
        return Err(PlanRefusal::Exists.into());
    }
    check_links(work, record.issuer, content, &stored.picks()).await?;
    let resolved = act::resolve(work, permit, stored, issued_from).await?;
    let organisations = organisation::settle(work, permit, stored, &issuer, issued_from).await?;
    let units: serde_json::Map<_, _> =
        organisations.iter().map(|(key, unit)| (key.clone(), unit.to_string().into())).collect();
    let roster = roster::read(work, record.issuer, content, organisations).await?;
    let owed = obligations(content, issued_from, &roster)?;
    let hash = content_hash(content);
    if !store::plan::mark_issued(work.tx(), permit, (record.id, record.version), &hash, work.now()).await? {
        return Err(AppError::stale_version());
    }
    act::resolve_earlier(work, permit, stored).await?;
    let mut new = owed.map(|owed| obligation(work, stored, issued_from, owed)).peekable();
    let mut made = 0;
    while new.peek().is_some() {
        let chunk = new.by_ref().take(CHUNK).collect::<Result<Vec<_>, _>>()?;
        figure::open(work, permit, &chunk, &mut gathered.shift).await?;
        made += chunk.len();
    }
    let before = summary(record.issuer, content, PlanState::Draft, record.version);
    let mut after = summary(record.issuer, content, PlanState::Issued, record.version + 1);
    after["obligations"] = made.into();
    // What was found out by issuing it: whom it names, and what it carries out.
    after["units"] = units.into();
    after["resolved"] = resolved.into();
    work.audit(permit, event(record.id, "ISSUE", Some(before), after)).await?;
    gathered.plans.push(record.id);
    Ok(made)
}

async fn living_issuer(
    work: &Work,
    stored: &Stored,
    issued_from: domain::calendar::Day,
) -> Result<UnitRecord, AppError> {
    let issuer = stored.record.issuer;
    let found = store::unit::by_ids(work.tx(), work.scope(), &[issuer]).await?.pop();
    let found = found.ok_or_else(|| AppError::internal(format!("no unit {issuer}")))?;
    let ancestry = store::unit::ancestry(work.tx(), work.scope(), issuer).await?;
    let lives = ancestry.iter().any(|row| row.distance == 0 && row.life.contains(issued_from));
    if lives { Ok(found) } else { Err(PlanRefusal::IssuerNotLiving(issued_from).into()) }
}

fn obligation(
    work: &Work,
    stored: &Stored,
    plan_issued_from: domain::calendar::Day,
    owed: Owed,
) -> Result<NewObligation, AppError> {
    let quota = stored.content.tasks.get(owed.task).and_then(|task| task.quotas.get(owed.quota));
    let ids = stored.tasks.get(owed.task).zip(stored.quotas.get(owed.task).and_then(|ids| ids.get(owed.quota)));
    let (Some(quota), Some((task_id, quota_id))) = (quota, ids) else {
        return Err(AppError::internal(format!("{} has not all its quotas", stored.record.id)));
    };
    let (minimum, kind) = owed.demand;
    Ok(NewObligation {
        id: work.id(),
        unit: owed.unit,
        plan: stored.record.id,
        task: *task_id,
        quota: *quota_id,
        sharing: quota.sharing,
        product: quota.measure.product,
        plan_issued_from,
        kind,
        window: owed.instance.window,
        span: owed.instance.span,
        bound_days: owed.instance.bound_days,
        minimum: minimum.get(),
        target: owed.instance.target,
        members: owed.members,
    })
}
