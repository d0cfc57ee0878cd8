//! Compliance: how obligations add up over units and days.
//!
//! Everything here is a sum, so a whole is the sum of its parts however it is cut: by unit, by product, or into adjoining
//! spans of days. Only [`Coverage`] counts units and so adds up over units alone: a unit bound in two spans is one unit.
//! No percentage is ever summed or averaged; a [`Ratio`] keeps its two integers.

mod counts;
mod coverage;
#[cfg(test)]
mod laws;
mod product;
mod question;
mod ratio;
mod tally;

pub use self::{
    counts::Counts,
    coverage::Coverage,
    product::ProductSum,
    question::{AsOf, QuestionRefusal, period},
    ratio::{RateOrder, Ratio},
    tally::Tally,
};

use crate::calendar::Span;

/// Whether an obligation with this clipped window belongs to the figures of `period`: its last day decides, so that
/// adjoining periods count every obligation once.
#[must_use]
pub fn belongs(obligation: Span, period: Span) -> bool {
    period.contains(obligation.last())
}

/// Gives a struct of `i64` fields its sums, field by field.
macro_rules! adds_up {
    ($name:ident { $($field:ident),+ }) => {
        impl ::std::ops::Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),+ }
            }
        }

        impl ::std::ops::Sub for $name {
            type Output = Self;

            fn sub(self, other: Self) -> Self {
                Self { $($field: self.$field - other.$field),+ }
            }
        }

        impl ::std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
                parts.fold(Self::default(), ::std::ops::Add::add)
            }
        }
    };
}

use adds_up;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn an_obligation_belongs_to_the_period_its_last_day_lies_in() {
        let week = span("2025-04-28", "2025-05-04");
        assert!(!belongs(week, span("2025-04-01", "2025-04-30")));
        assert!(belongs(week, span("2025-05-04", "2025-05-31")));
    }
}
