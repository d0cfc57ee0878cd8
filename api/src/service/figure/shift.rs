//! By how much tallies move when obligations change.

use std::collections::BTreeMap;

use domain::{compliance::Tally, obligation::Validity};

use crate::{
    error::AppError,
    session::{Permit, Work},
    store::{
        self,
        obligation::Entry,
        tally::{ProductKey, ProductTally, TallyKey},
    },
};

/// Differences of tallies, gathered before any is written.
#[must_use = "the tallies have not moved yet"]
#[derive(Debug, Default)]
pub(in crate::service) struct Shift {
    pub(in crate::service) tallies: BTreeMap<TallyKey, Tally>,
    pub(in crate::service) products: BTreeMap<ProductKey, ProductTally>,
}

impl Shift {
    /// Counts an obligation in.
    pub(in crate::service) fn enter(&mut self, entry: &Entry) {
        let tally = self.tallies.entry(tally_key(entry)).or_default();
        *tally = *tally + Tally::of(entry.standing, entry.amounts);
        if let Some((key, sum)) = product(entry) {
            *self.products.entry(key).or_default() += sum;
        }
    }

    /// Counts an obligation out.
    pub(super) fn leave(&mut self, entry: &Entry) {
        let tally = self.tallies.entry(tally_key(entry)).or_default();
        *tally = *tally - Tally::of(entry.standing, entry.amounts);
        if let Some((key, sum)) = product(entry) {
            *self.products.entry(key).or_default() += -sum;
        }
    }

    /// Adds the differences to the tallies. No obligation may be held for the first time after this.
    pub(in crate::service) async fn write(self, work: &Work, permit: &Permit) -> Result<(), AppError> {
        let tallies: Vec<_> = self.tallies.into_iter().filter(|(_, by)| *by != Tally::default()).collect();
        let products: Vec<_> = self.products.into_iter().filter(|(_, by)| *by != ProductTally::default()).collect();
        store::tally::shift(work.tx(), permit, &tallies).await?;
        Ok(store::tally::shift_products(work.tx(), permit, &products).await?)
    }
}

fn tally_key(entry: &Entry) -> TallyKey {
    let Entry { unit, terms, .. } = entry;
    TallyKey { unit: *unit, ends_on: terms.span.last(), starts_on: terms.span.first(), closes_on: terms.closes_on }
}

fn product(entry: &Entry) -> Option<(ProductKey, ProductTally)> {
    let Entry { unit, terms, amounts, .. } = entry;
    let product = entry.product.filter(|_| entry.validity() == Validity::InForce)?;
    let sum =
        ProductTally { obligations: 1, target: terms.target, achieved: amounts.achieved, pending: amounts.pending };
    Some((ProductKey { unit: *unit, ends_on: terms.span.last(), product }, sum))
}
