//! The contribution itself.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};
use domain::id::ContributionId;

use crate::{
    error::AppError,
    graphql::{
        activity::ActivityReport,
        context::Request,
        id::wire,
        nullable::Nullable,
        obligation::Obligation,
        page::connection,
        plan::Plan,
        scalar::{Amount, Date},
        word::mirror,
    },
    store::contribution::ContributionRecord,
};

mirror! {
    /// How a contribution counts.
    ContributionState of domain::contribution::Credit {
        /// Claimed by a submitted report and not yet verified (chờ xác nhận).
        Pending,
        /// Verified, or a plan that was issued (đã đạt).
        Achieved,
    }
}

/// What one activity report or one issued plan adds to one obligation (phần đóng góp). Every figure is a sum of these.
#[derive(Debug, Clone)]
pub struct Contribution(Arc<ContributionRecord>);

impl Contribution {
    /// A contribution that the store found for the caller.
    pub(in crate::graphql) fn new(record: ContributionRecord) -> Self {
        Self(Arc::new(record))
    }

    /// The contribution with an id; nothing if there is none or the caller may not know of it.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: ContributionId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }
}

/// What one activity report or one issued plan adds to one obligation (phần đóng góp). Every figure is a sum of these.
#[Object]
impl Contribution {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The obligation it adds to; null when you may not read that.
    async fn obligation(&self, ctx: &Context<'_>) -> Nullable<Obligation> {
        Obligation::find(ctx, self.0.obligation).await.transpose()
    }

    /// How much it adds. Once an issued plan contributes to an obligation, reports add nothing to it any more and are not
    /// shown among its contributions.
    async fn amount(&self) -> Amount {
        Amount(self.0.amount)
    }

    /// Whether it is pending or achieved.
    async fn state(&self) -> ContributionState {
        self.0.credit.into()
    }

    /// The day of the activity, or the first day of the plan's date of issue.
    async fn dated_on(&self) -> Date {
        Date(self.0.dated_on)
    }

    /// The report that adds; null when a plan does, or when you may not read the report.
    async fn report(&self, ctx: &Context<'_>) -> Nullable<ActivityReport> {
        ActivityReport::find(ctx, self.0.report?).await.transpose()
    }

    /// The issued plan that adds; null when a report does, or when you may not read the plan.
    async fn plan(&self, ctx: &Context<'_>) -> Nullable<Plan> {
        Plan::find(ctx, self.0.plan?).await.transpose()
    }
}

connection! {
    /// Contributions, by day.
    ContributionConnection, ContributionEdge, Contribution
}
