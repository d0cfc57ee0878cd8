//! Quotas (định mức) of tasks.

mod input;
mod loader;
mod object;
mod word;

pub(super) use input::QuotaInput;
pub(super) use loader::Quotas;
pub use object::{Quota, QuotaConnection};
