//! The plan itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::id::PlanId;

use super::{
    loader::{Duties, Organisations, Under},
    part::{
        PlanAct, PlanActConnection, PlanDeadline, PlanDeadlineConnection, PlanIndicator, PlanIndicatorConnection,
        PlanOrganisation, PlanOrganisationConnection, PlanText, PlanTextConnection, ReportDuty, ReportDutyConnection,
    },
    word::{PlanAction, PlanState, PublishedIndex},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        default::OrDefault,
        id::wire,
        nullable::{Nullable, nullable},
        obligation::{ObligationConnection, ObligationOrder, ObligationsFilter, question},
        page::{OpaqueCursor, PageArgs, connection, load},
        quota::{Quota, QuotaConnection, Quotas},
        scalar::{Date, DateTime, PartialDate},
        task::{Task, TaskConnection, Tasks},
        unit::Unit,
        viewer::display_name,
        word::Subject,
    },
    page::Page,
    service,
    store::{
        self,
        plan::{ActRelation, LineKind, PlanRecord},
    },
};

/// A plan (kế hoạch): an issued document with a year, subjects and tasks, or the draft of one.
#[derive(Debug, Clone)]
pub struct Plan(pub(in crate::graphql) Arc<PlanRecord>);

impl Plan {
    /// The plan with an id; nothing when there is none or the caller may not see it.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: PlanId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// The plans of a page of ids that the store gave to this caller, in its order.
    pub(in crate::graphql) async fn load_page(ctx: &Context<'_>, page: Page<PlanId>) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }
}

/// A plan (kế hoạch): an issued document with a year, subjects and tasks, or the draft of one.
#[Object]
impl Plan {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The unit that issued it, or will (cơ quan ban hành).
    async fn issuer(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.issuer).await
    }

    /// Its symbol (số, ký hiệu) as printed; the number may be blank: `/KH-UBND`. Null when it has none.
    async fn symbol(&self) -> Option<&str> {
        self.0.symbol.as_deref()
    }

    /// Its date, as far as it is known. Its first day is the day from which the plan counts. Null only in a draft.
    async fn issued_on(&self) -> Option<PartialDate> {
        self.0.issued_on.map(PartialDate)
    }

    /// The year it is for.
    async fn year(&self) -> i32 {
        self.0.year.number()
    }

    /// Its title (trích yếu).
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it is about; at most one of each.
    async fn subjects(&self) -> Vec<Subject> {
        self.0.subjects.iter().copied().map(Into::into).collect()
    }

    /// Where it stands.
    async fn state(&self) -> PlanState {
        self.0.state.into()
    }

    /// The version to state when you change, issue or revoke it. It grows with every such step.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The acts it carries out or is based on (thực hiện, căn cứ), in the order printed.
    async fn carries_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanActConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanActConnection::new(args.list(ctx, self.0.id, ActRelation::CarriesOut).await?.map(PlanAct)))
        })
        .await
    }

    /// Every other act it names, in the order printed.
    async fn cites(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanActConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanActConnection::new(args.list(ctx, self.0.id, ActRelation::Cites).await?.map(PlanAct)))
        })
        .await
    }

    /// The plans that carry it out, as far as you may see them; the latest year first.
    async fn carried_out_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let page = args.list(ctx, self.0.id, Under).await?;
            Ok(PlanConnection::new(Self::load_page(ctx, page).await?))
        })
        .await
    }

    /// Every body, office or named post with a role or duty in it.
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanOrganisationConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanOrganisationConnection::new(args.list(ctx, self.0.id, Organisations).await?.map(PlanOrganisation)))
        })
        .await
    }

    /// What is to be communicated (nội dung tuyên truyền).
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanTextConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanTextConnection::new(args.list(ctx, self.0.id, LineKind::Theme).await?.map(PlanText)))
        })
        .await
    }

    /// Its tasks (nhiệm vụ), in the order printed.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<TaskConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let page = args.list(ctx, self.0.id, Tasks).await?;
            Ok(TaskConnection::new(Task::load_page(ctx, page).await?))
        })
        .await
    }

    /// The quotas (định mức) of all its tasks, in the order printed.
    async fn quotas(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<QuotaConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let page = args.list(ctx, self.0.id, Quotas).await?;
            Ok(QuotaConnection::new(Quota::load_page(ctx, page).await?))
        })
        .await
    }

    /// Who reports to whom, how often (chế độ báo cáo).
    async fn report_duties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ReportDutyConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(ReportDutyConnection::new(args.list(ctx, self.0.id, Duties).await?.map(ReportDuty)))
        })
        .await
    }

    /// Calendar days that bind.
    async fn deadlines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanDeadlineConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanDeadlineConnection::new(args.list(ctx, self.0.id, LineKind::Deadline).await?.map(PlanDeadline)))
        })
        .await
    }

    /// The published indices it names as aims; at most one of each.
    async fn indices(&self) -> Vec<PublishedIndex> {
        self.0.indices.iter().copied().map(Into::into).collect()
    }

    /// Other measures it names as aims.
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanIndicatorConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanIndicatorConnection::new(args.list(ctx, self.0.id, LineKind::Indicator).await?.map(PlanIndicator)))
        })
        .await
    }

    /// Where the money comes from (kinh phí), in its own words; null when it does not say.
    async fn funding(&self) -> Option<&str> {
        self.0.funding.as_deref()
    }

    /// Who receives it (nơi nhận).
    async fn recipients(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanTextConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanTextConnection::new(args.list(ctx, self.0.id, LineKind::Recipient).await?.map(PlanText)))
        })
        .await
    }

    /// What is unreadable, inferred, contradictory or out of date in it, as noted by who recorded it.
    async fn doubts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanTextConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            Ok(PlanTextConnection::new(args.list(ctx, self.0.id, LineKind::Doubt).await?.map(PlanText)))
        })
        .await
    }

    /// The file it was taken from; null when it was taken from none.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// The name of who wrote it; null when it was imported.
    async fn author_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        display_name(ctx, self.0.author).await
    }

    /// When it was first written.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was issued here, by the server's clock, which may be long after `issuedOn`; null for a draft.
    async fn issued_at(&self) -> Option<DateTime> {
        self.0.issued_at.map(DateTime)
    }

    /// The name of who issued it here; null for a draft, and when it was imported.
    async fn issued_by_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        display_name(ctx, self.0.issued_by).await
    }

    /// When it was revoked; null when it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// The name of who revoked it; null when it was not revoked, and for the program itself.
    async fn revoked_by_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        display_name(ctx, self.0.revoked_by).await
    }

    /// Why it was revoked; null when it was not.
    async fn revoked_reason(&self) -> Option<&str> {
        self.0.revoked_reason.as_deref()
    }

    /// What you may do with it now.
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<PlanAction>, AppError> {
        Ok(service::plan::allowed(&*ctx.scope().await?, &self.0).into_iter().map(Into::into).collect())
    }

    /// The obligations it made, as far as you may see them.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list in the schema")]
    async fn obligations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<ObligationsFilter>,
        #[graphql(desc = "In which order.", default)] order_by: OrDefault<ObligationOrder>,
        #[graphql(desc = "The day whose states are meant; today when left out.")] on: Option<Date>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ObligationConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let asked = question(ctx, filter, order_by.0, on, args.request(ctx)?)?;
            ObligationConnection::under(ctx, store::obligation::Under::Plan, self.0.id.uuid(), asked).await
        })
        .await
    }
}

connection! {
    /// Plans.
    PlanConnection, PlanEdge, Plan
}
