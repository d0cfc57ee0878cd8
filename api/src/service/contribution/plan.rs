//! What an issued plan adds to the PLAN obligation of a plan that it carries out.

use domain::{
    contribution::{Credit, Issue, plan_amount},
    id::PlanId,
};

use crate::{
    error::AppError,
    service::figure::{self, Shift},
    session::{Permit, Work},
    store::{
        self,
        contribution::{NewContribution, Origin},
    },
};

/// Plans that one transaction has issued, and by how much figures move with what they make owed.
#[must_use = "nothing of it counts yet"]
#[derive(Debug, Default)]
pub(in crate::service) struct Issued {
    pub(in crate::service) plans: Vec<PlanId>,
    pub(in crate::service) shift: Shift,
}

/// Enters into the figures what plans that were just issued make owed, and what they add as achieved: 1 to their issuer's
/// PLAN obligation of each plan they carry out directly. Plans that carry one of them out and were issued before add to
/// its own.
///
/// All the plans of a transaction at once, for obligations are held in the order of their ids, and tallies after them.
pub(in crate::service) async fn plans_issued(work: &Work, permit: &Permit, issued: Issued) -> Result<(), AppError> {
    let Issued { plans, mut shift } = issued;
    let candidates = store::contribution::plan_candidates(work.tx(), work.scope(), &plans).await?;
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
    let changed = new.iter().map(|new| new.obligation).collect();
    figure::recount(work, permit, changed, &mut shift).await?;
    shift.write(work, permit).await
}

/// Takes what a revoked plan made owed out of all figures, and takes back what it adds.
pub(crate) async fn plan_revoked(work: &Work, permit: &Permit, plan: PlanId) -> Result<(), AppError> {
    let held = figure::hold_by_plan(work, permit, plan).await?;
    store::contribution::delete_of_plan(work.tx(), permit, plan).await?;
    figure::revoke_plan(work, permit, plan, held).await
}
