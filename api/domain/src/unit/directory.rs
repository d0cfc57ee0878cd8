//! All units with their history.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{CodeScheme, Life, SuccessionExtent, SuccessionKind, Unit};
use crate::{calendar::Day, id::UnitId};

/// The step from a unit that ended to one that came after it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Succession {
    /// The unit that ended, on the day before `effective_on`.
    pub predecessor: UnitId,
    /// The unit that came after it; none if it was abolished.
    pub successor: Option<UnitId>,
    /// The first day of the new order.
    pub effective_on: Day,
    /// How it ended.
    pub kind: SuccessionKind,
    /// How much of it went to this successor.
    pub extent: SuccessionExtent,
    /// The act that ordered it, if known.
    pub legal_act: Option<String>,
}

/// All units with their versions, and the successions between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    pub(super) units: BTreeMap<UnitId, Unit>,
    pub(super) successions: BTreeSet<Succession>,
}

/// Units by code and day.
pub struct CodeIndex<'a> {
    holders: HashMap<(CodeScheme, &'a str), Vec<(Life, UnitId)>>,
}

impl Directory {
    /// A directory of these units. [`Directory::check`] tells whether they make sense together.
    pub fn new(units: impl IntoIterator<Item = Unit>, successions: impl IntoIterator<Item = Succession>) -> Self {
        Self {
            units: units.into_iter().map(|unit| (unit.id(), unit)).collect(),
            successions: successions.into_iter().collect(),
        }
    }

    /// A unit, if it is there.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(&id)
    }

    /// All units, by id.
    #[must_use]
    pub fn units(&self) -> impl ExactSizeIterator<Item = &Unit> {
        self.units.values()
    }

    /// All successions, by predecessor and successor.
    #[must_use]
    pub fn successions(&self) -> impl ExactSizeIterator<Item = &Succession> {
        self.successions.iter()
    }

    /// An index of all codes, for many look-ups.
    #[must_use]
    pub fn codes(&self) -> CodeIndex<'_> {
        let mut holders: HashMap<_, Vec<_>> = HashMap::with_capacity(self.units.len());
        for unit in self.units() {
            for version in unit.versions() {
                for (&scheme, code) in &version.codes {
                    holders.entry((scheme, code.as_str())).or_default().push((version.life, unit.id()));
                }
            }
        }
        CodeIndex { holders }
    }
}

impl CodeIndex<'_> {
    /// The unit that holds a code on a day.
    #[must_use]
    pub fn find(&self, scheme: CodeScheme, code: &str, day: Day) -> Option<UnitId> {
        let holders = self.holders.get(&(scheme, code))?;
        holders.iter().find(|(life, _)| life.contains(day)).map(|&(_, unit)| unit)
    }
}
