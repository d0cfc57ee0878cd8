//! Reports, and what stands beside them, in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::{ActivityReportId, EvidenceId, UnitId};

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{
        self,
        activity::{ReportEvent, ReportFilter, ReportOrder, ReportRecord},
    },
};

impl Loader<ActivityReportId> for Batch {
    type Value = Arc<ReportRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[ActivityReportId]) -> Result<HashMap<ActivityReportId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let reports = store::activity::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(reports.into_iter().map(|report| (report.id, Arc::new(report))).collect())
    }
}

/// A list of reports: which ones, in which order, which page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct Reports {
    pub(in crate::graphql) filter: ReportFilter,
    pub(in crate::graphql) order: ReportOrder,
    pub(in crate::graphql) request: PageRequest,
}

/// The reports of a unit.
pub(in crate::graphql) type ReportsOfUnit = Below<UnitId, Reports>;

impl Loader<ReportsOfUnit> for Batch {
    type Value = Page<ActivityReportId>;
    type Error = AppError;

    async fn load(&self, keys: &[ReportsOfUnit]) -> Result<HashMap<ReportsOfUnit, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let (tx, scope) = (reading.tx(), reading.scope());
        let mut found = HashMap::new();
        for (question, units) in by_question(keys) {
            let Reports { filter, order, request } = &question;
            let pages = store::activity::of_units(tx, scope, &units, filter, *order, request).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// Whether a report's unit was below one that the caller reviews for, on the activity's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct WithinReview(pub(super) ActivityReportId);

impl Loader<WithinReview> for Batch {
    type Value = ();
    type Error = AppError;

    async fn load(&self, keys: &[WithinReview]) -> Result<HashMap<WithinReview, ()>, AppError> {
        let reading = self.session.reading().await?;
        let ids: Vec<ActivityReportId> = keys.iter().map(|key| key.0).collect();
        let found = store::activity::within_review(reading.tx(), reading.scope(), &ids).await?;
        Ok(found.into_iter().map(|id| (WithinReview(id), ())).collect())
    }
}

/// Whether another report claims the same evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ClaimedTwice(pub(super) EvidenceId);

impl Loader<ClaimedTwice> for Batch {
    type Value = ();
    type Error = AppError;

    async fn load(&self, keys: &[ClaimedTwice]) -> Result<HashMap<ClaimedTwice, ()>, AppError> {
        let reading = self.session.reading().await?;
        let ids: Vec<EvidenceId> = keys.iter().map(|key| key.0).collect();
        let found = store::activity::claimed_twice(reading.tx(), reading.scope(), &ids).await?;
        Ok(found.into_iter().map(|id| (ClaimedTwice(id), ())).collect())
    }
}

/// The other reports that claim the same evidence.
pub(super) type OtherClaims = Below<EvidenceId, PageRequest>;

impl Loader<OtherClaims> for Batch {
    type Value = Page<ActivityReportId>;
    type Error = AppError;

    async fn load(&self, keys: &[OtherClaims]) -> Result<HashMap<OtherClaims, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, evidence) in by_question(keys) {
            let pages = store::activity::other_claims(reading.tx(), reading.scope(), &evidence, &question).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// What happened to a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct History(pub(super) PageRequest);

impl Loader<Below<ActivityReportId, History>> for Batch {
    type Value = Page<ReportEvent>;
    type Error = AppError;

    async fn load(
        &self,
        keys: &[Below<ActivityReportId, History>],
    ) -> Result<HashMap<Below<ActivityReportId, History>, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, reports) in by_question(keys) {
            let pages = store::activity::history(reading.tx(), reading.scope(), &reports, &question.0).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}
