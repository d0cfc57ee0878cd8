//! Quotas (định mức): what counts, how much of it, and whether the printed total agrees.
//!
//! The window over which a quota is counted is a [`crate::calendar::WindowKind`]; who owes it is decided when its plan
//! is issued.
//!
//! Sources: the words and limits of a quota are those of three plans of propaganda for the administrative reform, of Trà
//! Bồng (54/KH-UBND, 2025), U Minh Thượng (21/KH-UBND of 10 February 2025) and Tây Ninh (2024).

mod limit;
mod measure;
mod stated_total;
mod topic;

pub use self::{
    limit::{Bounded, CoverageGoal, Minimum, Minutes, OutOfBounds, StatedValue},
    measure::{Channel, Measure, Product, Stage},
    stated_total::{Agreement, StatedTotal, stated_total_check},
    topic::{NotATopic, Topic},
};

use crate::word::words;

words! {
    /// Whether every unit of a set owes on its own or the set owes together.
    pub enum Sharing {
        /// Each unit has an obligation of its own (mỗi đơn vị).
        Each = "EACH",
        /// The set has one obligation; the activities of every member count (chung).
        Pooled = "POOLED",
    }
}
