//! The total a plan prints beside a quota, which may disagree with the quota itself.

use super::{Minimum, StatedValue};
use crate::calendar::{WindowKind, Year, window_count};

/// A total as printed: `khoảng 50 tin/bài một năm` beside five a month (54/KH-UBND of Trà Bồng, III.2.8a). It is shown and
/// compared; it never changes what is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatedTotal {
    /// The number printed, per bound unit.
    pub value: StatedValue,
    /// The window the number is said to cover; in the plans seen always the YEAR.
    pub per: WindowKind,
    /// Whether the plan says "about" (khoảng). It excuses no disagreement.
    pub approximate: bool,
}

/// A quota's own total of a year beside the printed one, both per bound unit and for the whole year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// Minimum × all windows of the plan's year, whether owed or not.
    pub computed: i64,
    /// What the printed total comes to in a year.
    pub stated: i64,
}

impl Agreement {
    /// Whether the plan agrees with itself.
    #[must_use]
    pub const fn agrees(self) -> bool {
        self.computed == self.stated
    }
}

/// Compares a quota of `minimum` a window with the total printed beside it.
#[must_use]
pub fn stated_total_check(minimum: Minimum, kind: WindowKind, year: Year, total: StatedTotal) -> Agreement {
    Agreement {
        computed: minimum.get() * window_count(kind, year),
        stated: total.value.get() * window_count(total.per, year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(minimum: i64, kind: WindowKind, stated: i64, per: WindowKind) -> Agreement {
        let total = StatedTotal { value: StatedValue::new(stated).expect("a value"), per, approximate: true };
        stated_total_check(Minimum::new(minimum).expect("a minimum"), kind, Year::new(2025).expect("a year"), total)
    }

    #[test]
    fn a_printed_total_is_compared_with_all_windows_of_the_year() {
        // Q1 of 54/KH-UBND Trà Bồng: 5 a month, "about 50" a year.
        let q1 = check(5, WindowKind::Month, 50, WindowKind::Year);
        assert_eq!((q1.computed, q1.stated, q1.agrees()), (60, 50, false));
        // Q2 of the same plan: 1 a month, 12 a year. Q16 of 21/KH-UBND U Minh Thượng: 48 a year.
        assert!(check(1, WindowKind::Month, 12, WindowKind::Year).agrees());
        assert!(check(1, WindowKind::MonthWeek, 48, WindowKind::Year).agrees());
        assert!(!check(1, WindowKind::Week, 48, WindowKind::Year).agrees());
    }

    #[test]
    fn a_total_printed_for_a_shorter_window_is_carried_to_the_year() {
        assert_eq!(check(5, WindowKind::Month, 15, WindowKind::Quarter), Agreement { computed: 60, stated: 60 });
    }
}
