//! Units and their dated versions. The directory is open to every signed-in user.

mod directory;
mod organisation;
mod owed;
mod read;
mod rows;
mod tree;

pub(crate) use directory::{add, add_ancestors, apply, directory, replace_ancestors};
pub(crate) use organisation::{NamedOrganisation, ancestry, named, territory};
pub(crate) use owed::owed_windows;
pub(crate) use read::{
    Succession, Successions, UnitFilter, UnitRecord, UnitVersion, by_code, by_ids, children, search, successions,
    versions,
};
pub(crate) use tree::{above_on, ancestors};
