//! Two adjoining editions, entered into a directory.
//!
//! The editions speak of two days: the last one of the old order and the first one of the new. A unit that is new to
//! the directory lives since ever if the first edition has it, and until further notice if the second has it: the next
//! turn ends it or lets it go on. What the directory knows of other days stays as it is, and what is a unit of its own
//! at a turn that it knows remains one. So entering the same editions twice changes nothing.

mod drawing;
mod edition;
mod error;
mod input;
mod lineage;
mod recognition;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::{drawing::Drawing, lineage::lineages, recognition::recognise};
pub use self::{
    edition::{Edition, RecordError, UnitRecord},
    error::ImportError,
    input::{Editions, Input, Located, NotAdjoining, Turn},
    lineage::{LineageError, RecordedChange, SuccessionRecord},
    recognition::IdentityError,
};
use super::{Body, CodeScheme, Difference, Directory, Life, Tier, Unit, Version};
use crate::id::UnitId;

/// The code, of scheme LOCAL, of the root above the provinces.
pub const ROOT_CODE: &str = "VN";

/// A directory after an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// All units as they are now.
    pub directory: Directory,
    /// What differs from before.
    pub difference: Difference,
}

/// Enters two editions into a directory, which may be empty.
///
/// # Errors
///
/// [`ImportError`], with the file and line where a line is to blame. What was in the directory is never given up.
pub fn import(
    editions: &Editions<'_>,
    known: &Directory,
    mut new_id: impl FnMut() -> UnitId,
) -> Result<Import, ImportError> {
    let Editions { first, second, successions, turn } = *editions;
    let root = known.codes().find(CodeScheme::Local, ROOT_CODE, turn.first_new()).unwrap_or_else(&mut new_id);
    let lineages = lineages(first, second, successions, turn.first_new()).map_err(ImportError::Lineage)?;
    let ids = recognise(&lineages, known, turn, new_id).map_err(ImportError::Identity)?;
    let drawing = Drawing::new(editions, known, root, lineages.iter().copied().zip(ids.iter().copied()));

    let mut units = known.units.clone();
    units.entry(root).or_insert_with(|| root_unit(root));
    for (lineage, id) in lineages.iter().zip(ids) {
        units.insert(id, drawing.territory(*lineage, id));
    }
    let organisations: Vec<Unit> = known
        .units()
        .filter_map(|unit| match unit.body() {
            Body::Organisation { territory, .. } => Some(unit.clone().with_tiers_of(units.get(&territory)?)),
            Body::Territory => None,
        })
        .collect();
    units.extend(organisations.into_iter().map(|unit| (unit.id(), unit)));

    let directory = Directory { units, successions: drawing.successions() };
    directory.check().map_err(ImportError::Directory)?;
    Ok(Import { difference: Difference::between(known, &directory), directory })
}

/// The root above the provinces, there on all days.
fn root_unit(id: UnitId) -> Unit {
    let version = Version {
        name: "Việt Nam".to_owned(),
        kind: "quốc gia".to_owned(),
        tier: Tier::Nation,
        parent: None,
        codes: BTreeMap::from([(CodeScheme::Local, ROOT_CODE.to_owned())]),
        life: Life::ALWAYS,
    };
    Unit::new(id, Body::Territory, vec![version])
}
