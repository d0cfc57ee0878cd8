//! Quotas in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::{PlanId, QuotaId, TaskId};

use crate::{
    error::AppError,
    graphql::{
        loader::{Batch, Below, by_question},
        plan::lists,
    },
    page::{Page, PageRequest},
    store::{self, quota::QuotaRecord},
};

impl Loader<QuotaId> for Batch {
    type Value = Arc<QuotaRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[QuotaId]) -> Result<HashMap<QuotaId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let quotas = store::quota::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(quotas.into_iter().map(|quota| (quota.id, Arc::new(quota))).collect())
    }
}

/// What is really owed under a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OwedTotal(pub(super) QuotaId);

impl Loader<OwedTotal> for Batch {
    type Value = i64;
    type Error = AppError;

    async fn load(&self, keys: &[OwedTotal]) -> Result<HashMap<OwedTotal, i64>, AppError> {
        let reading = self.session.reading().await?;
        let quotas: Vec<QuotaId> = keys.iter().map(|key| key.0).collect();
        let totals = store::quota::owed_totals(reading.tx(), reading.scope(), &quotas).await?;
        Ok(totals.into_iter().map(|(quota, total)| (OwedTotal(quota), total)).collect())
    }
}

/// Whether the quotas of a plan or a task are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct Quotas;

lists! {
    PlanId, Quotas => QuotaId: |reading, plans, Quotas, request|
        store::quota::of_plans(reading.tx(), reading.scope(), &plans, request);
    TaskId, Quotas => QuotaId: |reading, tasks, Quotas, request|
        store::quota::of_tasks(reading.tx(), reading.scope(), &tasks, request);
}
