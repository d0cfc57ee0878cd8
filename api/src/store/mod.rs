//! Where everything is kept. The only importer of `sea_orm` and `entity`; owner of the private pools.
//!
//! Reads run in a [`ReadTx`] and take a [`Scope`](crate::session::Scope); writes run in a [`WriteTx`] and take a
//! [`Permit`](crate::session::Permit). Neither can be made outside [`session`](crate::session), so no row leaves
//! this module and none enters it without somebody's right to it.
//!
//! SQL is written once for both databases: `$n` parameters, and the module `sql` knows the few words that differ.

mod columns;
mod connect;
mod deadline;
mod error;
mod migrate;
mod role;
mod scope;
mod sql;
mod tx;

pub use connect::{Backend, ConnectError, Store};
pub use error::StoreError;
pub use migrate::{migrate, pending_migrations};
pub use tx::{ReadTx, Tx, WriteTx};

pub(crate) mod activity;
pub(crate) mod audit;
pub(crate) mod compliance;
pub(crate) mod contribution;
pub(crate) mod demo;
pub(crate) mod grant;
pub(crate) mod idempotency;
pub(crate) mod obligation;
mod page;
pub(crate) mod plan;
pub(crate) mod quota;
pub(crate) mod service_client;
pub(crate) mod setting;
pub(crate) mod sign_in;
pub(crate) mod tally;
pub(crate) mod task;
pub(crate) mod unit;
pub(crate) mod user;
pub(crate) mod wall;
