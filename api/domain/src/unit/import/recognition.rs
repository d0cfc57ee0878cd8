//! Finding the units of two editions again in a directory that knows them already.

use std::collections::HashSet;

use super::{Turn, UnitRecord, lineage::Lineage};
use crate::{
    id::UnitId,
    refusal::{Class, Explain, Lang},
    unit::{Body, CodeScheme, Directory},
};

/// Why editions cannot be entered over what a directory already says of the same days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum IdentityError {
    /// What was one unit would become two, or two would become one.
    Changed {
        /// The unit.
        unit: String,
    },
    /// A unit of the directory is in neither edition.
    Vanished {
        /// The unit.
        unit: String,
    },
}

/// The identity of every lineage, in order: that of the unit which holds its code on its day, or a new one.
pub(super) fn recognise(
    lineages: &[Lineage<'_>],
    known: &Directory,
    turn: Turn,
    mut new_id: impl FnMut() -> UnitId,
) -> Result<Vec<UnitId>, IdentityError> {
    let codes = known.codes();
    let old = |record: &UnitRecord| codes.find(CodeScheme::Gso, &record.code, turn.last_old());
    let new = |record: &UnitRecord| codes.find(CodeScheme::Gso, &record.code, turn.first_new());
    let mut ids = Vec::with_capacity(lineages.len());
    let mut told = Told::default();
    for lineage in lineages {
        let (record, before, after) = match *lineage {
            Lineage::Ended(record) => (record, old(record), None),
            Lineage::Continued(record, next) => (record, old(record), new(next)),
            Lineage::Begun(record) => (record, None, new(record)),
        };
        let id = before.or(after);
        let two_made_one = before.is_some() && after.is_some() && before != after;
        let one_made_two = id.is_some_and(|id| !told.on_any_day.insert(id));
        if two_made_one || one_made_two {
            return Err(IdentityError::Changed { unit: record.label() });
        }
        if !matches!(lineage, Lineage::Begun(_)) {
            told.before.extend(id);
        }
        if !matches!(lineage, Lineage::Ended(_)) {
            told.after.extend(id);
        }
        ids.push(id.unwrap_or_else(&mut new_id));
    }
    told.check_complete(known, turn)?;
    Ok(ids)
}

/// The known units of which the editions tell, by day.
#[derive(Default)]
struct Told {
    on_any_day: HashSet<UnitId>,
    before: HashSet<UnitId>,
    after: HashSet<UnitId>,
}

impl Told {
    /// Every territory that has a statistics code on one of the two days must be told of for that day.
    fn check_complete(&self, known: &Directory, turn: Turn) -> Result<(), IdentityError> {
        for unit in known.units().filter(|unit| unit.body() == Body::Territory) {
            for (day, told) in [(turn.last_old(), &self.before), (turn.first_new(), &self.after)] {
                let listed = unit.version_on(day).filter(|version| version.codes.contains_key(&CodeScheme::Gso));
                match listed {
                    Some(version) if self.on_any_day.contains(&unit.id()) && !told.contains(&unit.id()) => {
                        return Err(IdentityError::Changed { unit: version.label() });
                    }
                    Some(version) if !told.contains(&unit.id()) => {
                        return Err(IdentityError::Vanished { unit: version.label() });
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

impl Explain for IdentityError {
    fn rule(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "unit.identity_changed",
            Self::Vanished { .. } => "unit.vanished",
        }
    }

    fn class(&self) -> Class {
        Class::Conflict
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Changed { unit } => lang.pick(
                format!("{unit}: dữ liệu đã có coi là một đơn vị, tệp coi là hai, hoặc ngược lại"),
                format!("{unit}: one unit in the directory and two in the files, or the other way round"),
            ),
            Self::Vanished { unit } => lang.pick(
                format!("{unit}: đã có trong danh mục nhưng không có trong tệp"),
                format!("{unit}: in the directory, but no longer in the files"),
            ),
        }
    }
}
