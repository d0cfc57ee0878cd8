//! Service clients in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::ServiceClientId;

use crate::{
    error::AppError,
    graphql::loader::Batch,
    store::{self, service_client::ClientRecord},
};

impl Loader<ServiceClientId> for Batch {
    type Value = Arc<ClientRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[ServiceClientId]) -> Result<HashMap<ServiceClientId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let today = self.session.today();
        let found = store::service_client::by_ids(reading.tx(), reading.scope(), keys, today).await?;
        Ok(found.into_iter().map(|client| (client.id, Arc::new(client))).collect())
    }
}
