//! Finding the units of two editions again in a directory that knows them already.

use std::collections::HashSet;

use super::{Turn, UnitRecord, lineage::Lineage};
use crate::{
    calendar::Day,
    id::UnitId,
    refusal::{Class, Explain, Lang},
    unit::{Body, CodeScheme, Directory, Unit, Version},
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
    /// A unit of the order before the next turn is not in the directory, which knows that order.
    Appeared {
        /// The unit.
        unit: String,
    },
}

/// The identity of every lineage, in order: that of the unit which holds its code on its day, or a new one.
///
/// A unit lives until further notice. At a turn later than all that the directory knows, the editions are that notice:
/// only the order before it is known yet, and whatever begins is new.
pub(super) fn recognise(
    lineages: &[Lineage<'_>],
    known: &Directory,
    turn: Turn,
    mut new_id: impl FnMut() -> UnitId,
) -> Result<Vec<UnitId>, IdentityError> {
    let codes = known.codes();
    let next = is_next(turn, known);
    let known_before = next && !is_blank(known);
    let find = |record: &UnitRecord, day| codes.find(CodeScheme::Gso, &record.code, day);
    let old = |record| find(record, turn.last_old());
    let new = |record| if next { None } else { find(record, turn.first_new()) };
    let mut ids = Vec::with_capacity(lineages.len());
    let mut told = Told::default();
    for lineage in lineages {
        let (record, before, after) = match *lineage {
            Lineage::Ended(record) => (record, old(record), None),
            Lineage::Continued(record, next) => (record, old(record), new(next)),
            Lineage::Begun(record) => (record, None, new(record)),
        };
        let id = before.or(after);
        if known_before && before.is_none() && !matches!(lineage, Lineage::Begun(_)) {
            return Err(IdentityError::Appeared { unit: record.label() });
        }
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
    told.check_complete(known, turn.last_old(), &told.before)?;
    if !next {
        told.check_complete(known, turn.first_new(), &told.after)?;
    }
    Ok(ids)
}

/// Whether all that the directory knows to begin or end does so before the turn.
///
/// Organisations have days of their own and say nothing about turns.
fn is_next(turn: Turn, known: &Directory) -> bool {
    let territories = known.units().filter(|unit| unit.body() == Body::Territory);
    territories.flat_map(Unit::versions).all(|version| {
        version.life.from().is_none_or(|from| from < turn.first_new())
            && version.life.to().is_none_or(|to| to < turn.last_old())
    })
}

/// Whether the directory knows no unit with a statistics code, as before the first turn.
fn is_blank(known: &Directory) -> bool {
    !known.units().flat_map(Unit::versions).any(|version| version.codes.contains_key(&CodeScheme::Gso))
}

/// The known units of which the editions tell, by day.
#[derive(Default)]
struct Told {
    on_any_day: HashSet<UnitId>,
    before: HashSet<UnitId>,
    after: HashSet<UnitId>,
}

impl Told {
    /// Every territory that has a statistics code on a day must be among those told of for that day.
    fn check_complete(&self, known: &Directory, day: Day, told: &HashSet<UnitId>) -> Result<(), IdentityError> {
        for unit in known.units().filter(|unit| unit.body() == Body::Territory && !told.contains(&unit.id())) {
            let id = unit.id();
            let listed = unit.version_on(day).filter(|version| version.codes.contains_key(&CodeScheme::Gso));
            match listed.map(Version::label) {
                Some(unit) if self.on_any_day.contains(&id) => return Err(IdentityError::Changed { unit }),
                Some(unit) => return Err(IdentityError::Vanished { unit }),
                None => {}
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
            Self::Appeared { .. } => "unit.appeared",
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
            Self::Appeared { unit } => lang.pick(
                format!("{unit}: có trong tệp thứ nhất nhưng danh mục của những ngày đó không có"),
                format!("{unit}: in the first edition, but not in the directory of its days"),
            ),
        }
    }
}
