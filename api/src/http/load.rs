//! How many requests are worked on at once, and how many may wait for it: no queue is without end.

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, timeout_at},
};

/// The places there are.
#[derive(Debug)]
pub(super) struct Load {
    /// One for each request, in work or waiting.
    places: Semaphore,
    /// One for each request in work.
    work: Semaphore,
    all: u32,
}

/// A request's right to be worked on.
#[derive(Debug)]
pub(super) struct Place<'a> {
    _place: SemaphorePermit<'a>,
    _work: SemaphorePermit<'a>,
}

impl Load {
    pub(super) fn new(at_once: u16, waiting: u16) -> Self {
        let all = u32::from(at_once) + u32::from(waiting);
        Self {
            places: Semaphore::new(usize::from(at_once) + usize::from(waiting)),
            work: Semaphore::new(at_once.into()),
            all,
        }
    }

    /// A place, in the order in which they are asked for. None when even those to wait in are taken, or none came free in time.
    pub(super) async fn admit(&self, until: Instant) -> Option<Place<'_>> {
        let place = self.places.try_acquire().ok()?;
        let work = match self.work.try_acquire() {
            Ok(work) => work,
            Err(_) => timeout_at(until, self.work.acquire()).await.ok()?.ok()?,
        };
        Some(Place { _place: place, _work: work })
    }

    /// Lets nobody in any more, and waits for those who are.
    pub(super) async fn end(&self) {
        // Whoever waits for all places is given each that comes free. The error is of a semaphore that was closed; none is.
        if let Ok(all) = self.places.acquire_many(self.all).await {
            all.forget();
        }
    }
}
