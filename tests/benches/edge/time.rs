//! How long something takes.

use std::time::Duration;

/// The middle and the slowest of many, both inclusive.
pub(crate) struct Times {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Times {
    /// Of at least one measurement.
    pub(crate) fn of(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        let at = |percent: usize| all.get((all.len() * percent / 100).min(all.len() - 1)).copied().unwrap_or_default();
        Self { p50: at(50), p99: at(99) }
    }
}

/// In milliseconds.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1_000.0)
}
