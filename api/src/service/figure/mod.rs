//! Figures: the one place where obligations change their amounts and standing, and the tallies with them.
//!
//! Everything here runs in the transaction of whatever changes the figures. Obligations are held first, in the order
//! of their ids; then tallies, then products' tallies, each in the order of their keys. That order holds for the whole
//! transaction: whoever changes figures in several steps gathers a [`Shift`] over all of them and writes it last.

mod shift;

use std::collections::BTreeMap;

use domain::{
    calendar::Day,
    contribution::Credit,
    id::{ObligationId, PlanId},
    obligation::{Amounts, Terms, Validity},
    quota::Product,
};

pub(super) use self::shift::Shift;
pub(crate) use crate::store::obligation::NewObligation;
use crate::{
    error::AppError,
    session::{Permit, Work},
    store::{self, obligation::Entry},
};

/// What one report adds to one obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// How much: 1 to 10,000.
    pub(crate) amount: i64,
    /// How it counts.
    pub(crate) credit: Credit,
    /// The day it was done.
    pub(crate) dated_on: Day,
}

/// How what one report adds to one obligation changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// The obligation.
    pub(crate) obligation: ObligationId,
    /// What the report added so far, if it did.
    pub(crate) before: Option<Part>,
    /// What it adds from now on, if it does.
    pub(crate) after: Option<Part>,
}

/// Writes new obligations, to which nothing has been contributed yet, and gathers by how much tallies move.
///
/// Nobody else can hold what is new, so nobody waits for it: they may come in parts, before others are held.
pub(super) async fn open(
    work: &Work,
    permit: &Permit,
    new: &[NewObligation],
    shift: &mut Shift,
) -> Result<(), AppError> {
    store::obligation::insert(work.tx(), permit, new, work.now()).await?;
    for new in new {
        shift.enter(&Entry::new(new));
    }
    Ok(())
}

/// Moves the figures by what reports now add. The rows of their contributions are the caller's to write.
///
/// It touches the obligations named and their tallies, however many contributions there are besides.
pub(crate) async fn apply(work: &Work, permit: &Permit, changes: Vec<Change>) -> Result<(), AppError> {
    let mut of: BTreeMap<ObligationId, Vec<Change>> = BTreeMap::new();
    for change in changes.into_iter().filter(|change| change.before != change.after) {
        of.entry(change.obligation).or_default().push(change);
    }
    let ids: Vec<ObligationId> = of.keys().copied().collect();
    let held = store::obligation::lock(work.tx(), permit, &ids).await?;
    // A report about a plan that was issued here would count the same plan twice.
    let plans: Vec<ObligationId> =
        held.iter().filter(|entry| entry.product == Some(Product::Plan)).map(|entry| entry.id).collect();
    let by_plan = store::obligation::with_plan_contribution(work.tx(), work.scope(), &plans).await?;
    let turned = held.into_iter().filter(|entry| !by_plan.contains(&entry.id)).map(|entry| {
        let amounts = of.get(&entry.id).into_iter().flatten().fold(entry.amounts, |amounts, change| {
            let amounts = change.after.map_or(amounts, |part| moved(amounts, part, 1, entry.terms.closes_on));
            change.before.map_or(amounts, |part| moved(amounts, part, -1, entry.terms.closes_on))
        });
        (entry, entry.with(amounts, entry.validity()))
    });
    settle(work, permit, turned.collect()).await
}

fn moved(amounts: Amounts, part: Part, times: i64, closes_on: Day) -> Amounts {
    let by = part.amount * times;
    match part.credit {
        Credit::Pending => Amounts { pending: amounts.pending + by, ..amounts },
        Credit::Achieved => Amounts {
            achieved: amounts.achieved + by,
            in_time: amounts.in_time + if part.dated_on <= closes_on { by } else { 0 },
            ..amounts
        },
    }
}

/// Sums the contributions of these obligations up anew, and moves the figures to what comes out.
///
/// For what no difference can tell: plans that contribute now.
pub(super) async fn recount(
    work: &Work,
    permit: &Permit,
    mut ids: Vec<ObligationId>,
    shift: &mut Shift,
) -> Result<(), AppError> {
    ids.sort_unstable();
    ids.dedup();
    let held = store::obligation::lock(work.tx(), permit, &ids).await?;
    let sums = store::obligation::sums(work.tx(), work.scope(), &held).await?;
    turn(work, permit, recounted(held, sums), shift).await
}

fn recounted(held: Vec<Entry>, sums: Vec<Amounts>) -> Vec<(Entry, Entry)> {
    held.into_iter().zip(sums).map(|(entry, amounts)| (entry, entry.with(amounts, entry.validity()))).collect()
}

/// Holds the obligations of a plan, and those that it contributes to, until the transaction ends.
pub(super) async fn hold_by_plan(work: &Work, permit: &Permit, plan: PlanId) -> Result<Vec<Entry>, AppError> {
    Ok(store::obligation::lock_by_plan(work.tx(), permit, plan).await?)
}

/// Takes the obligations of a revoked plan out of all figures, and out of others what it added to them. Its own stay
/// readable with their amounts. `held` is what [`hold_by_plan`] gave.
pub(super) async fn revoke_plan(work: &Work, permit: &Permit, plan: PlanId, held: Vec<Entry>) -> Result<(), AppError> {
    let (own, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|entry| entry.plan == Some(plan));
    let sums = store::obligation::sums(work.tx(), work.scope(), &others).await?;
    let revoked = own.into_iter().map(|entry| (entry, entry.with(entry.amounts, Validity::Revoked)));
    settle(work, permit, revoked.chain(recounted(others, sums)).collect()).await
}

/// Holds one obligation until the transaction ends, before it is decided about.
pub(crate) async fn hold(work: &Work, permit: &Permit, id: ObligationId) -> Result<Entry, AppError> {
    let held = store::obligation::lock(work.tx(), permit, &[id]).await?;
    held.first().copied().ok_or_else(|| AppError::internal("an obligation is held or missing"))
}

/// Takes a held obligation out of all figures.
pub(crate) async fn exempt(work: &Work, permit: &Permit, held: Entry) -> Result<(), AppError> {
    settle(work, permit, vec![(held, held.with(held.amounts, Validity::Exempt))]).await
}

/// Moves the day a held obligation closes on; what counts as in time moves with it.
pub(crate) async fn extend(work: &Work, permit: &Permit, held: Entry, closes_on: Day) -> Result<(), AppError> {
    let extended = Entry { terms: Terms { closes_on, ..held.terms }, ..held };
    let sums = store::obligation::sums(work.tx(), work.scope(), &[extended]).await?;
    let turned = sums.into_iter().map(|amounts| (held, extended.with(amounts, held.validity())));
    settle(work, permit, turned.collect()).await
}

/// Writes how held obligations changed, and moves the tallies along.
async fn settle(work: &Work, permit: &Permit, changed: Vec<(Entry, Entry)>) -> Result<(), AppError> {
    let mut shift = Shift::default();
    turn(work, permit, changed, &mut shift).await?;
    shift.write(work, permit).await
}

/// Writes how held obligations changed, and gathers by how much tallies move.
async fn turn(work: &Work, permit: &Permit, changed: Vec<(Entry, Entry)>, shift: &mut Shift) -> Result<(), AppError> {
    let mut after = Vec::with_capacity(changed.len());
    for (old, new) in changed.into_iter().filter(|(old, new)| old != new) {
        shift.leave(&old);
        shift.enter(&new);
        after.push(new);
    }
    Ok(store::obligation::update(work.tx(), permit, &after).await?)
}
