//! The tests of the whole program: production router, real databases, fixed clock.
#![cfg(test)]

mod activity;
mod administration;
mod another_kind;
mod audit;
mod authz;
mod busy;
mod compliance;
mod demo;
mod directory;
mod errors;
mod examples;
mod failure;
mod hostile;
mod http;
mod language;
mod layers;
mod limits;
mod node;
mod obligation;
mod plan;
mod row_security;
mod schema;
mod sign_in;
mod support;
mod unit;
mod values;
mod verify;
mod viewer;
mod wrong_input;
