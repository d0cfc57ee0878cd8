//! Finding plans.

use async_graphql::{Context, InputObject, Object};
use domain::id;

use super::{Plan, PlanConnection, PlanState};
use crate::{
    graphql::{
        context::Request,
        id::{GlobalId, optional},
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
        word::Subject,
    },
    store::{self, plan::PlanFilter},
};

/// Which plans are wanted.
#[derive(Debug, Default, InputObject)]
#[graphql(name = "PlanFilter")]
pub(super) struct PlansFilter {
    /// Issued by this unit, or a draft of it.
    issuer: Option<GlobalId<id::Unit>>,
    /// In one of these states.
    states: Option<Vec<PlanState>>,
    /// For this year.
    year: Option<i32>,
    /// With this subject.
    subject: Option<Subject>,
}

/// Queries of plans.
#[derive(Debug, Default)]
pub(in crate::graphql) struct PlanQuery;

/// Queries of plans.
#[Object]
impl PlanQuery {
    /// The plan with an id; null when there is none or you may not see it.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: GlobalId<id::Plan>,
    ) -> Nullable<Plan> {
        nullable(async { Plan::find(ctx, id.at("id")?).await }).await
    }

    /// The plans that you may see: the latest year first, in it the one recorded last.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<PlansFilter>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let filter = filter.unwrap_or_default();
            let filter = PlanFilter {
                issuer: optional(filter.issuer, "filter.issuer")?,
                states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
                year: filter.year,
                subject: filter.subject.map(Into::into),
            };
            let page = ctx
                .read(async move |reading| store::plan::search(reading.tx(), reading.scope(), &filter, &request).await)
                .await?;
            Ok(PlanConnection::new(Plan::load_page(ctx, page).await?))
        })
        .await
    }
}
