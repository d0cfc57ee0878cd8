//! Time and new ids, injected: the program's own in production, fixed ones in tests.

use std::{fmt::Debug, sync::Arc};

use chrono::{DateTime, SubsecRound, Utc};
use domain::id::Id;
use uuid::Uuid;

/// Says what time it is.
pub trait Clock: Debug + Send + Sync {
    /// The present instant, in whole microseconds: what both databases can keep.
    fn now(&self) -> DateTime<Utc>;
}

/// Makes new ids.
pub trait IdSource: Debug + Send + Sync {
    /// An id that was never given before; later ones sort after earlier ones.
    fn next(&self) -> Uuid;
}

/// Time and ids of one running program.
#[derive(Debug, Clone)]
pub struct Sources {
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

impl Sources {
    /// Any clock and any source of ids.
    pub fn new(clock: impl Clock + 'static, ids: impl IdSource + 'static) -> Self {
        Self { clock: Arc::new(clock), ids: Arc::new(ids) }
    }

    /// The machine's clock and UUIDv7.
    #[must_use]
    pub fn system() -> Self {
        Self::new(SystemClock, SystemIds)
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }

    /// A new id of any kind.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        Id::new(self.ids.next())
    }
}

#[derive(Debug)]
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

#[derive(Debug)]
struct SystemIds;

impl IdSource for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
