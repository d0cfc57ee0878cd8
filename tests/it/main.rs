//! The tests of the whole program: production router, real databases, fixed clock.
#![cfg(test)]

mod support;
mod unit;
