//! Finding obligations.

use async_graphql::{Context, InputObject, Object};
use domain::{calendar::Day, compliance::AsOf, id, obligation::State};
use uuid::Uuid;

use super::{Obligation, ObligationConnection, ObligationOrder, ObligationState, ObligationsUnder};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        default::OrDefault,
        id::{GlobalId, optional},
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
        scalar::Date,
        word::{Product, Subject, WindowKind},
    },
    page::PageRequest,
    store::{
        self,
        obligation::{ObligationFilter, ObligationQuestion, Under},
    },
};

/// A full window: all its days, whether or not a unit is bound on each of them.
#[derive(Debug, Clone, Copy, InputObject)]
struct WindowInput {
    /// Its first day.
    first: Date,
    /// Its last day.
    last: Date,
}

/// Which obligations are wanted.
#[derive(Debug, Default, InputObject)]
#[graphql(name = "ObligationFilter")]
pub(in crate::graphql) struct ObligationsFilter {
    /// Owed by this very unit.
    unit: Option<GlobalId<id::Unit>>,
    /// Owed by a unit below this one on the last day of the window.
    below: Option<GlobalId<id::Unit>>,
    /// Of this plan.
    plan: Option<GlobalId<id::Plan>>,
    /// Of this task.
    task: Option<GlobalId<id::Task>>,
    /// Of this quota.
    quota: Option<GlobalId<id::Quota>>,
    /// Of this product.
    product: Option<Product>,
    /// Of plans with this subject.
    subject: Option<Subject>,
    /// In one of these states on the day asked about.
    states: Option<Vec<ObligationState>>,
    /// Only those owed now: open, neither met nor exempt.
    #[graphql(default)]
    owed_now: OrDefault<bool>,
    /// Of this full window.
    window: Option<WindowInput>,
    /// Of a window of this kind.
    window_kind: Option<WindowKind>,
    /// With the last day of the window on this day or later.
    from: Option<Date>,
    /// With the last day of the window on this day or earlier.
    to: Option<Date>,
}

impl ObligationsFilter {
    /// Those owed now.
    pub(in crate::graphql) fn owed_now() -> Self {
        Self { owed_now: OrDefault(true), ..Self::default() }
    }
}

impl TryFrom<ObligationsFilter> for ObligationFilter {
    type Error = AppError;

    fn try_from(filter: ObligationsFilter) -> Result<Self, AppError> {
        let asked = filter.states.map(|states| states.into_iter().map(State::from).collect::<Vec<_>>());
        let states = if filter.owed_now.0 {
            let owed = State::ALL.iter().copied().filter(|state| state.owes_now());
            Some(owed.filter(|state| asked.as_ref().is_none_or(|asked| asked.contains(state))).collect())
        } else {
            asked
        };
        Ok(Self {
            unit: optional(filter.unit, "filter.unit")?,
            units: None,
            below: optional(filter.below, "filter.below")?,
            plan: optional(filter.plan, "filter.plan")?,
            task: optional(filter.task, "filter.task")?,
            quota: optional(filter.quota, "filter.quota")?,
            product: filter.product.map(Into::into),
            subject: filter.subject.map(Into::into),
            states,
            window: filter.window.map(|window| (window.first.0, window.last.0)),
            window_kind: filter.window_kind.map(Into::into),
            from: filter.from.map(|day| day.0),
            to: filter.to.map(|day| day.0),
        })
    }
}

/// The day figures are asked of: today when none is given; a day after today is refused.
pub(in crate::graphql) fn as_of(ctx: &Context<'_>, on: Option<Date>) -> Result<AsOf, AppError> {
    as_of_day(on, ctx.session()?.today())
}

/// The same, without a request.
pub(in crate::graphql) fn as_of_day(on: Option<Date>, today: Day) -> Result<AsOf, AppError> {
    Ok(AsOf::new(on.map_or(today, |on| on.0), today)?)
}

impl ObligationConnection {
    /// One page of the obligations of all units that the caller may see.
    pub(in crate::graphql) async fn found(ctx: &Context<'_>, question: ObligationQuestion) -> Result<Self, AppError> {
        let page = ctx
            .read(async move |reading| store::obligation::search(reading.tx(), reading.scope(), &question).await)
            .await?;
        Ok(Self::new(Obligation::load_page(ctx, page).await?))
    }

    /// One page of the obligations under a parent.
    pub(in crate::graphql) async fn under(
        ctx: &Context<'_>,
        under: Under,
        parent: Uuid,
        question: ObligationQuestion,
    ) -> Result<Self, AppError> {
        let key = ObligationsUnder { parent, question: (under, question) };
        let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
        Ok(Self::new(Obligation::load_page(ctx, page).await?))
    }
}

/// What the arguments of a list of obligations ask for.
pub(in crate::graphql) fn question(
    ctx: &Context<'_>,
    filter: Option<ObligationsFilter>,
    order: ObligationOrder,
    on: Option<Date>,
    page: PageRequest,
) -> Result<ObligationQuestion, AppError> {
    let filter = filter.unwrap_or_default().try_into()?;
    Ok(ObligationQuestion { filter, as_of: as_of(ctx, on)?, order: order.into(), page })
}

/// Queries of obligations.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ObligationQuery;

/// Queries of obligations.
#[Object]
impl ObligationQuery {
    /// The obligation with an id; null when there is none or you may not see it.
    async fn obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: GlobalId<id::Obligation>,
    ) -> Nullable<Obligation> {
        nullable(async { Obligation::find(ctx, id.at("id")?).await }).await
    }

    /// The obligations that fit, of all units you may see.
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
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let question = question(ctx, filter, order_by.0, on, request)?;
            ObligationConnection::found(ctx, question).await
        })
        .await
    }
}
