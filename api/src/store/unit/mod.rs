//! Units and their dated versions. The directory is open to every signed-in user.

mod directory;
mod hold;
mod organisation;
mod owed;
mod record;
mod rows;
mod search;
mod succession;
mod tree;

pub(crate) use directory::{add, add_ancestors, apply, directory, replace_ancestors};
pub(crate) use hold::{hold, keep};
pub(crate) use organisation::{NamedOrganisation, ancestry, named, territory};
pub(crate) use owed::owed_windows;
pub(crate) use record::{UnitRecord, UnitVersion, by_code, by_ids, directly_below, versions};
pub(crate) use search::{UnitFilter, children, search};
pub(crate) use succession::{Succession, Successions, successions};
pub(crate) use tree::{above_on, ancestors, day_judged};
