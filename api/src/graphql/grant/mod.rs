//! Grants (phân quyền): user × role × unit × dates.

mod loader;
mod mutation;
mod object;

pub(super) use mutation::GrantMutation;
pub use object::{Grant, GrantConnection};
