//! A clock that stands still until it is told to move, and ids that come in order.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tonghop::clock::{Clock, IdSource};
use uuid::Uuid;

/// A clock that the test sets.
#[derive(Debug, Clone)]
pub(crate) struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    /// A clock at an instant, `2025-06-15T02:00:00Z`.
    pub(crate) fn at(instant: &str) -> Self {
        Self(Arc::new(Mutex::new(instant.parse().unwrap())))
    }

    /// Moves to an instant.
    pub(crate) fn set(&self, instant: &str) {
        *self.0.lock().unwrap() = instant.parse().unwrap();
    }

    /// Moves on.
    pub(crate) fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }

    /// Moves to nine in the morning, in +07:00, of a day.
    pub(crate) fn set_day(&self, day: &str) {
        let day: NaiveDate = day.parse().unwrap();
        *self.0.lock().unwrap() = day.and_hms_opt(2, 0, 0).unwrap().and_utc();
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// Ids of the form of UUIDv7 that count up, so that a test run twice has the same ones.
#[derive(Debug, Default)]
pub(crate) struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        // Far after every id of a template, which took its ids from the real clock.
        Uuid::from_u128((0xf000_0000_0000 << 80) | (0x7 << 76) | (0x8 << 60) | u128::from(count))
    }
}
