//! What reports and issued plans add to obligations. Their rows and the figures change together.

mod plan;

use domain::{
    activity::Content,
    contribution::{Claim, Credit, amount},
    id::{ActivityReportId, ObligationId, UnitId},
};

pub(crate) use self::plan::plan_revoked;
pub(super) use self::plan::{Issued, plans_issued};
use crate::{
    error::AppError,
    service::figure::{self, Change, Part},
    session::{Permit, Scope, Work},
    store::{
        self, Tx,
        contribution::{Candidate, Held, NewContribution, Origin, ReportPart, Wanted},
    },
};

/// An obligation that a report counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The obligation.
    pub obligation: ObligationId,
    /// How much the report adds to it.
    pub amount: i64,
    /// Whether the unit is exempt from it: then the amount shows in no figure.
    pub exempt: bool,
}

/// What a report of `unit` with this content counts for, in the order of the obligations' ids.
pub(crate) async fn of_report(
    tx: &Tx,
    scope: &Scope,
    unit: UnitId,
    content: &Content,
    held: Held,
) -> Result<Vec<Counted>, AppError> {
    let Content { tasks, product, dated_on, .. } = content;
    let wanted = Wanted { unit, tasks, product: *product, dated_on: *dated_on };
    let (candidates, tasks) = store::contribution::candidates(tx, scope, wanted, held).await?;
    let claim = Claim {
        unit,
        tasks: &tasks,
        product: content.product,
        channels: &content.channels,
        topic: content.topic.as_ref(),
        stage: content.stage,
        minutes: content.minutes,
        dated_on: content.dated_on,
        quantity: content.quantity,
    };
    let counted = |candidate: &Candidate| {
        let amount = amount(&claim, &candidate.duty())?;
        Some(Counted { obligation: candidate.obligation, amount, exempt: candidate.exempt })
    };
    Ok(candidates.iter().filter_map(counted).collect())
}

/// Enters what a report that was just submitted adds, as pending.
pub(crate) async fn submitted(
    work: &Work,
    permit: &Permit,
    report: ActivityReportId,
    unit: UnitId,
    content: &Content,
) -> Result<(), AppError> {
    let counted = of_report(work.tx(), work.scope(), unit, content, Held::Yes).await?;
    let new = |counted: &Counted| NewContribution {
        id: work.id(),
        obligation: counted.obligation,
        origin: Origin::Report(report),
        amount: counted.amount,
        credit: Credit::Pending,
        dated_on: content.dated_on,
    };
    let new: Vec<NewContribution> = counted.iter().map(new).collect();
    store::contribution::insert(work.tx(), permit, &new).await?;
    let change = |new: &NewContribution| {
        let part = Part { amount: new.amount, credit: new.credit, dated_on: new.dated_on };
        Change { obligation: new.obligation, before: None, after: Some(part) }
    };
    figure::apply(work, permit, new.iter().map(change).collect()).await
}

/// Turns what a report adds from pending to achieved.
pub(crate) async fn verified(work: &Work, permit: &Permit, report: ActivityReportId) -> Result<(), AppError> {
    let parts = store::contribution::parts_of(work.tx(), permit, report).await?;
    store::contribution::achieve(work.tx(), permit, report).await?;
    let change = |stored: &ReportPart| {
        let before = part(stored);
        let after = Part { credit: Credit::Achieved, ..before };
        Change { obligation: stored.obligation, before: Some(before), after: Some(after) }
    };
    figure::apply(work, permit, parts.iter().map(change).collect()).await
}

/// Takes back what a report adds, if it does.
pub(crate) async fn taken_back(work: &Work, permit: &Permit, report: ActivityReportId) -> Result<(), AppError> {
    let parts = store::contribution::parts_of(work.tx(), permit, report).await?;
    store::contribution::delete_of_report(work.tx(), permit, report).await?;
    let change =
        |stored: &ReportPart| Change { obligation: stored.obligation, before: Some(part(stored)), after: None };
    figure::apply(work, permit, parts.iter().map(change).collect()).await
}

const fn part(stored: &ReportPart) -> Part {
    Part { amount: stored.amount, credit: stored.credit, dated_on: stored.dated_on }
}
