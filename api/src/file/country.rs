//! The units of the whole country, as the program carries them: before and after 1 July 2025.
//!
//! `data/README.md` tells where they come from.

use domain::calendar::Day;

/// A file compiled into the program.
#[derive(Debug, Clone, Copy)]
pub struct Carried {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

/// The three tiers up to 30 June 2025.
pub const FIRST: Carried = Carried { name: "units-2025-06.csv", bytes: include_bytes!("../../data/units-2025-06.csv") };

/// The two tiers from 1 July 2025.
pub const SECOND: Carried =
    Carried { name: "units-2025-07.csv", bytes: include_bytes!("../../data/units-2025-07.csv") };

/// What became of the units of the first.
pub const SUCCESSIONS: Carried =
    Carried { name: "unit-successions.csv", bytes: include_bytes!("../../data/unit-successions.csv") };

/// The last day of the old order.
pub const VALID_TO: Day = day(2025, 6, 30);

/// The first day of the new order (Resolution 202/2025/QH15).
pub const VALID_FROM: Day = day(2025, 7, 1);

const fn day(year: i32, month: u32, day: u32) -> Day {
    match Day::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => panic!("a day of the calendar"),
    }
}
