//! How an obligation stood on a day.

use std::sync::Arc;

use async_graphql::{Context, Object};
use domain::{
    compliance::AsOf,
    contribution::amounts,
    obligation::{Amounts, Outlook, Standing, Validity},
};

use super::{loader::Contributed, word::ObligationState};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        contribution::{Contribution, ContributionConnection},
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
        scalar::{Amount, Date},
    },
    store::obligation::ObligationRecord,
};

/// How an obligation stood on a day: on a past one only what is dated up to it counts, as known now; exemptions and
/// extensions are those known now. The sums of these are the figures of that day.
///
/// It has no id: what is the same obligation has the same values under its id, whatever day a list was asked of.
#[derive(Debug, Clone)]
pub struct ObligationAsOf {
    record: Arc<ObligationRecord>,
    as_of: AsOf,
}

impl ObligationAsOf {
    pub(super) const fn new(record: Arc<ObligationRecord>, as_of: AsOf) -> Self {
        Self { record, as_of }
    }

    /// Whether its plan was issued by then.
    pub(super) fn is_issued(&self) -> bool {
        self.record.plan_issued_from.is_none_or(|issued| issued <= self.as_of.day())
    }

    /// Today what is kept with the obligation, on a past day the sum of what is dated up to it.
    async fn amounts(&self, ctx: &Context<'_>) -> Result<Amounts, AppError> {
        match self.as_of {
            AsOf::Today(_) => Ok(self.record.amounts),
            AsOf::Past(day) => {
                let key = Contributed { parent: self.record.id, question: day };
                let parts = ctx.loaders()?.one(key).await?.unwrap_or_default();
                Ok(amounts(parts, self.record.terms.closes_on))
            }
        }
    }

    async fn outlook(&self, ctx: &Context<'_>) -> Result<Outlook, AppError> {
        match self.as_of {
            AsOf::Today(_) => Ok(self.record.outlook()),
            AsOf::Past(_) => Ok(Outlook::of(&self.record.terms, self.amounts(ctx).await?, self.validity())),
        }
    }

    fn validity(&self) -> Validity {
        match self.record.standing {
            Standing::Revoked => Validity::Revoked,
            Standing::Exempt => Validity::Exempt,
            Standing::Met | Standing::MetLate | Standing::Ready | Standing::Short => Validity::InForce,
        }
    }

    pub(super) async fn known_state(&self, ctx: &Context<'_>) -> Nullable<ObligationState> {
        let on = self.as_of.day();
        self.outlook(ctx).await.map(|outlook| outlook.state_on(on).map(Into::into)).transpose()
    }
}

/// How an obligation stood on a day: on a past one only what is dated up to it counts, as known now; exemptions and
/// extensions are those known now. The sums of these are the figures of that day.
#[Object]
impl ObligationAsOf {
    /// The day.
    async fn on(&self) -> Date {
        Date(self.as_of.day())
    }

    /// Its state; null when its plan was revoked.
    async fn state(&self, ctx: &Context<'_>) -> Nullable<ObligationState> {
        self.known_state(ctx).await
    }

    /// How much was achieved (đã đạt): by verified reports and issued plans.
    async fn achieved(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx).await?.achieved))
    }

    /// How much of what was achieved is dated up to the closing day. Only where something is owed once can it be less.
    async fn achieved_in_time(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx).await?.in_time))
    }

    /// How much is claimed by reports that wait for a decision (chờ xác nhận).
    async fn pending(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx).await?.pending))
    }

    /// How much was neither achieved nor pending; never below 0.
    async fn remaining(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(self.amounts(ctx).await?.remaining(self.record.terms.target)))
    }

    /// The first day on which it is at risk unless more is reported; null when enough was achieved or pending.
    async fn at_risk_on(&self, ctx: &Context<'_>) -> Nullable<Date> {
        self.outlook(ctx).await.map(|outlook| outlook.risk_on.map(Date)).transpose()
    }

    /// What added to it, by day. To a POOLED one only what you may read the report or plan of, so the amounts need not add
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
            let page = PageArgs { first, after, last, before }.list(ctx, self.record.id, self.as_of).await?;
            Ok(ContributionConnection::new(page.map(Contribution::new)))
        })
        .await
    }
}
