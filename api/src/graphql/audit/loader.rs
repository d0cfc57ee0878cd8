//! Events and what stands beside them, in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::AuditEventId;

use crate::{
    error::AppError,
    graphql::loader::Batch,
    store::{
        self,
        audit::{Content, EventRecord, Seal},
    },
};

impl Loader<AuditEventId> for Batch {
    type Value = Arc<EventRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[AuditEventId]) -> Result<HashMap<AuditEventId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let events = store::audit::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(events.into_iter().map(|event| (event.id, Arc::new(event))).collect())
    }
}

/// What an event says of how things were before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ContentOf(pub(super) AuditEventId);

impl Loader<ContentOf> for Batch {
    type Value = Arc<Content>;
    type Error = AppError;

    async fn load(&self, keys: &[ContentOf]) -> Result<HashMap<ContentOf, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let ids: Vec<AuditEventId> = keys.iter().map(|key| key.0).collect();
        let contents = store::audit::contents(reading.tx(), reading.scope(), &ids).await?;
        Ok(contents.into_iter().map(|(id, content)| (ContentOf(id), Arc::new(content))).collect())
    }
}

/// The seal that ends with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SealTo(pub(super) i64);

impl Loader<SealTo> for Batch {
    type Value = Arc<Seal>;
    type Error = AppError;

    async fn load(&self, keys: &[SealTo]) -> Result<HashMap<SealTo, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let ends: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let seals = store::audit::seals_to(reading.tx(), reading.scope(), &ends).await?;
        Ok(seals.into_iter().map(|seal| (SealTo(seal.to_seq), Arc::new(seal))).collect())
    }
}
