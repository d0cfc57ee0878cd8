//! Deadlines: when the time of a request is up, the database stops working on it. Of that neither database knows by itself:
//! a future that is dropped stops no statement.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{
    ConnAcquireErr, DbErr,
    sqlx::{Connection, Sqlite, SqliteConnection, pool::PoolOptions},
};

use super::StoreError;

/// How much longer than the request the database may work on it, so that it is the request that is stopped, and answered.
pub(super) const LATER: Duration = Duration::from_millis(250);

/// By how much longer PostgreSQL may work than it should, in milliseconds, before it is told anew: quick requests pay nothing.
const SLACK: u64 = 1_000;

/// How many steps of its own SQLite takes from one look at the clock to the next: less than a millisecond's work.
const STEPS: i32 = 10_000;

tokio::task_local! {
    /// Until when whoever asks the pool for a connection works with it.
    static UNTIL: Option<Instant>;
}

/// How long a store's work may take.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Deadline {
    /// What every connection to PostgreSQL takes for granted.
    longest: Option<Duration>,
    /// When the request at hand ends; the program's own work does not.
    until: Option<Instant>,
}

impl Deadline {
    /// For requests none of which takes longer.
    pub(super) const fn longest(longest: Option<Duration>) -> Self {
        Self { longest, until: None }
    }

    /// For a request that ends at an instant.
    pub(super) fn until(self, until: Instant) -> Self {
        Self { until: Some(until + LATER), ..self }
    }

    /// Takes a connection from a pool, which learns how long it is taken for.
    pub(super) async fn taking<T>(self, connection: impl Future<Output = T>) -> T {
        UNTIL.scope(self.until, connection).await
    }
}

/// What a transaction's connection to PostgreSQL was told of how long a statement may take.
#[derive(Debug)]
pub(super) struct Told {
    until: Option<Instant>,
    /// In milliseconds; 0 is for ever.
    allowed: AtomicU64,
}

impl Told {
    pub(super) fn new(deadline: Deadline) -> Self {
        let allowed = deadline.longest.map_or(0, allowed_by_default);
        Self { until: deadline.until, allowed: AtomicU64::new(allowed) }
    }

    /// What it is to be told before the next statement, if that is anything new.
    ///
    /// # Errors
    /// There is no time left.
    pub(super) fn news(&self) -> Result<Option<u64>, StoreError> {
        let allowed = self.allowed.load(Ordering::Relaxed);
        let left = match self.until {
            None => 0,
            Some(until) => milliseconds(until.saturating_duration_since(Instant::now())),
        };
        if self.until.is_some() && left == 0 {
            return Err(StoreError::Busy(Arc::new(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))));
        }
        let enough = if left == 0 { allowed == 0 } else { allowed != 0 && allowed <= left + SLACK };
        if enough {
            return Ok(None);
        }
        self.allowed.store(left, Ordering::Relaxed);
        Ok(Some(left))
    }
}

/// What every connection to PostgreSQL begins with, in milliseconds.
pub(super) fn allowed_by_default(longest: Duration) -> u64 {
    milliseconds(longest + LATER)
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A pool of SQLite connections, each of which stops when the time of whoever took it last is up.
pub(super) fn watched(options: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    options
        .after_connect(|connection, _| Box::pin(watch(connection)))
        .before_acquire(|connection, _| {
            Box::pin(async {
                watch(connection).await?;
                Ok(true)
            })
        })
        .after_release(|connection, _| {
            Box::pin(async {
                // What is under way has ended after this, a transaction that was dropped is undone. But SQLite undoes by
                // itself one whose write is stopped; the library takes that for open still, and would let the next one
                // stand in it. Such a connection is given up.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
}

/// Has a connection look at the clock while it works for whoever takes it.
async fn watch(connection: &mut SqliteConnection) -> Result<(), sea_orm::SqlxError> {
    let until = UNTIL.try_with(|until| *until).ok().flatten();
    let mut handle = connection.lock_handle().await?;
    match until {
        Some(until) => handle.set_progress_handler(STEPS, move || Instant::now() < until),
        None => handle.remove_progress_handler(),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Duration = Duration::from_secs(10);

    fn told(longest: Option<Duration>, left: Option<Duration>) -> Told {
        let deadline = Deadline::longest(longest);
        Told::new(left.map_or(deadline, |left| deadline.until(Instant::now() + left)))
    }

    #[test]
    fn a_quick_request_says_nothing_and_a_slow_one_now_and_then() {
        assert_eq!(told(Some(TEN), Some(TEN)).news().unwrap(), None);
        assert_eq!(told(Some(TEN), Some(TEN * 95 / 100)).news().unwrap(), None);
        let slow = told(Some(TEN), Some(Duration::from_secs(5)));
        assert!(slow.news().unwrap().is_some_and(|left| (5_000..=5_250).contains(&left)));
        assert_eq!(slow.news().unwrap(), None);
    }

    #[test]
    fn what_has_no_time_left_does_not_begin() {
        let late = Told { until: Some(Instant::now()), allowed: AtomicU64::new(0) };
        assert!(matches!(late.news(), Err(StoreError::Busy(_))));
    }

    #[test]
    fn the_programs_own_work_has_all_the_time() {
        let own = told(Some(TEN), None);
        assert_eq!((own.news().unwrap(), own.news().unwrap()), (Some(0), None));
        assert_eq!(told(None, None).news().unwrap(), None);
    }
}
