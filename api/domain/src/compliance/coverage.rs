//! How many units do anything at all.

use super::{Ratio, adds_up};
use crate::quota::CoverageGoal;

/// Units bound and units with something achieved. Adds up over units, not over spans of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Units with at least one obligation that is not EXEMPT and whose window has begun.
    pub bound: i64,
    /// Those of them with something achieved in one of these.
    pub achieved: i64,
}

adds_up!(Coverage { bound, achieved });

impl Coverage {
    /// The coverage of one unit that has `started` obligations, not EXEMPT and with a window that has begun, of which
    /// `begun` have something achieved.
    #[must_use]
    pub fn of_unit(started: i64, begun: i64) -> Self {
        Self { bound: i64::from(started > 0), achieved: i64::from(started > 0 && begun > 0) }
    }

    /// Units bound that have nothing achieved.
    #[must_use]
    pub const fn nothing(self) -> i64 {
        self.bound - self.achieved
    }

    /// Units with something achieved of units bound.
    #[must_use]
    pub const fn ratio(self) -> Ratio {
        Ratio::new(self.achieved, self.bound)
    }

    /// Whether it reaches a goal in percent, compared exactly. Nothing where no unit is bound.
    #[must_use]
    pub fn reaches(self, goal: CoverageGoal) -> Option<bool> {
        (self.bound > 0).then(|| self.achieved * 100 >= goal.get() * self.bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_bound_once_it_has_started_and_covered_once_something_is_achieved() {
        let units = [(0, 0), (3, 0), (3, 1), (1, 1)].map(|(started, begun)| Coverage::of_unit(started, begun));
        let all: Coverage = units.into_iter().sum();
        assert_eq!((all.bound, all.achieved, all.nothing()), (3, 2, 1));
        assert_eq!(all.ratio().percent(), Some(6_667));
    }

    #[test]
    fn a_goal_is_reached_exactly_or_not() {
        let goal = |percent: i64| CoverageGoal::new(percent).expect("a goal");
        let two_thirds = Coverage { bound: 3, achieved: 2 };
        assert_eq!((two_thirds.reaches(goal(66)), two_thirds.reaches(goal(67))), (Some(true), Some(false)));
        assert_eq!(Coverage { bound: 3, achieved: 3 }.reaches(goal(100)), Some(true));
        assert_eq!(Coverage::default().reaches(goal(100)), None);
    }
}
