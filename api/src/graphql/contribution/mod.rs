//! Contributions (phần đóng góp): what each report or plan adds to which obligation.

mod loader;
mod object;

pub(super) use loader::{Counts, OfReport};
pub use object::{Contribution, ContributionConnection};
