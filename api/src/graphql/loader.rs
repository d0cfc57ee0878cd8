//! Batching: what many fields ask for one by one is read from the store at once.
//!
//! Loaders are made per request. They own the request's session and with it its scope; a loader shared by requests
//! would show one user what another may see.

use std::{collections::HashMap, hash::Hash, sync::Arc, time::Duration};

use async_graphql::dataloader::{DataLoader, Loader};

use crate::{error::AppError, session::Session};

/// The loaders of one request.
pub struct Loaders(DataLoader<Batch>);

/// Reads batches in the request's own snapshot and scope. Each concept implements `Loader` for its keys.
pub(crate) struct Batch {
    pub(super) session: Arc<Session>,
}

impl Loaders {
    /// The loaders of one request.
    #[must_use]
    pub fn new(session: &Arc<Session>) -> Self {
        let batch = Batch { session: Arc::clone(session) };
        Self(DataLoader::new(batch, tokio::spawn).delay(Duration::from_millis(1)))
    }

    /// The thing with this key, or nothing if it is not there or hidden.
    pub(super) async fn one<K>(&self, key: K) -> Result<Option<<Batch as Loader<K>>::Value>, AppError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = AppError>,
    {
        self.0.load_one(key).await
    }

    /// The things with these keys.
    pub(super) async fn many<K>(&self, keys: Vec<K>) -> Result<HashMap<K, <Batch as Loader<K>>::Value>, AppError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = AppError>,
    {
        self.0.load_many(keys).await
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
