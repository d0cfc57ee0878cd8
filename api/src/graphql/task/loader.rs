//! Tasks in batches.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use domain::id::{PlanId, TaskId};

use crate::{
    error::AppError,
    graphql::{
        loader::{Batch, Below, by_question},
        plan::lists,
    },
    page::{Page, PageRequest},
    store::{
        self,
        task::{Links, TaskRecord},
    },
};

impl Loader<TaskId> for Batch {
    type Value = Arc<TaskRecord>;
    type Error = AppError;

    async fn load(&self, keys: &[TaskId]) -> Result<HashMap<TaskId, Self::Value>, AppError> {
        let reading = self.session.reading().await?;
        let tasks = store::task::by_ids(reading.tx(), reading.scope(), keys).await?;
        Ok(tasks.into_iter().map(|task| (task.id, Arc::new(task))).collect())
    }
}

/// Whether the tasks of a plan are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct Tasks;

lists! {
    PlanId, Tasks => TaskId: |reading, plans, Tasks, request|
        store::task::of_plans(reading.tx(), reading.scope(), &plans, request);
    TaskId, Links => TaskId: |reading, tasks, links, request|
        store::task::linked(reading.tx(), reading.scope(), &tasks, *links, request);
}
