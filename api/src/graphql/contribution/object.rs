//! The contribution itself.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};
use domain::{compliance::AsOf, id::ContributionId};

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
    page::Page,
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
pub struct Contribution {
    record: Arc<ContributionRecord>,
    /// The day of the list that led to it.
    as_of: AsOf,
}

impl Contribution {
    /// The contributions of a page that the store found for the caller, in a list as of a day.
    pub(in crate::graphql) fn page(page: Page<ContributionRecord>, as_of: AsOf) -> Page<Self> {
        page.map(|record| Self { record: Arc::new(record), as_of })
    }

    /// The contribution with an id; nothing if there is none or the caller may not know of it.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: ContributionId) -> Result<Option<Self>, AppError> {
        let as_of = ctx.as_of_today()?;
        Ok(ctx.loaders()?.one(id).await?.map(|record| Self { record, as_of }))
    }
}

/// What one activity report or one issued plan adds to one obligation (phần đóng góp). Every figure is a sum of these.
#[Object]
impl Contribution {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.record.id)
    }

    /// The obligation it adds to, as of the day of the list that this contribution was found in; null when you may not read
    /// that.
    async fn obligation(&self, ctx: &Context<'_>) -> Nullable<Obligation> {
        Obligation::find_as_of(ctx, self.record.obligation, self.as_of).await.transpose()
    }

    /// How much it adds. Once an issued plan contributes to an obligation, reports add nothing to it any more and keep
    /// their amounts here.
    async fn amount(&self) -> Amount {
        Amount(self.record.amount)
    }

    /// Whether it is pending or achieved.
    async fn state(&self) -> ContributionState {
        self.record.credit.into()
    }

    /// The day of the activity, or the first day of the plan's date of issue.
    async fn dated_on(&self) -> Date {
        Date(self.record.dated_on)
    }

    /// The report that adds; null when a plan does, or when you may not read the report.
    async fn report(&self, ctx: &Context<'_>) -> Nullable<ActivityReport> {
        ActivityReport::find(ctx, self.record.report?).await.transpose()
    }

    /// The issued plan that adds; null when a report does, or when you may not read the plan.
    async fn plan(&self, ctx: &Context<'_>) -> Nullable<Plan> {
        Plan::find(ctx, self.record.plan?).await.transpose()
    }
}

connection! {
    /// Contributions, by day.
    ContributionConnection, ContributionEdge, Contribution
}
