//! Users (người dùng), for whoever administers them.

mod input;
mod loader;
mod mutation;
mod object;
mod query;

pub(super) use mutation::UserMutation;
pub use object::{User, UserConnection};
pub(super) use query::UserQuery;
