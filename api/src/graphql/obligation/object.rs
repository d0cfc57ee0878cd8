//! The obligation itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{
    calendar,
    compliance::AsOf,
    contribution::amounts,
    id::ObligationId,
    obligation::{Amounts, Outlook, Standing, Validity},
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

/// An obligation (nghĩa vụ): one quota × one unit × one window, made when its plan was issued. Its state, its amounts and
/// its contributions are of the day `on`; everything else is as it is now.
#[derive(Debug, Clone)]
pub struct Obligation {
    record: Arc<ObligationRecord>,
    /// The day of the list that led to it.
    as_of: AsOf,
}

impl Obligation {
    /// The obligation with an id that a client gave.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: ObligationId) -> Result<Option<Self>, AppError> {
        Self::find_as_of(ctx, id, ctx.as_of_today()?).await
    }

    /// The obligation with an id, as of a day.
    pub(in crate::graphql) async fn find_as_of(
        ctx: &Context<'_>,
        id: ObligationId,
        as_of: AsOf,
    ) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(|record| Self { record, as_of }))
    }

    /// The obligation that a mutation was done to; a repetition may come when it is hidden by now.
    pub(in crate::graphql) async fn written(ctx: &Context<'_>, id: ObligationId) -> Result<Self, AppError> {
        ctx.read_anew().await?;
        Self::find(ctx, id).await?.ok_or_else(AppError::not_found)
    }

    /// The obligations of a page of ids, in its order, as of the day that the list was asked of.
    pub(in crate::graphql) async fn load_page(
        ctx: &Context<'_>,
        page: Page<ObligationId>,
        as_of: AsOf,
    ) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(|record| Self { record, as_of }))
    }

    fn validity(&self) -> Validity {
        match self.record.standing {
            Standing::Revoked => Validity::Revoked,
            Standing::Exempt => Validity::Exempt,
            Standing::Met | Standing::MetLate | Standing::Ready | Standing::Short => Validity::InForce,
        }
    }

    /// What was contributed: today what is kept with it, on a past day the sum of what is dated up to it.
    async fn amounts(&self, ctx: &Context<'_>, as_of: AsOf) -> Result<Amounts, AppError> {
        match as_of {
            AsOf::Today(_) => Ok(self.record.amounts),
            AsOf::Past(day) => {
                let key = Contributed { parent: self.record.id, question: day };
                let parts = ctx.loaders()?.one(key).await?.unwrap_or_default();
                Ok(amounts(parts, self.record.terms.closes_on))
            }
        }
    }

    /// How it stands, by the same.
    async fn outlook(&self, ctx: &Context<'_>, as_of: AsOf) -> Result<Outlook, AppError> {
        match as_of {
            AsOf::Today(_) => Ok(self.record.outlook()),
            AsOf::Past(_) => {
                let then = self.amounts(ctx, as_of).await?;
                Ok(Outlook::of(&self.record.terms, then, self.validity()))
            }
        }
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

/// An obligation (nghĩa vụ): one quota × one unit × one window, made when its plan was issued. Its state, its amounts and
/// its contributions are of the day `on`; everything else is as it is now.
#[Object]
impl Obligation {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.record.id)
    }

    /// The unit that owes.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.record.unit).await
    }

    /// The plan that made it; null when you may not see the plan.
    async fn plan(&self, ctx: &Context<'_>) -> Nullable<Plan> {
        Plan::find(ctx, self.record.plan?).await.transpose()
    }

    /// The task it hangs on; null when you may not see the plan.
    async fn task(&self, ctx: &Context<'_>) -> Nullable<Task> {
        Task::find(ctx, self.record.task?).await.transpose()
    }

    /// The quota that made it; null when you may not see the plan.
    async fn quota(&self, ctx: &Context<'_>) -> Nullable<Quota> {
        Quota::find(ctx, self.record.quota?).await.transpose()
    }

    /// Whether the unit owes on its own, or for a set whose members all count.
    async fn sharing(&self) -> Sharing {
        self.record.sharing.into()
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
        let page = ctx.loaders()?.one(Members { parent: self.record.id, question }).await?.unwrap_or_default();
        Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
    }

    /// The product that counts; null when the obligation asks for no product.
    async fn product(&self) -> Option<Product> {
        self.record.product.map(Into::into)
    }

    /// The kind of window.
    async fn window_kind(&self) -> WindowKind {
        self.record.terms.kind.into()
    }

    /// The full window, as the plan has it.
    async fn window(&self, ctx: &Context<'_>) -> Window {
        let window = self.record.window;
        let label = calendar::label(self.record.terms.kind, window, ctx.lang());
        Window { first: Date(window.first()), last: Date(window.last()), label }
    }

    /// The first day of the window on which the unit is bound; activities count from here on.
    async fn starts_on(&self) -> Date {
        Date(self.record.terms.span.first())
    }

    /// The last day of the window on which the unit is bound. It decides to which figures the obligation belongs.
    async fn ends_on(&self) -> Date {
        Date(self.record.terms.span.last())
    }

    /// The last day before it can be missed: the last day, or the day it is extended to.
    async fn closes_on(&self) -> Date {
        Date(self.record.terms.closes_on)
    }

    /// On how many days of the window the unit is bound.
    async fn bound_days(&self) -> i32 {
        self.record.bound_days
    }

    /// How many items the quota asks for in a full window.
    async fn minimum(&self) -> i32 {
        self.record.minimum
    }

    /// How much is owed: the minimum in proportion to the days bound, rounded half up.
    async fn target(&self) -> Amount {
        Amount(self.record.terms.target)
    }

    /// The day its state, its amounts and its contributions are of: the one that the list was asked of in which it was
    /// found; today when it was found in any other way. On a past day only what is dated up to it counts, as known now. A
    /// client that keeps what it read by id keeps an obligation by id and this day.
    async fn on(&self) -> Date {
        Date(self.as_of.day())
    }

    /// How much is achieved (đã đạt): by verified reports and issued plans.
    async fn achieved(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx, self.as_of).await?.achieved))
    }

    /// How much of what is achieved is dated up to the closing day. Only where something is owed once can it be less.
    async fn achieved_in_time(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx, self.as_of).await?.in_time))
    }

    /// How much is claimed by reports that wait for a decision (chờ xác nhận).
    async fn pending(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx, self.as_of).await?.pending))
    }

    /// How much is neither achieved nor pending; never below 0.
    async fn remaining(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx, self.as_of).await?.remaining(self.record.terms.target)))
    }

    /// Its state on a day; null when its plan was revoked, or not yet issued on that day. On a past day only what is dated
    /// up to it counts, as known now. A day after today is refused.
    async fn state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; that of the field `on` when left out.")] on: Option<Date>,
    ) -> Nullable<ObligationState> {
        nullable(async {
            let as_of = on.map_or(Ok(self.as_of), |on| as_of(ctx, Some(on)))?;
            if self.record.plan_issued_from.is_some_and(|issued| as_of.day() < issued) {
                return Ok(None);
            }
            Ok(self.outlook(ctx, as_of).await?.state_on(as_of.day()).map(Into::into))
        })
        .await
    }

    /// The first day on which it is at risk unless more is reported; null when enough is achieved or pending.
    async fn at_risk_on(&self, ctx: &Context<'_>) -> Nullable<Date> {
        self.outlook(ctx, self.as_of).await.map(|outlook| outlook.risk_on.map(Date)).transpose()
    }

    /// Whether its plan was revoked: it is in no figure any more.
    async fn revoked(&self) -> bool {
        self.record.standing == Standing::Revoked
    }

    /// Why it is exempt; null when it is not.
    async fn exemption(&self) -> Option<Exemption> {
        self.record.exemption.clone().map(Exemption)
    }

    /// Until when it is extended; null when it is not.
    async fn extension(&self) -> Option<Extension> {
        Some(Extension { until: self.record.extended_to?, decided: self.record.extension.clone()? })
    }

    /// The version to state when you exempt or extend it. It grows with every such decision.
    async fn version(&self) -> i32 {
        self.record.version
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
        let page = PageArgs { first, after, last, before }.list(ctx, self.record.id, self.as_of).await?;
        Ok(ContributionConnection::new(Contribution::page(page, self.as_of)))
    }

    /// What you may do with it now.
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<ObligationAction>, AppError> {
        let may = self.record.under_review && ctx.scope().await?.may_judge(self.record.unit, &[]);
        let allowed = may && self.validity() == Validity::InForce;
        Ok(if allowed { vec![ObligationAction::Exempt, ObligationAction::Extend] } else { Vec::new() })
    }
}

connection! {
    /// Obligations, in the order asked for.
    ObligationConnection, ObligationEdge, Obligation
}
