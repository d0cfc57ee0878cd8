//! What a resolver finds in its request.

use std::sync::Arc;

use async_graphql::Context;
use domain::refusal::Lang;

use super::{error::Audience, loader::Loaders};
use crate::{
    error::AppError,
    session::{Reading, Session},
};

/// Short ways to the request's own data.
pub(super) trait Request {
    /// Who asks.
    fn session(&self) -> Result<&Arc<Session>, AppError>;
    /// The batching loaders of this request.
    fn loaders(&self) -> Result<&Loaders, AppError>;
    /// The language for people.
    fn lang(&self) -> Lang;
    /// The snapshot to read in; UNAUTHENTICATED for nobody.
    async fn reading(&self) -> Result<Arc<Reading>, AppError>;
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

    async fn reading(&self) -> Result<Arc<Reading>, AppError> {
        self.session()?.reading().await
    }
}
