//! What must be written to bring one directory to the state of another.

use std::collections::BTreeMap;

use super::{Directory, Succession, Unit, Version};
use crate::{calendar::Day, id::UnitId};

/// The difference between two directories. No unit ever leaves a directory: a unit that ends is closed by its versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Units that are new, with all their versions.
    pub added: Vec<Unit>,
    /// Units of which something else is said.
    pub changed: Vec<UnitChange>,
    /// Successions that are new.
    pub successions_added: Vec<Succession>,
    /// Successions that no longer hold. One that says something else is removed and added.
    pub successions_removed: Vec<Succession>,
}

/// What changes in the versions of one unit. A version is known by its first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// The unit.
    pub unit: UnitId,
    /// Versions that go.
    pub removed: Vec<Version>,
    /// Versions that keep their first day and say something else or end on another day: before and after.
    pub altered: Vec<(Version, Version)>,
    /// Versions that come.
    pub added: Vec<Version>,
}

impl Difference {
    /// What turns `before` into `after`.
    #[must_use]
    pub fn between(before: &Directory, after: &Directory) -> Self {
        let mut difference = Self {
            successions_added: after.successions.difference(&before.successions).cloned().collect(),
            successions_removed: before.successions.difference(&after.successions).cloned().collect(),
            ..Self::default()
        };
        for unit in after.units() {
            match before.unit(unit.id()) {
                None => difference.added.push(unit.clone()),
                Some(old) if old != unit => difference.changed.push(UnitChange::between(old, unit)),
                Some(_) => {}
            }
        }
        difference
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl UnitChange {
    fn between(before: &Unit, after: &Unit) -> Self {
        let mut old: BTreeMap<Day, &Version> =
            before.versions().iter().map(|version| (version.life.first_day(), version)).collect();
        let mut change = Self { unit: after.id(), removed: Vec::new(), altered: Vec::new(), added: Vec::new() };
        for version in after.versions() {
            match old.remove(&version.life.first_day()) {
                None => change.added.push(version.clone()),
                Some(old) if old != version => change.altered.push((old.clone(), version.clone())),
                Some(_) => {}
            }
        }
        change.removed = old.into_values().cloned().collect();
        change
    }
}
