//! The obligation itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{calendar, compliance::AsOf, id::ObligationId, obligation::Standing};

use super::{
    as_of::ObligationAsOf,
    decision::{Exemption, Extension},
    loader::Members,
    query::as_of,
    word::{ObligationAction, ObligationState},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        contribution::{Contribution, ContributionConnection},
        id::wire,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs, connection, load},
        plan::Plan,
        quota::Quota,
        scalar::{Amount, Date},
        task::Task,
        unit::{Unit, UnitConnection},
        word::{Product, Sharing, WindowKind},
    },
    page::Page,
    store::obligation::ObligationRecord,
};

/// An obligation (nghĩa vụ): one quota × one unit × one window, made when its plan was issued. It is shown as it stands
/// today, also in a list of a past day; how it stood then is in `asOf`.
#[derive(Debug, Clone)]
pub struct Obligation(Arc<ObligationRecord>);

impl Obligation {
    /// The obligation with an id that a client gave.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: ObligationId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// The obligation that a mutation was done to; a repetition may come when it is hidden by now.
    pub(in crate::graphql) async fn written(ctx: &Context<'_>, id: ObligationId) -> Result<Self, AppError> {
        ctx.read_anew().await?;
        Self::find(ctx, id).await?.ok_or_else(AppError::not_found)
    }

    /// The obligations of a page of ids, in its order.
    pub(in crate::graphql) async fn load_page(
        ctx: &Context<'_>,
        page: Page<ObligationId>,
    ) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }

    /// How it stood on a day.
    fn on(&self, as_of: AsOf) -> ObligationAsOf {
        ObligationAsOf::new(Arc::clone(&self.0), as_of)
    }
}

/// A window (kỳ tính): the days over which a quota is counted, as the plan has them.
#[derive(Debug, Clone, SimpleObject)]
pub struct Window {
    /// Its first day.
    first: Date,
    /// Its last day, which belongs to it.
    last: Date,
    /// What people call it, in the language of the request: `tháng 5/2025`, `quarter II of 2025`.
    label: String,
}

