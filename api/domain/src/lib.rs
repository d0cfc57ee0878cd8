//! The rules of tonghop, pure: what is owed, what was done, how it adds up, and who may do what.
//!
//! Nothing here awaits, reads a clock, a database or a random source: `now` and new ids are arguments. All
//! arithmetic is on integers, so a figure is the same on every machine. Each module is one concept and has the
//! same name in every layer above.

pub mod activity;
pub mod authz;
pub mod calendar;
pub mod compliance;
pub mod contribution;
pub mod id;
pub mod obligation;
pub mod password;
pub mod plan;
pub mod quota;
pub mod refusal;
pub mod task;
pub mod text;
pub mod unit;
mod word;
