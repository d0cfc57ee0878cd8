//! Obligations in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    calendar::Day,
    contribution::Contribution,
    id::{ObligationId, UnitId},
};
use uuid::Uuid;

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{
        self,
        obligation::{ObligationQuestion, ObligationRecord, Under},
    },
};

impl Loader<ObligationId> for Batch {
    type Value = Arc<ObligationRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[ObligationId]) -> Result<HashMap<ObligationId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let found = store::obligation::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(found.into_iter().map(|obligation| (obligation.id, Arc::new(obligation))).collect())
    }
}

/// The obligations under a parent, whose kind is part of the question.
pub(in crate::graphql) type ObligationsUnder = Below<Uuid, (Under, ObligationQuestion)>;

impl Loader<ObligationsUnder> for Batch {
    type Value = Page<ObligationId>;
    type Error = AppError;

    async fn load(&self, keys: &[ObligationsUnder]) -> Result<HashMap<ObligationsUnder, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, parents) in by_question(keys) {
            let (under, asked) = &question;
            let pages = store::obligation::lists(reading.tx(), reading.scope(), *under, &parents, asked).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// What was contributed to an obligation up to a day.
pub(super) type Contributed = Below<ObligationId, Day>;

impl Loader<Contributed> for Batch {
    type Value = Vec<Contribution>;
    type Error = AppError;

    async fn load(&self, keys: &[Contributed]) -> Result<HashMap<Contributed, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (day, ids) in by_question(keys) {
            let contributed = store::obligation::contributed(reading.tx(), reading.scope(), &ids, Some(day)).await?;
            found.extend(contributed.into_iter().map(|(parent, parts)| (Below { parent, question: day }, parts)));
        }
        Ok(found)
    }
}

/// The units of the set of a POOLED obligation.
pub(super) type Members = Below<ObligationId, PageRequest>;

impl Loader<Members> for Batch {
    type Value = Page<UnitId>;
    type Error = AppError;

    async fn load(&self, keys: &[Members]) -> Result<HashMap<Members, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, ids) in by_question(keys) {
            let pages = store::obligation::members(reading.tx(), reading.scope(), &ids, &question).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}
