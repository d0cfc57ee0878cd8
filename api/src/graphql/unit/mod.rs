//! Units (đơn vị) and their dated versions.

mod loader;
mod object;
mod query;
mod succession;
mod version;

pub use object::{Unit, UnitConnection};
pub(super) use query::UnitQuery;
pub(super) use version::UnitVersion;
