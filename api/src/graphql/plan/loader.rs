//! Plans and their parts in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::{PlanId, PlanOrganisationId, UnitId};

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{
        self,
        plan::{ActRecord, ActRelation, DutyRecord, LineKind, LineRecord, OrganisationRecord, PlanFilter, PlanRecord},
    },
};

impl Loader<PlanId> for Batch {
    type Value = Arc<PlanRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[PlanId]) -> Result<HashMap<PlanId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let plans = store::plan::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(plans.into_iter().map(|plan| (plan.id, Arc::new(plan))).collect())
    }
}

impl Loader<PlanOrganisationId> for Batch {
    type Value = OrganisationRecord;
    type Error = AppError;

    async fn load(&self, keys: &[PlanOrganisationId]) -> Result<HashMap<PlanOrganisationId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let found = store::plan::organisations_by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(found.into_iter().map(|organisation| (organisation.id, organisation)).collect())
    }
}

/// Whether the organisations that a plan names are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Organisations;

/// Whether the report duties that a plan states are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Duties;

/// Whether the plans that carry a plan out are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Under;

/// Loads one page of a list for all parents that are asked the same question.
macro_rules! lists {
    ($($parent:ty, $question:ty => $value:ty: |$reading:ident, $parents:ident, $asked:pat_param, $request:ident| $read:expr;)+) => {$(
        impl Loader<Below<$parent, ($question, PageRequest)>> for Batch {
            type Value = Page<$value>;
            type Error = AppError;

            async fn load(
                &self,
                keys: &[Below<$parent, ($question, PageRequest)>],
            ) -> Result<HashMap<Below<$parent, ($question, PageRequest)>, Self::Value>, AppError> {
                let $reading = self.session.reading().await?;
                let mut found = HashMap::new();
                for (question, $parents) in by_question(keys) {
                    let ($asked, $request) = &question;
                    let pages = $read.await?;
                    let keyed = pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page));
                    found.extend(keyed);
                }
                Ok(found)
            }
        }
    )+};
}
pub(in crate::graphql) use lists;

lists! {
    PlanId, ActRelation => ActRecord: |reading, plans, relation, request|
        store::plan::acts(reading.tx(), reading.scope(), &plans, *relation, request);
    PlanId, LineKind => LineRecord: |reading, plans, kind, request|
        store::plan::lines(reading.tx(), reading.scope(), &plans, *kind, request);
    PlanId, Organisations => OrganisationRecord: |reading, plans, Organisations, request|
        store::plan::organisations(reading.tx(), reading.scope(), &plans, request);
    PlanId, Duties => DutyRecord: |reading, plans, Duties, request|
        store::plan::duties(reading.tx(), reading.scope(), &plans, request);
    PlanId, Under => PlanId: |reading, plans, Under, request|
        store::plan::under(reading.tx(), reading.scope(), &plans, request);
    UnitId, PlanFilter => PlanId: |reading, units, filter, request|
        store::plan::issued_by(reading.tx(), reading.scope(), &units, filter, request);
}
