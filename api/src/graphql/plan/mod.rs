//! Plans (kế hoạch): the document, its parts, and its life.

mod input;
mod loader;
mod mutation;
mod object;
mod part;
mod query;
mod word;

pub(super) use input::year;
pub(super) use loader::lists;
pub(super) use mutation::PlanMutation;
pub use object::{Plan, PlanConnection};
pub(super) use part::PlanOrganisation;
pub(super) use query::PlanQuery;
pub(super) use word::PlanState;
