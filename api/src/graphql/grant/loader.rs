//! Grants in batches.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use domain::id::GrantId;
use uuid::Uuid;

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{
        self,
        grant::{GrantRecord, Whose},
    },
};

impl Loader<GrantId> for Batch {
    type Value = GrantRecord;
    type Error = AppError;

    async fn load(&self, keys: &[GrantId]) -> Result<HashMap<GrantId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let today = self.session.today();
        let found = store::grant::by_ids(reading.tx(), reading.scope(), keys, today).await?;
        Ok(found.into_iter().map(|grant| (grant.id, grant)).collect())
    }
}

/// The grants of a unit or a user, by its id.
pub(super) type GrantsOf = Below<Uuid, (Whose, PageRequest)>;

impl Loader<GrantsOf> for Batch {
    type Value = Page<GrantRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[GrantsOf]) -> Result<HashMap<GrantsOf, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let today = self.session.today();
        let mut found = HashMap::new();
        for (question, parents) in by_question(keys) {
            let (whose, request) = &question;
            let pages = store::grant::lists(reading.tx(), reading.scope(), (*whose, &parents), today, request).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}
