//! Batching: what many fields ask for one by one is read from the store at once.
//!
//! Loaders are made per request. They own the request's session and with it its scope; a loader shared by requests
//! would show one user what another may see.

use std::{
    collections::HashMap,
    future::Future,
    hash::Hash,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::Duration,
};

use async_graphql::dataloader::{DataLoader, Loader};
use futures_util::{
    future::{BoxFuture, join_all},
    pending, poll,
};
use tokio::sync::oneshot;

use crate::{error::AppError, session::Session};

/// The loaders of one request.
pub(super) struct Loaders {
    loader: DataLoader<Batch>,
    reads: Reads,
}

/// Reads batches in the request's own snapshot and scope. Each concept implements `Loader` for its keys.
pub(crate) struct Batch {
    pub(super) session: Arc<Session>,
}

/// The reads that an operation waits for.
#[derive(Clone, Default)]
pub(super) struct Reads(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Reads {
    /// Runs an operation together with the reads it comes to need, by turns: the operation until it cannot go on without
    /// them, then all of them, then the operation again.
    ///
    /// So every field has asked before a batch is read: the same operation always takes the same statements, however
    /// busy the machine is. What a query reads must be among its reads; if it waited for the database on its own,
    /// it would hold the connection while it is not its turn.
    pub(super) async fn drive<T>(&self, operation: impl Future<Output = T>) -> T {
        let mut operation = pin!(operation);
        loop {
            if let Poll::Ready(done) = poll!(operation.as_mut()) {
                return done;
            }
            let reads = self.take();
            if reads.is_empty() {
                // A mutation waits for what it writes.
                pending!();
            } else {
                join_all(reads).await;
            }
        }
    }

    fn take(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, read: BoxFuture<'static, ()>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(read);
    }
}

impl Loaders {
    /// The loaders of one request, and the reads that drive its operation.
    pub(super) fn new(session: &Arc<Session>) -> (Self, Reads) {
        let reads = Reads::default();
        let waiting = reads.clone();
        let batch = Batch { session: Arc::clone(session) };
        let loader = DataLoader::new(batch, move |read| waiting.add(read)).delay(Duration::ZERO);
        (Self { loader, reads: reads.clone() }, reads)
    }

    /// Reads what is asked for once, along with the batches.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl Future<Output = Result<T, AppError>> + Send + 'static,
    ) -> Result<T, AppError> {
        let (done, answer) = oneshot::channel();
        self.reads.add(Box::pin(async move {
            // Nobody waits for it any more when its field failed meanwhile.
            let _ = done.send(read.await);
        }));
        answer.await.map_err(AppError::internal)?
    }

    /// The thing with this key, or nothing if it is not there or hidden.
    pub(super) async fn one<K>(&self, key: K) -> Result<Option<<Batch as Loader<K>>::Value>, AppError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = AppError>,
    {
        self.loader.load_one(key).await
    }

    /// The things with these keys.
    pub(super) async fn many<K>(&self, keys: Vec<K>) -> Result<HashMap<K, <Batch as Loader<K>>::Value>, AppError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = AppError>,
    {
        self.loader.load_many(keys).await
    }
}

/// A list below a parent: the same question may be asked of many parents at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Below<P, Q> {
    pub(super) parent: P,
    pub(super) question: Q,
}

/// Gathers the parents that are asked the same question.
pub(super) fn by_question<P: Copy, Q: Clone + Eq + Hash>(keys: &[Below<P, Q>]) -> Vec<(Q, Vec<P>)> {
    let mut groups: HashMap<&Q, Vec<P>> = HashMap::new();
    for key in keys {
        groups.entry(&key.question).or_default().push(key.parent);
    }
    groups.into_iter().map(|(question, parents)| (question.clone(), parents)).collect()
}
