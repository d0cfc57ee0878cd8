//! Contributions (phần đóng góp): which report or plan adds how much to which obligation.
//!
//! Every figure is a sum of contributions. One report may serve several obligations, once each.

mod amount;
mod sum;

pub use self::{
    amount::{Claim, Duty, Issue, amount, plan_amount},
    sum::{Contribution, Credit, Source, amounts},
};
