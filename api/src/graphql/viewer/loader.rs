//! Users in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::UserId;

use crate::{
    error::AppError,
    graphql::loader::Batch,
    store::{self, user::UserRecord},
};

impl Loader<UserId> for Batch {
    type Value = Arc<UserRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[UserId]) -> Result<HashMap<UserId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let users = store::user::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(users.into_iter().map(|user| (user.id, Arc::new(user))).collect())
    }
}
