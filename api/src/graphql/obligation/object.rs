//! The obligation itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{
    calendar::{self, Day},
    compliance::AsOf,
    contribution::amounts,
    id::ObligationId,
    obligation::{Outlook, Standing, Validity},
};

use super::{
    decision::{Exemption, Extension},
    loader::{Contributed, Members},
    query::as_of,
    word::{ObligationAction, ObligationState},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        contribution::{Contribution, ContributionConnection, OfObligation},
        id::wire,
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

/// An obligation (nghĩa vụ): one quota × one unit × one window, made when its plan was issued. Its amounts are those known
/// today; its state depends on the day.
#[derive(Debug, Clone)]
pub struct Obligation(pub(in crate::graphql) Arc<ObligationRecord>);

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

    fn validity(&self) -> Validity {
        match self.0.standing {
            Standing::Revoked => Validity::Revoked,
            Standing::Exempt => Validity::Exempt,
            Standing::Met | Standing::MetLate | Standing::Ready | Standing::Short => Validity::InForce,
        }
    }

    /// How it stood on a past day, by what was contributed up to it.
    async fn outlook_then(&self, ctx: &Context<'_>, day: Day) -> Result<Option<Outlook>, AppError> {
        if self.0.plan_issued_from.is_some_and(|issued| day < issued) {
            return Ok(None);
        }
        let parts = ctx.loaders()?.one(Contributed { parent: self.0.id, question: day }).await?.unwrap_or_default();
        let then = amounts(parts, self.0.terms.closes_on);
        Ok(Some(Outlook::of(&self.0.terms, then, self.validity())))
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

/// An obligation (nghĩa vụ): one quota × one unit × one window, made when its plan was issued. Its amounts are those known
/// today; its state depends on the day.
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
    async fn plan(&self, ctx: &Context<'_>) -> Result<Option<Plan>, AppError> {
        match self.0.plan {
            None => Ok(None),
            Some(plan) => Plan::find(ctx, plan).await,
        }
    }

    /// The task it hangs on; null when you may not see the plan.
    async fn task(&self, ctx: &Context<'_>) -> Result<Option<Task>, AppError> {
        match self.0.task {
            None => Ok(None),
            Some(task) => Task::find(ctx, task).await,
        }
    }

    /// The quota that made it; null when you may not see the plan.
    async fn quota(&self, ctx: &Context<'_>) -> Result<Option<Quota>, AppError> {
        match self.0.quota {
            None => Ok(None),
            Some(quota) => Quota::find(ctx, quota).await,
        }
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
    ) -> Result<UnitConnection, AppError> {
        let question = PageArgs { first, after, last, before }.request(ctx)?;
        let page = ctx.loaders()?.one(Members { parent: self.0.id, question }).await?.unwrap_or_default();
        Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
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
    ) -> Result<Option<ObligationState>, AppError> {
        let outlook = match as_of(ctx, on)? {
            AsOf::Today(_) => Some(self.0.outlook()),
            AsOf::Past(day) => self.outlook_then(ctx, day).await?,
        };
        let day = on.map_or(ctx.session()?.today(), |on| on.0);
        Ok(outlook.and_then(|outlook| outlook.state_on(day)).map(Into::into))
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
    ) -> Result<ContributionConnection, AppError> {
        let request = PageArgs { first, after, last, before }.request(ctx)?;
        let key = OfObligation { obligation: self.0.id, request };
        let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
        Ok(ContributionConnection::new(page.map(Contribution::new)))
    }

    /// What you may do with it now.
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<ObligationAction>, AppError> {
        let may = self.0.under_review && ctx.scope().await?.may_judge(self.0.unit, &[]);
        let allowed = may && self.validity() == Validity::InForce;
        Ok(if allowed { vec![ObligationAction::Exempt, ObligationAction::Extend] } else { Vec::new() })
    }
}

connection! {
    /// Obligations, in the order asked for.
    ObligationConnection, ObligationEdge, Obligation
}
