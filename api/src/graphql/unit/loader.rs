//! Units in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::{UnitId, UnitVersionId};

use crate::{
    error::AppError,
    graphql::loader::{Batch, Below, by_question},
    page::{Page, PageRequest},
    store::{
        self,
        unit::{Succession, Successions, UnitFilter, UnitRecord, UnitVersion},
    },
};

impl Loader<UnitId> for Batch {
    type Value = Arc<UnitRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[UnitId]) -> Result<HashMap<UnitId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let units = store::unit::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(units.into_iter().map(|unit| (unit.id, Arc::new(unit))).collect())
    }
}

impl Loader<UnitVersionId> for Batch {
    type Value = UnitVersion;
    type Error = AppError;

    async fn load(&self, keys: &[UnitVersionId]) -> Result<HashMap<UnitVersionId, UnitVersion>, AppError> {
        let reading = self.session.reading().await?;
        let versions = store::unit::versions(reading.tx(), reading.scope(), keys).await?;
        Ok(versions.into_iter().map(|version| (version.id, version)).collect())
    }
}

/// The children of a unit.
pub(super) type Children = Below<UnitId, (UnitFilter, PageRequest)>;

impl Loader<Children> for Batch {
    type Value = Page<UnitId>;
    type Error = AppError;

    async fn load(&self, keys: &[Children]) -> Result<HashMap<Children, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, parents) in by_question(keys) {
            let (filter, request) = &question;
            let pages = store::unit::children(reading.tx(), reading.scope(), &parents, filter, request).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// The successions of a unit, one way.
pub(super) type Steps = Below<UnitId, (Successions, PageRequest)>;

impl Loader<Steps> for Batch {
    type Value = Page<Succession>;
    type Error = AppError;

    async fn load(&self, keys: &[Steps]) -> Result<HashMap<Steps, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = HashMap::new();
        for (question, parents) in by_question(keys) {
            let (which, request) = &question;
            let pages = store::unit::successions(reading.tx(), reading.scope(), &parents, *which, request).await?;
            found.extend(pages.into_iter().map(|(parent, page)| (Below { parent, question: question.clone() }, page)));
        }
        Ok(found)
    }
}

/// The units above a unit on a day, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Above {
    pub(super) unit: UnitId,
    pub(super) on: domain::calendar::Day,
}

impl Loader<Above> for Batch {
    type Value = Vec<UnitId>;
    type Error = AppError;

    async fn load(&self, keys: &[Above]) -> Result<HashMap<Above, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let mut by_day: HashMap<_, Vec<UnitId>> = HashMap::new();
        for key in keys {
            by_day.entry(key.on).or_default().push(key.unit);
        }
        let mut found = HashMap::new();
        for (on, units) in by_day {
            let above = store::unit::ancestors(reading.tx(), reading.scope(), &units, on).await?;
            found.extend(above.into_iter().map(|(unit, above)| (Above { unit, on }, above)));
        }
        Ok(found)
    }
}
