//! The tests of the whole program: production router, real databases, fixed clock.
#![cfg(test)]

mod activity;
mod authz;
mod examples;
mod layers;
mod plan;
mod schema;
mod support;
mod unit;
mod viewer;
