//! Drawing the units of two editions: what each was before the turn and is after it.

use std::collections::{BTreeSet, HashMap};

use super::{Editions, RecordedChange, UnitRecord, lineage::Lineage};
use crate::{
    id::UnitId,
    unit::{Body, CodeScheme, Directory, Life, Succession, Unit, Version, version::join},
};

/// The identities by code in each edition, and what is already known.
pub(super) struct Drawing<'a> {
    editions: &'a Editions<'a>,
    known: &'a Directory,
    root: UnitId,
    old: HashMap<&'a str, UnitId>,
    new: HashMap<&'a str, UnitId>,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(
        editions: &'a Editions<'a>,
        known: &'a Directory,
        root: UnitId,
        units: impl Iterator<Item = (Lineage<'a>, UnitId)>,
    ) -> Self {
        let mut drawing = Self { editions, known, root, old: HashMap::new(), new: HashMap::new() };
        for (lineage, id) in units {
            if let Lineage::Ended(old) | Lineage::Continued(old, _) = lineage {
                drawing.old.insert(&old.code, id);
            }
            if let Lineage::Begun(new) | Lineage::Continued(_, new) = lineage {
                drawing.new.insert(&new.code, id);
            }
        }
        drawing
    }

    /// One territory with its versions: one across both editions where they say the same.
    pub(super) fn territory(&self, lineage: Lineage<'_>, id: UnitId) -> Unit {
        let turn = self.editions.turn;
        let stored = self.known.unit(id);
        let (was, is) = (turn.last_old(), turn.first_new());
        let was = stored.and_then(|unit| unit.version_on(was));
        let is = stored.and_then(|unit| unit.version_on(is));
        let old = |record| self.version(record, &self.old, was, Life::until(turn.last_old()));
        let new = |record| self.version(record, &self.new, is, Life::since(turn.first_new()));
        let current = match lineage {
            Lineage::Ended(record) => vec![old(record)],
            Lineage::Continued(record, next) => vec![old(record), new(next)],
            Lineage::Begun(record) => vec![new(record)],
        };
        let other_days = stored.map_or(&[][..], Unit::versions).iter();
        let other_days = other_days.filter(|stored| current.iter().all(|version| !version.life.overlaps(stored.life)));
        let mut versions: Vec<Version> = other_days.cloned().collect();
        versions.extend(current);
        versions.sort_by_key(|version| version.life);
        Unit::new(id, Body::Territory, join(versions))
    }

    /// What an edition says of a unit, for as many of the edition's days as the stored version holds. Codes of other
    /// schemes stay.
    fn version(
        &self,
        record: &UnitRecord,
        ids: &HashMap<&str, UnitId>,
        stored: Option<&Version>,
        edition: Life,
    ) -> Version {
        let mut codes = stored.map(|version| version.codes.clone()).unwrap_or_default();
        codes.insert(CodeScheme::Gso, record.code.clone());
        Version {
            name: record.name.clone(),
            kind: record.kind.clone(),
            tier: record.tier,
            parent: record.parent.as_deref().map_or(Some(self.root), |code| ids.get(code).copied()),
            codes,
            life: stored.and_then(|version| version.life.intersect(edition)).unwrap_or(edition),
        }
    }

    /// The successions of this turn as the file gives them, those of other days as they were.
    pub(super) fn successions(&self) -> BTreeSet<Succession> {
        let effective_on = self.editions.turn.first_new();
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            self.known.successions().partition(|known| known.effective_on == effective_on);
        let acts: HashMap<_, _> =
            here.into_iter().map(|known| ((known.predecessor, known.successor), &known.legal_act)).collect();
        let told = self.editions.successions.iter().filter_map(|record| {
            let RecordedChange::End(kind) = record.change else { return None };
            let predecessor = *self.old.get(record.predecessor.as_str())?;
            let successor = record.successor.as_deref().and_then(|code| self.new.get(code).copied());
            // The files name no acts, so they do not take one away.
            let legal_act = acts.get(&(predecessor, successor)).and_then(|act| (*act).clone());
            Some(Succession { predecessor, successor, effective_on, kind, extent: record.extent, legal_act })
        });
        told.chain(elsewhere.into_iter().cloned()).collect()
    }
}
