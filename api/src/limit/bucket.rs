//! One bucket. Its arithmetic is on integers: a point has a million parts, as a second has microseconds.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Cost, Empty, Standing};

/// The parts of a point.
const PARTS: u64 = 1_000_000;

/// What a bucket holds, and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// The points in a full bucket.
    pub most: Cost,
    /// The points that come back in a second.
    pub per_second: Cost,
}

/// A bucket as it was when something was last taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bucket {
    parts: u64,
    at: DateTime<Utc>,
}

impl Bucket {
    pub(super) const fn full(allowance: Allowance, now: DateTime<Utc>) -> Self {
        Self { parts: allowance.most.0.saturating_mul(PARTS), at: now }
    }

    /// Takes points out, or says how long it is until there are enough. What no bucket can hold takes a full one.
    pub(super) fn take(&mut self, cost: Cost, allowance: Allowance, now: DateTime<Utc>) -> Result<Standing, Empty> {
        self.fill(allowance, now);
        let wanted = cost.min(allowance.most).0.saturating_mul(PARTS);
        match self.parts.checked_sub(wanted) {
            Some(left) => {
                self.parts = left;
                Ok(self.standing(allowance))
            }
            None => Err(Empty { standing: self.standing(allowance), wait: time(wanted - self.parts, allowance) }),
        }
    }

    /// Puts back what was taken.
    pub(super) fn put_back(&mut self, cost: Cost, allowance: Allowance) {
        let parts = cost.min(allowance.most).0.saturating_mul(PARTS).saturating_add(self.parts);
        self.parts = parts.min(allowance.most.0.saturating_mul(PARTS));
    }

    /// Whether it is as good as a new one.
    pub(super) fn is_full(&mut self, allowance: Allowance, now: DateTime<Utc>) -> bool {
        self.fill(allowance, now);
        self.parts == allowance.most.0.saturating_mul(PARTS)
    }

    /// How much is lacking, for the choice of the one that is missed least.
    pub(super) const fn lack(&self, allowance: Allowance) -> u64 {
        allowance.most.0.saturating_mul(PARTS).saturating_sub(self.parts)
    }

    /// A clock that was set back fills nothing until it has caught up.
    fn fill(&mut self, allowance: Allowance, now: DateTime<Utc>) {
        let elapsed = now.signed_duration_since(self.at).num_microseconds().unwrap_or(i64::MAX);
        let elapsed = u64::try_from(elapsed).unwrap_or_default();
        let filled = self.parts.saturating_add(elapsed.saturating_mul(allowance.per_second.0));
        self.parts = filled.min(allowance.most.0.saturating_mul(PARTS));
        self.at = now;
    }

    fn standing(&self, allowance: Allowance) -> Standing {
        let until = TimeDelta::from_std(time(self.lack(allowance), allowance)).unwrap_or(TimeDelta::MAX);
        Standing {
            limit: allowance.most,
            remaining: Cost(self.parts / PARTS),
            resets_at: self.at.checked_add_signed(until).unwrap_or(DateTime::<Utc>::MAX_UTC),
        }
    }
}

/// How long it takes for so many parts to come.
fn time(parts: u64, allowance: Allowance) -> Duration {
    Duration::from_micros(parts.div_ceil(allowance.per_second.0.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Allowance = Allowance { most: Cost(10), per_second: Cost(2) };

    fn at(micros: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(1_750_000_000_000_000 + micros).unwrap()
    }

    #[test]
    fn what_is_taken_comes_back_by_the_microsecond() {
        let mut bucket = Bucket::full(TEN, at(0));
        let standing = bucket.take(Cost(7), TEN, at(0)).unwrap();
        assert_eq!(standing, Standing { limit: Cost(10), remaining: Cost(3), resets_at: at(3_500_000) });
        let empty = bucket.take(Cost(4), TEN, at(0)).unwrap_err();
        assert_eq!((empty.standing, empty.wait), (standing, Duration::from_millis(500)));
        assert!(bucket.take(Cost(4), TEN, at(499_999)).is_err());
        assert_eq!(bucket.take(Cost(4), TEN, at(500_000)).unwrap().remaining, Cost(0));
        assert!(!bucket.is_full(TEN, at(5_499_999)));
        assert!(bucket.is_full(TEN, at(5_500_000)));
        assert_eq!(bucket.take(Cost(0), TEN, at(1_000_000_000)).unwrap().remaining, Cost(10), "never more than full");
    }

    #[test]
    fn what_no_bucket_holds_takes_a_full_one() {
        let mut bucket = Bucket::full(TEN, at(0));
        assert_eq!(bucket.take(Cost(u64::MAX), TEN, at(0)).unwrap().remaining, Cost(0));
        assert_eq!(bucket.take(Cost(u64::MAX), TEN, at(0)).unwrap_err().wait, Duration::from_secs(5));
        bucket.put_back(Cost(u64::MAX), TEN);
        assert!(bucket.is_full(TEN, at(0)));
    }

    #[test]
    fn a_clock_that_is_set_back_gives_nothing() {
        let mut bucket = Bucket::full(TEN, at(10_000_000));
        bucket.take(Cost(10), TEN, at(10_000_000)).unwrap();
        assert!(bucket.take(Cost(1), TEN, at(0)).is_err());
        assert!(bucket.take(Cost(1), TEN, at(499_999)).is_err());
        assert!(bucket.take(Cost(1), TEN, at(500_000)).is_ok());
    }

    #[test]
    fn a_bucket_that_never_fills_is_waited_for_long() {
        let never = Allowance { most: Cost(u64::MAX), per_second: Cost(0) };
        let mut bucket = Bucket::full(never, at(0));
        assert!(bucket.take(Cost(u64::MAX), never, at(0)).is_ok());
        assert!(bucket.take(Cost(1), never, at(0)).is_err());
    }
}