/// An obligation (nghĩa vụ): one quota × one unit × one window, made when its plan was issued. It is shown as it stands
/// today, also in a list of a past day; how it stood then is in `asOf`.
#[Object]
impl Obligation {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The unit that owes.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.unit).await
    }

    /// The plan that made it; null when you may not see the plan.
    async fn plan(&self, ctx: &Context<'_>) -> Nullable<Plan> {
        Plan::find(ctx, self.0.plan?).await.transpose()
    }

    /// The task it hangs on; null when you may not see the plan.
    async fn task(&self, ctx: &Context<'_>) -> Nullable<Task> {
        Task::find(ctx, self.0.task?).await.transpose()
    }

    /// The quota that made it; null when you may not see the plan.
    async fn quota(&self, ctx: &Context<'_>) -> Nullable<Quota> {
        Quota::find(ctx, self.0.quota?).await.transpose()
    }

    /// Whether the unit owes on its own, or for a set whose members all count.
    async fn sharing(&self) -> Sharing {
        self.0.sharing.into()
    }

    /// The units of the set of a POOLED one; empty for an EACH one.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitConnection> {
        nullable(async {
            let question = PageArgs { first, after, last, before }.request(ctx)?;
            let page = ctx.loaders()?.one(Members { parent: self.0.id, question }).await?.unwrap_or_default();
            Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
        })
        .await
    }

    /// The product that counts; null when the obligation asks for no product.
    async fn product(&self) -> Option<Product> {
        self.0.product.map(Into::into)
    }

    /// The kind of window.
    async fn window_kind(&self) -> WindowKind {
        self.0.terms.kind.into()
    }

    /// The full window, as the plan has it.
    async fn window(&self, ctx: &Context<'_>) -> Window {
        let window = self.0.window;
        let label = calendar::label(self.0.terms.kind, window, ctx.lang());
        Window { first: Date(window.first()), last: Date(window.last()), label }
    }

    /// The first day of the window on which the unit is bound; activities count from here on.
    async fn starts_on(&self) -> Date {
        Date(self.0.terms.span.first())
    }

    /// The last day of the window on which the unit is bound. It decides to which figures the obligation belongs.
    async fn ends_on(&self) -> Date {
        Date(self.0.terms.span.last())
    }

    /// The last day before it can be missed: the last day, or the day it is extended to.
    async fn closes_on(&self) -> Date {
        Date(self.0.terms.closes_on)
    }

    /// On how many days of the window the unit is bound.
    async fn bound_days(&self) -> i32 {
        self.0.bound_days
    }

    /// How many items the quota asks for in a full window.
    async fn minimum(&self) -> i32 {
        self.0.minimum
    }

    /// How much is owed: the minimum in proportion to the days bound, rounded half up.
    async fn target(&self) -> Amount {
        Amount(self.0.terms.target)
    }

    /// How much is achieved (đã đạt): by verified reports and issued plans.
    async fn achieved(&self) -> Amount {
        Amount(self.0.amounts.achieved)
    }

    /// How much of what is achieved is dated up to the closing day. Only where something is owed once can it be less.
    async fn achieved_in_time(&self) -> Amount {
        Amount(self.0.amounts.in_time)
    }

    /// How much is claimed by reports that wait for a decision (chờ xác nhận).
    async fn pending(&self) -> Amount {
        Amount(self.0.amounts.pending)
    }

    /// How much is neither achieved nor pending; never below 0.
    async fn remaining(&self) -> Amount {
        Amount(self.0.amounts.remaining(self.0.terms.target))
    }

    /// Its state on a day; null when its plan was revoked, or not yet issued on that day. On a past day only what is dated
    /// up to it counts, as known now. A day after today is refused.
    async fn state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Nullable<ObligationState> {
        match as_of(ctx, on).map(|day| self.on(day)) {
            Ok(then) if then.is_issued() => then.known_state(ctx).await,
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// How it stood on a day; null when its plan was not yet issued then. A day after today is refused.
    async fn as_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day, as the list or the figures were asked of.")] on: Date,
    ) -> Nullable<ObligationAsOf> {
        as_of(ctx, Some(on)).map(|day| Some(self.on(day)).filter(ObligationAsOf::is_issued)).transpose()
    }

    /// The first day on which it is at risk unless more is reported; null when enough is achieved or pending.
    async fn at_risk_on(&self) -> Option<Date> {
        self.0.risk_on.map(Date)
    }

    /// Whether its plan was revoked: it is in no figure any more.
    async fn revoked(&self) -> bool {
        self.0.standing == Standing::Revoked
    }

    /// Why it is exempt; null when it is not.
    async fn exemption(&self) -> Option<Exemption> {
        self.0.exemption.clone().map(Exemption)
    }

    /// Until when it is extended; null when it is not.
    async fn extension(&self) -> Option<Extension> {
        Some(Extension { until: self.0.extended_to?, decided: self.0.extension.clone()? })
    }

    /// The version to state when you exempt or extend it. It grows with every such decision.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// What adds to it, by day. To a POOLED one only what you may read the report or plan of, so the amounts need not add
    /// up to `achieved` and `pending`.
    async fn contributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ContributionConnection> {
        nullable(async {
            let today = AsOf::Today(ctx.session()?.today());
            let page = PageArgs { first, after, last, before }.list(ctx, self.0.id, today).await?;
            Ok(ContributionConnection::new(page.map(Contribution::new)))
        })
        .await
    }

    /// What you may do with it now.
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<ObligationAction>, AppError> {
        let may = self.0.under_review && ctx.scope().await?.may_judge(self.0.unit, &[]);
        let allowed = may && !matches!(self.0.standing, Standing::Revoked | Standing::Exempt);
        Ok(if allowed { vec![ObligationAction::Exempt, ObligationAction::Extend] } else { Vec::new() })
    }
}

connection! {
    /// Obligations, in the order asked for.
    ObligationConnection, ObligationEdge, Obligation
}
