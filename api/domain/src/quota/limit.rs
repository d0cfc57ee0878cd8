//! Numbers that cannot be absurd.

use std::fmt;

use crate::refusal::{Class, Explain, Lang};

/// A whole number from `MIN` to `MAX`. Sums and products of such numbers stay far inside an `i64`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounded<const MIN: i64, const MAX: i64>(i64);

/// How many a quota asks for in one full window.
pub type Minimum = Bounded<1, 10_000>;
/// How many minutes one item lasts at least.
pub type Minutes = Bounded<1, 1_440>;
/// The share of the bound units that are to have achieved something, in percent: `100% sở, ban, ngành, UBND cấp huyện, cấp
/// xã` (Tây Ninh's plan for 2024, I.2a).
pub type CoverageGoal = Bounded<1, 100>;
/// A total as a plan prints it: room for the highest minimum in every window of a year, and a misprint.
pub type StatedValue = Bounded<1, 1_000_000>;

/// A number outside its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{value} is not from {min} to {max}")]
pub struct OutOfBounds {
    /// The number given.
    pub value: i64,
    /// The lowest number allowed.
    pub min: i64,
    /// The highest number allowed.
    pub max: i64,
}

impl<const MIN: i64, const MAX: i64> Bounded<MIN, MAX> {
    /// The lowest number allowed.
    pub const MIN: i64 = MIN;
    /// The highest number allowed.
    pub const MAX: i64 = MAX;

    /// The number, if it keeps the limits.
    ///
    /// # Errors
    /// [`OutOfBounds`] below `MIN` or above `MAX`.
    pub fn new(value: impl Into<i64>) -> Result<Self, OutOfBounds> {
        let value = value.into();
        if (MIN..=MAX).contains(&value) { Ok(Self(value)) } else { Err(OutOfBounds { value, min: MIN, max: MAX }) }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Debug for Bounded<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const MIN: i64, const MAX: i64> fmt::Display for Bounded<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Explain for OutOfBounds {
    fn rule(&self) -> &'static str {
        "quota.out_of_bounds"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let Self { value, min, max } = self;
        lang.pick(
            format!("{value} không nằm trong khoảng từ {min} đến {max}."),
            format!("{value} is not from {min} to {max}."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_themselves_are_allowed_and_nothing_beyond() {
        assert_eq!([1, 10_000].map(|n| Minimum::new(n).map(Bounded::get)), [Ok(1), Ok(10_000)]);
        assert_eq!([1, 1_440].map(|n| Minutes::new(n).map(Bounded::get)), [Ok(1), Ok(1_440)]);
        assert_eq!([1, 100].map(|n| CoverageGoal::new(n).map(Bounded::get)), [Ok(1), Ok(100)]);
        for value in [i64::MIN, -1, 0, 10_001, i64::MAX] {
            assert_eq!(Minimum::new(value), Err(OutOfBounds { value, min: 1, max: 10_000 }));
        }
        assert!(Minutes::new(1_441).is_err() && Minutes::new(0).is_err());
        assert!(CoverageGoal::new(101).is_err() && CoverageGoal::new(0).is_err());
    }

    #[test]
    fn a_refused_number_says_what_is_allowed() {
        let refused = Minutes::new(0).expect_err("refused");
        assert_eq!(refused.text(Lang::Vi), "0 không nằm trong khoảng từ 1 đến 1440.");
        assert_eq!(refused.text(Lang::En), "0 is not from 1 to 1440.");
    }
}
