//! Use cases: one function, one transaction.
//!
//! Each begins its work with the caller's session, loads what it touches with the caller's scope, proves the right
//! to act, asks the pure rule of `domain`, saves, writes the audit row and commits. What returns early undoes all.

pub mod activity;
pub mod audit;
pub mod benchmark;
pub mod contribution;
pub mod demo;
pub(crate) mod figure;
pub mod grant;
pub(crate) mod obligation;
pub mod plan;
pub mod service_client;
pub mod sign_in;
pub mod unit;
pub mod user;
pub mod verify;
