//! How much of one product was owed and done.

use super::adds_up;
use crate::{
    calendar::Day,
    obligation::{Amounts, Terms},
};

/// Sums over the obligations of one product that are neither EXEMPT nor revoked, uncapped: what one unit does beyond its
/// target shows here. No percentage is made of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProductSum {
    /// What is owed.
    pub target: i64,
    /// The part of `target` owed in windows that ended by the day asked about.
    pub due: i64,
    /// What is achieved.
    pub achieved: i64,
    /// What is pending.
    pub pending: i64,
}

adds_up!(ProductSum { target, due, achieved, pending });

impl ProductSum {
    /// What one obligation, neither EXEMPT nor revoked, adds on the day asked about. An extension does not delay `due`.
    #[must_use]
    pub fn of(terms: &Terms, amounts: Amounts, on: Day) -> Self {
        Self {
            target: terms.target,
            due: if terms.span.last() <= on { terms.target } else { 0 },
            achieved: amounts.achieved,
            pending: amounts.pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{WindowKind, testing::*};

    #[test]
    fn a_target_is_due_from_the_last_day_of_its_window_even_if_extended() {
        let span = span("2025-05-01", "2025-05-31");
        let terms = Terms { target: 5, span, closes_on: day("2025-06-15"), kind: WindowKind::Month };
        let amounts = Amounts { achieved: 7, in_time: 7, pending: 2 };
        let of = |on| ProductSum::of(&terms, amounts, day(on));
        assert_eq!(of("2025-05-30"), ProductSum { target: 5, due: 0, achieved: 7, pending: 2 });
        assert_eq!(of("2025-05-31"), ProductSum { target: 5, due: 5, achieved: 7, pending: 2 });
    }
}
