//! Service clients (ứng dụng dịch vụ), for whoever administers their unit.

mod loader;
mod mutation;
mod object;
mod query;

pub(super) use mutation::ServiceClientMutation;
pub use object::{ServiceClient, ServiceClientConnection};
pub(super) use query::ServiceClientQuery;
