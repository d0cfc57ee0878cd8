//! Compliance: how obligations add up under a unit.

mod figures;
mod loader;
mod object;
mod order;
mod subordinate;
mod word;

pub use object::Compliance;
pub(super) use object::ComplianceFilter;
