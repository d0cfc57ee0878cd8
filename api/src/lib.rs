//! tonghop: a GraphQL API that rolls activity reports up into compliance, unit by unit.
//!
//! # Layers
//! `graphql` → `service` → `store` → database, with the pure rules in the crate `domain`. A module may use what stands
//! to its right and nothing to its left. [`store`] is the only importer of `sea_orm` and `entity`; [`session`] the only
//! maker of rights; [`config`] the only reader of the environment; [`clock`] the only source of time and ids.
//! Each concept has the same name in every layer.

pub mod auth;
pub mod clock;
pub mod command;
pub mod config;
pub mod error;
pub mod file;
pub mod graphql;
pub mod http;
pub mod limit;
pub mod page;
pub mod persisted;
pub mod service;
pub mod session;
pub mod store;
pub mod telemetry;

pub use http::{AppState, Graphiql, router};
