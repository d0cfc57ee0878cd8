//! Obligations: what is owed, as rows.

mod figures;
mod insert;

pub(crate) use figures::{Entry, lock, lock_of_plan, sums, update, with_plan_contribution};
pub(crate) use insert::{NewObligation, insert};
