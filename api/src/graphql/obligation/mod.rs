//! Obligations (nghĩa vụ): what is owed, by whom, by when, and how it stands.

mod as_of;
mod decision;
mod loader;
mod mutation;
mod object;
mod query;
mod word;

pub(super) use loader::ObligationsUnder;
pub(super) use mutation::ObligationMutation;
pub use object::{Obligation, ObligationConnection};
pub(super) use query::{ObligationQuery, ObligationsFilter, as_of, as_of_day, question};
pub(super) use word::{ObligationOrder, ObligationState};
