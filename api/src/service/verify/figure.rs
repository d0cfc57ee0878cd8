//! Amounts and standings against contributions, tallies against obligations.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{
    calendar::Day,
    compliance::Tally,
    contribution::amounts,
    id::{ObligationId, UnitId},
};

use super::Difference;
use crate::{
    error::AppError,
    service::figure::Shift,
    session::Reading,
    store::{
        self,
        obligation::{Entry, Kept},
        tally::{ProductKey, ProductTally, TallyKey},
    },
};

/// How many units are checked at a time.
const UNITS: i64 = 50;
/// Of how many obligations contributions are read at a time.
const CHUNK: usize = 1_000;

/// Checks the next units after `after`; gives the last of them, or nothing when there are no more.
pub(super) async fn units(
    reading: &Reading,
    after: Option<UnitId>,
    found: &mut Vec<Difference>,
) -> Result<Option<UnitId>, AppError> {
    let (tx, scope) = (reading.tx(), reading.scope());
    let units = store::obligation::owing_units(tx, scope, after, UNITS).await?;
    let kept = store::obligation::kept(tx, scope, &units).await?;
    let mut expected = Shift::default();
    for chunk in kept.chunks(CHUNK) {
        let ids: Vec<ObligationId> = chunk.iter().map(|kept| kept.entry.id).collect();
        let mut contributed = store::obligation::contributed(tx, scope, &ids, None).await?;
        for kept in chunk {
            let parts = contributed.remove(&kept.entry.id).unwrap_or_default();
            let (entry, risk_on) = kept.expected(amounts(parts, kept.closes_on));
            obligation(kept, &entry, risk_on, found);
            expected.enter(&entry);
        }
    }
    let stored = store::tally::of_units(tx, scope, &units).await?.into_iter().collect();
    tallies(&stored, &expected.tallies, found);
    let stored = store::tally::products_of_units(tx, scope, &units).await?.into_iter().collect();
    tallies(&stored, &expected.products, found);
    Ok(units.last().copied())
}

fn obligation(kept: &Kept, expected: &Entry, risk_on: Option<Day>, found: &mut Vec<Difference>) {
    let said = |entry: &Entry, risk_on: Option<Day>| {
        let Entry { terms, amounts, standing, .. } = entry;
        let risk = risk_on.map_or_else(|| "never".to_owned(), |day| day.to_string());
        format!(
            "achieved {} ({} in time), pending {}, {standing}, at risk {risk}, closing {}",
            amounts.achieved, amounts.in_time, amounts.pending, terms.closes_on
        )
    };
    let (is, should) = (said(&kept.entry, kept.risk_on), said(expected, risk_on));
    if is != should {
        found.push(Difference::new(expected.id, is, should));
    }
}

/// Compares tallies; one that is not there is as good as an empty one.
fn tallies<K, T>(stored: &BTreeMap<K, T>, expected: &BTreeMap<K, T>, found: &mut Vec<Difference>)
where
    K: Ord,
    T: Default + PartialEq,
    for<'a> Said<&'a K>: fmt::Display,
    for<'a> Said<&'a T>: fmt::Display,
{
    let empty = T::default();
    let keys: BTreeSet<&K> = stored.keys().chain(expected.keys()).collect();
    for key in keys {
        let (is, should) = (stored.get(key).unwrap_or(&empty), expected.get(key).unwrap_or(&empty));
        if is != should {
            found.push(Difference::new(Said(key), Said(is), Said(should)));
        }
    }
}

struct Said<T>(T);

impl fmt::Display for Said<&TallyKey> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TallyKey { unit, ends_on, starts_on, closes_on } = self.0;
        write!(f, "tally of {unit} from {starts_on} to {ends_on} closing {closes_on}")
    }
}

impl fmt::Display for Said<&ProductKey> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ProductKey { unit, ends_on, product } = self.0;
        write!(f, "{product} tally of {unit} to {ends_on}")
    }
}

impl fmt::Display for Said<&Tally> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { exempt, met, met_late, ready, short, begun } = self.0;
        write!(f, "{exempt} exempt, {met} met, {met_late} met late, {ready} ready, {short} short, {begun} begun")
    }
}

impl fmt::Display for Said<&ProductTally> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ProductTally { obligations, target, achieved, pending } = self.0;
        write!(f, "{obligations} obligations, target {target}, achieved {achieved}, pending {pending}")
    }
}
