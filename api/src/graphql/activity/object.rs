//! The report itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::{
    activity::{ActivityAction as Step, ActivityState as State},
    authz::Action,
    calendar,
    id::{ActivityReportId, TaskId},
};

use super::{
    event::{ActivityReportEvent, ActivityReportEventConnection},
    evidence::Evidence,
    loader::{History, WithinReview},
    word::{ActivityAction, ActivityReportField, ActivityState},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        contribution::{Contribution, ContributionConnection, Counts, OfReport},
        id::wire,
        loader::Below,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs, connection, load},
        scalar::{Date, DateTime, int},
        task::Task,
        unit::Unit,
        viewer::display_name,
        word::{Channel, Product, Stage},
    },
    page::Page,
    store::activity::ReportRecord,
};

/// An activity report (báo cáo hoạt động): what a unit did, under which tasks, and what proves it.
#[derive(Debug, Clone)]
pub struct ActivityReport(Arc<ReportRecord>);

impl ActivityReport {
    /// The report with an id; nothing if there is none or the caller may not read it.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: ActivityReportId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// The reports of a page of ids that the store found for the caller, in its order.
    pub(in crate::graphql) async fn load_page(
        ctx: &Context<'_>,
        page: Page<ActivityReportId>,
    ) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }
}

/// An activity report (báo cáo hoạt động): what a unit did, under which tasks, and what proves it.
#[Object]
impl ActivityReport {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The unit that did it.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.unit).await
    }

    /// The tasks it was done under, at most 20, as far as you may read their plans.
    async fn tasks(&self, ctx: &Context<'_>) -> Result<Vec<Task>, AppError> {
        let tasks = &self.0.content.tasks;
        let mut found = ctx.loaders()?.many::<TaskId>(tasks.clone()).await?;
        Ok(tasks.iter().filter_map(|task| found.remove(task).map(Task)).collect())
    }

    /// What was made (sản phẩm).
    async fn product(&self) -> Product {
        self.0.content.product.into()
    }

    /// Where it reached people (kênh). The same item on several channels is one item.
    async fn channels(&self) -> Vec<Channel> {
        self.0.content.channels.iter().map(|channel| (*channel).into()).collect()
    }

    /// What it was about (chủ đề), a code such as `PAPI`; null when nothing in particular.
    async fn topic(&self) -> Option<&str> {
        self.0.content.topic.as_ref().map(domain::quota::Topic::as_str)
    }

    /// How far it has come.
    async fn stage(&self) -> Stage {
        self.0.content.stage.into()
    }

    /// The day of that stage.
    async fn dated_on(&self) -> Date {
        Date(self.0.content.dated_on)
    }

    /// How many items, 1 to 10,000.
    async fn quantity(&self) -> Result<i32, AppError> {
        int(self.0.content.quantity.get())
    }

    /// How many minutes one item lasts, 1 to 1,440; null when the report does not say.
    async fn minutes(&self) -> Nullable<i32> {
        self.0.content.minutes.map(|minutes| int(minutes.get()))
    }

    /// What it is called.
    async fn title(&self) -> &str {
        &self.0.content.title
    }

    /// What the reporter has to say about it (giải trình); null when nothing.
    async fn explanation(&self) -> Option<&str> {
        self.0.content.explanation.as_deref()
    }

    /// What proves it, at most 20.
    async fn evidence(&self) -> Vec<Evidence> {
        let ReportRecord { evidence_ids, content, .. } = &*self.0;
        let both = evidence_ids.iter().zip(&content.evidence);
        both.map(|(id, content)| Evidence { id: *id, content: content.clone() }).collect()
    }

    /// Where it stands.
    async fn state(&self) -> ActivityState {
        self.0.state.into()
    }

    /// It grows with every change; whoever changes the report states the version he saw.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The name of who wrote it; null for the program itself.
    async fn author_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        display_name(ctx, self.0.author).await
    }

    /// When it was submitted for the first time, by the server's clock; null until then. It never changes.
    async fn first_submitted_at(&self) -> Option<DateTime> {
        self.0.first_submitted_at.map(DateTime)
    }

    /// When it was last submitted; null when it never was.
    async fn submitted_at(&self) -> Option<DateTime> {
        self.0.submitted_at.map(DateTime)
    }

    /// When it was last verified or returned; null when it never was.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(DateTime)
    }

    /// Since when it waits for a reviewer; null when it is not SUBMITTED.
    async fn waiting_since(&self) -> Option<DateTime> {
        self.0.submitted_at.filter(|_| self.0.state == State::Submitted).map(DateTime)
    }

    /// For how many days it waits for a reviewer, 0 on the day it was submitted; null when it is not SUBMITTED.
    async fn waiting_days(&self, ctx: &Context<'_>) -> Nullable<i32> {
        let since = self.0.submitted_at.filter(|_| self.0.state == State::Submitted)?;
        let today = ctx.session().map(|session| session.today());
        Some(today.and_then(|today| int(today.signed_duration_since(calendar::day_of(since)).num_days())))
    }

    /// Why it was last returned; null when it never was.
    async fn return_reason(&self) -> Option<&str> {
        self.0.return_reason.as_deref()
    }

    /// The parts that the last return pointed at; empty when it was never returned, or as a whole.
    async fn return_fields(&self) -> Vec<ActivityReportField> {
        self.0.return_fields.iter().map(|field| (*field).into()).collect()
    }

    /// Whether it counts for any obligation that is neither exempt nor of a revoked plan. One that matches none is
    /// kept, and says false here. Null unless it is SUBMITTED or VERIFIED.
    async fn matches(&self, ctx: &Context<'_>) -> Nullable<bool> {
        match self.0.state {
            State::Draft | State::Returned | State::Withdrawn => None,
            State::Submitted | State::Verified => {
                nullable(async { Ok(ctx.loaders()?.one(Counts(self.0.id)).await?.is_some()) }).await
            }
        }
    }

    /// What it adds to which obligations, as far as you may read it.
    async fn contributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ContributionConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let page = ctx.loaders()?.one(OfReport { parent: self.0.id, question: request }).await?.unwrap_or_default();
            Ok(ContributionConnection::new(page.map(Contribution::new)))
        })
        .await
    }

    /// What happened to it, in order.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ActivityReportEventConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let key = Below { parent: self.0.id, question: History(request) };
            let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
            Ok(ActivityReportEventConnection::new(page.map(ActivityReportEvent)))
        })
        .await
    }

    /// The steps that you may take with it now.
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<ActivityAction>, AppError> {
        let (scope, report) = (ctx.scope().await?, &*self.0);
        let reviews = report.state.allowed().contains(&Step::Return)
            && scope.may_judge(report.unit, &report.writers)
            && ctx.loaders()?.one(WithinReview(report.id)).await?.is_some();
        let may = |step: &Step| match step {
            Step::Edit => scope.may_at(report.unit, Action::WriteReport),
            Step::Submit => scope.may_at(report.unit, Action::SubmitReport),
            Step::Withdraw => scope.may_at(report.unit, report.withdrawal()),
            Step::Verify | Step::Return => reviews,
        };
        Ok(report.state.allowed().iter().copied().filter(may).map(Into::into).collect())
    }

    /// When it was written down.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

connection! {
    /// Activity reports.
    ActivityReportConnection, ActivityReportEdge, ActivityReport
}
