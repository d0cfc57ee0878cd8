//! What a resolver finds in its request.

use std::{ops::Deref, sync::Arc};

use async_graphql::Context;
use domain::refusal::Lang;

use super::{error::Audience, loader::Loaders};
use crate::{
    error::AppError,
    session::{Reading, Scope, Session},
};

/// What the caller may see, of a snapshot that is open.
pub(super) struct Seen(Arc<Reading>);

impl Deref for Seen {
    type Target = Scope;

    fn deref(&self) -> &Scope {
        self.0.scope()
    }
}

/// Short ways to the request's own data.
pub(super) trait Request {
    /// Who asks.
    fn session(&self) -> Result<&Arc<Session>, AppError>;
    /// The batching loaders of this request.
    fn loaders(&self) -> Result<&Loaders, AppError>;
    /// The language for people.
    fn lang(&self) -> Lang;
    /// What the caller may see; UNAUTHENTICATED for nobody.
    async fn scope(&self) -> Result<Seen, AppError>;
    /// Ends the snapshot, after a write: what a field before it still waited for may have opened one that lacks it.
    async fn read_anew(&self) -> Result<(), AppError>;
    /// Reads in the operation's snapshot what is asked for once, along with its batches; UNAUTHENTICATED for nobody.
    async fn read<T, E, R>(&self, read: impl FnOnce(Arc<Reading>) -> R + Send + 'static) -> Result<T, AppError>
    where
        T: Send + 'static,
        AppError: From<E>,
        R: Future<Output = Result<T, E>> + Send;
}

impl Request for Context<'_> {
    fn session(&self) -> Result<&Arc<Session>, AppError> {
        self.data::<Arc<Session>>().map_err(|_| AppError::internal("no session in the request"))
    }

    fn loaders(&self) -> Result<&Loaders, AppError> {
        self.data::<Loaders>().map_err(|_| AppError::internal("no loaders in the request"))
    }

    fn lang(&self) -> Lang {
        self.data_opt::<Audience>().map_or(Lang::default(), |audience| audience.lang)
    }

    async fn scope(&self) -> Result<Seen, AppError> {
        let session = self.session()?;
        if let Some(reading) = session.open_reading() {
            return Ok(Seen(reading));
        }
        let session = Arc::clone(session);
        self.loaders()?.read(async move { session.reading().await }).await.map(Seen)
    }

    async fn read_anew(&self) -> Result<(), AppError> {
        if let Err(error) = self.session()?.end_reading().await {
            // It is gone all the same, and what was written stays.
            tracing::warn!(?error, "the snapshot did not end in order");
        }
        Ok(())
    }

    async fn read<T, E, R>(&self, read: impl FnOnce(Arc<Reading>) -> R + Send + 'static) -> Result<T, AppError>
    where
        T: Send + 'static,
        AppError: From<E>,
        R: Future<Output = Result<T, E>> + Send,
    {
        let session = Arc::clone(self.session()?);
        self.loaders()?.read(async move { Ok(read(session.reading().await?).await?) }).await
    }
}
