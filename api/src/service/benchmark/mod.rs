//! An invented country to measure the program with: as many units, obligations and reports as asked for, always the
//! same ones on the same day.
//!
//! Everything is entered as in production, apart from one audit row per report: measuring is not accounting.

mod country;
mod figures;
mod reports;

pub use self::{
    country::{PLANS_OWE, QUOTAS, Shape, country},
    figures::{Way, figures},
    reports::reports,
};

/// The code of the province that is measured. It has 100 communes in every shape.
pub const PROVINCE: &str = "01";
