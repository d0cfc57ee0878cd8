//! Contributions in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::{
    compliance::AsOf,
    id::{ActivityReportId, ContributionId, ObligationId},
};

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{self, contribution::ContributionRecord},
};

impl Loader<ContributionId> for Batch {
    type Value = Arc<ContributionRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[ContributionId]) -> Result<HashMap<ContributionId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let found = store::contribution::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(found.into_iter().map(|contribution| (contribution.id, Arc::new(contribution))).collect())
    }
}

/// What a report contributes.
pub(in crate::graphql) type OfReport = Below<ActivityReportId, PageRequest>;

impl Loader<OfReport> for Batch {
    type Value = Page<ContributionRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[OfReport]) -> Result<HashMap<OfReport, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, reports) in by_question(keys) {
            let pages = store::contribution::of_reports(reading.tx(), reading.scope(), &reports, &question).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// What contributes to an obligation as of a day.
pub(in crate::graphql) type OfObligation = Below<ObligationId, (AsOf, PageRequest)>;

impl Loader<OfObligation> for Batch {
    type Value = Page<ContributionRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[OfObligation]) -> Result<HashMap<OfObligation, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, obligations) in by_question(keys) {
            let (tx, scope, (as_of, request)) = (reading.tx(), reading.scope(), &question);
            let pages = store::contribution::of_obligations(tx, scope, &obligations, as_of.until(), request).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// Whether a report counts for anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct Counts(pub(in crate::graphql) ActivityReportId);

impl Loader<Counts> for Batch {
    type Value = ();
    type Error = AppError;

    async fn load(&self, keys: &[Counts]) -> Result<HashMap<Counts, ()>, AppError> {
        let reading = self.session.reading().await?;
        let ids: Vec<ActivityReportId> = keys.iter().map(|key| key.0).collect();
        let found = store::contribution::counting(reading.tx(), reading.scope(), &ids).await?;
        Ok(found.into_iter().map(|report| (Counts(report), ())).collect())
    }
}
