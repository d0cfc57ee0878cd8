//! What an issued plan adds to the PLAN obligation of a plan that it carries out.

use domain::{
    contribution::{Credit, Issue, plan_amount},
    id::PlanId,
};

use crate::{
    error::AppError,
    service::figure,
    session::{Permit, Work},
    store::{
        self,
        contribution::{NewContribution, Origin},
    },
};

/// Enters what a plan that was just issued, and whose obligations are open, adds as achieved: 1 to its issuer's PLAN
/// obligation of each plan it carries out directly. Plans that carry it out and were issued before add to its own.
pub(crate) async fn plan_issued(work: &Work, permit: &Permit, plan: PlanId) -> Result<(), AppError> {
    let candidates = store::contribution::plan_candidates(work.tx(), work.scope(), plan).await?;
    let mut new: Vec<NewContribution> = Vec::new();
    for found in candidates {
        let issue = Issue { issuer: found.issuer, carries_out: &[found.carries_out], issued_on: found.issued_on };
        let Some(amount) = plan_amount(&issue, &found.candidate.duty()) else {
            continue;
        };
        let (obligation, origin) = (found.candidate.obligation, Origin::Plan(found.source));
        // A plan may say twice that it carries another out.
        if !new.iter().any(|known| (known.obligation, known.origin) == (obligation, origin)) {
            let (id, credit, dated_on) = (work.id(), Credit::Achieved, found.issued_on);
            new.push(NewContribution { id, obligation, origin, amount, credit, dated_on });
        }
    }
    store::contribution::insert(work.tx(), permit, &new).await?;
    // Reports that contributed so far add nothing any more, which no difference can tell.
    figure::recount(work, permit, &new.iter().map(|new| new.obligation).collect::<Vec<_>>()).await
}

/// Takes back what a plan adds that is no longer in force.
pub(crate) async fn plan_revoked(work: &Work, permit: &Permit, plan: PlanId) -> Result<(), AppError> {
    let obligations = store::contribution::delete_of_plan(work.tx(), permit, plan).await?;
    figure::recount(work, permit, &obligations).await
}
