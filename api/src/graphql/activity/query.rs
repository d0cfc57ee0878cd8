//! Finding reports.

use std::sync::Arc;

use async_graphql::{Context, Object};
use domain::id;

use super::{
    ActivityReport, ActivityReportConnection,
    input::{ActivityReportFilter, ReviewInboxFilter},
    preview::{ActivityReportPreview, PreviewActivityReportInput},
    word::ActivityReportOrder,
};
use crate::{
    graphql::{
        context::Request,
        default::OrDefault,
        id::GlobalId,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
    },
    service, store,
};

/// Queries of activity reports.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ActivityQuery;

/// Queries of activity reports.
#[Object]
impl ActivityQuery {
    /// The activity report with an id; null when there is none or you may not read it.
    async fn activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: GlobalId<id::ActivityReport>,
    ) -> Nullable<ActivityReport> {
        nullable(async { ActivityReport::find(ctx, id.at("id")?).await }).await
    }

    /// The activity reports that you may read and that fit.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list in the schema")]
    async fn activity_reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<ActivityReportFilter>,
        #[graphql(desc = "In which order.", default)] order_by: OrDefault<ActivityReportOrder>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ActivityReportConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let (filter, order) = (filter.unwrap_or_default().try_into()?, order_by.0.into());
            let page = ctx
                .read(async move |reading| {
                    store::activity::search(reading.tx(), reading.scope(), &filter, order, &request).await
                })
                .await?;
            Ok(ActivityReportConnection::new(ActivityReport::load_page(ctx, page).await?))
        })
        .await
    }

    /// The activity reports that wait for your decision, the longest waiting first: of units that were below one you
    /// review for on the activity's date, without those that separation of duties keeps from you.
    async fn review_inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all that are SUBMITTED when left out.")] filter: Option<ReviewInboxFilter>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ActivityReportConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let filter = filter.unwrap_or_default().try_into()?;
            let page = ctx
                .read(async move |reading| {
                    store::activity::inbox(reading.tx(), reading.scope(), &filter, &request).await
                })
                .await?;
            Ok(ActivityReportConnection::new(ActivityReport::load_page(ctx, page).await?))
        })
        .await
    }

    /// What an activity report would count for, and what stands in its way. Nothing is written.
    async fn preview_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report as it would be.")] input: PreviewActivityReportInput,
    ) -> Nullable<ActivityReportPreview> {
        nullable(async {
            let (session, (unit, draft)) = (Arc::clone(ctx.session()?), input.parts()?);
            let preview = async move { service::activity::preview(&session, unit, draft).await };
            Ok(ActivityReportPreview(ctx.loaders()?.read(preview).await?))
        })
        .await
    }
}
