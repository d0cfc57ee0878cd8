//! Users in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::UserId;

use crate::{
    error::AppError,
    graphql::loader::Batch,
    store::{
        self,
        user::{IdentityRecord, UserRecord},
    },
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

/// A user whom the caller may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Seen(pub(super) UserId);

impl Loader<Seen> for Batch {
    type Value = Arc<UserRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[Seen]) -> Result<HashMap<Seen, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let seen = store::user::seen(reading.tx(), reading.scope(), &users, self.session.today()).await?;
        Ok(seen.into_iter().map(|user| (Seen(user.id), Arc::new(user))).collect())
    }
}

/// Who a user is at other issuers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct IdentitiesOf(pub(super) UserId);

impl Loader<IdentitiesOf> for Batch {
    type Value = Vec<IdentityRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[IdentitiesOf]) -> Result<HashMap<IdentitiesOf, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<IdentitiesOf, Vec<IdentityRecord>> = HashMap::new();
        for identity in store::user::identities(reading.tx(), reading.scope(), &users).await? {
            found.entry(IdentitiesOf(identity.user)).or_default().push(identity);
        }
        Ok(found)
    }
}
