//! Ratios that stay exact.

use std::cmp::Ordering;

/// A part of a whole as two integers. It is rounded only to be shown, and compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ratio {
    /// The part; never negative.
    pub numerator: i64,
    /// The whole; 0 where there is nothing to divide by.
    pub denominator: i64,
}

/// From which end ratios are listed. Those without value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateOrder {
    /// The lowest first.
    LowestFirst,
    /// The highest first.
    HighestFirst,
}

impl Ratio {
    /// `numerator / denominator`.
    #[must_use]
    pub const fn new(numerator: i64, denominator: i64) -> Self {
        Self { numerator, denominator }
    }

    /// The percentage in hundredths, rounded half up: 6667 is 66.67 %. Nothing where there is nothing to divide by.
    #[must_use]
    pub fn percent(self) -> Option<i64> {
        let (numerator, denominator) = (i128::from(self.numerator), i128::from(self.denominator));
        let hundredths = (2 * 10_000 * numerator + denominator).checked_div_euclid(2 * denominator)?;
        i64::try_from(hundredths).ok()
    }

    /// Compares two ratios by their exact value, as the keys of a list in that order. Equal ones are for the caller to
    /// tell apart, by id.
    #[must_use]
    pub fn compare(self, other: Self, order: RateOrder) -> Ordering {
        match (self.denominator, other.denominator) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            _ => {
                let crossed = |a: i64, b: i64| i128::from(a) * i128::from(b);
                let rising =
                    crossed(self.numerator, other.denominator).cmp(&crossed(other.numerator, self.denominator));
                match order {
                    RateOrder::LowestFirst => rising,
                    RateOrder::HighestFirst => rising.reverse(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_percentage_is_rounded_half_up_to_two_places() {
        for (numerator, denominator, percent) in [
            (0, 7, 0),
            (1, 3, 3_333),
            (2, 3, 6_667),
            (1, 32, 313),
            (1, 20_000, 1),
            (1, 20_001, 0),
            (19_999, 20_000, 10_000),
            (7, 7, 10_000),
            (i64::MAX, i64::MAX, 10_000),
        ] {
            assert_eq!(Ratio::new(numerator, denominator).percent(), Some(percent), "{numerator}/{denominator}");
        }
        assert_eq!(Ratio::new(0, 0).percent(), None);
    }

    #[test]
    fn ratios_are_listed_by_exact_value_with_those_without_value_last() {
        let nothing = Ratio::new(0, 0);
        // 6666/9999 and 2/3 are equal; 6667/10000 differs by less than a hundredth of a percent.
        let mut ratios = [nothing, Ratio::new(1, 1), Ratio::new(6_667, 10_000), Ratio::new(2, 3), Ratio::new(0, 5)];
        ratios.sort_by(|a, b| a.compare(*b, RateOrder::LowestFirst));
        assert_eq!(ratios, [Ratio::new(0, 5), Ratio::new(2, 3), Ratio::new(6_667, 10_000), Ratio::new(1, 1), nothing]);
        ratios.sort_by(|a, b| a.compare(*b, RateOrder::HighestFirst));
        assert_eq!((ratios[0], ratios[4]), (Ratio::new(1, 1), nothing));
        assert!(Ratio::new(6_666, 9_999).compare(Ratio::new(2, 3), RateOrder::LowestFirst).is_eq());
    }

    proptest! {
        #[test]
        fn the_order_of_ratios_never_contradicts_their_percentages(
            (a, b, c, d) in (0..9_999_i64, 0..9_999_i64, 0..9_999_i64, 0..9_999_i64)
        ) {
            let (first, second) = (Ratio::new(a, a + b), Ratio::new(c, c + d));
            let order = first.compare(second, RateOrder::LowestFirst);
            prop_assert_eq!(second.compare(first, RateOrder::LowestFirst), order.reverse());
            if let (Some(first), Some(second)) = (first.percent(), second.percent()) {
                prop_assert!(first == second || first.cmp(&second) == order);
                prop_assert!((0..=10_000).contains(&first));
            }
        }
    }
}
