//! The compliance of one unit over some days.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use domain::{
    compliance::period,
    id::{self, UnitId},
    obligation::State,
    unit::UnitForm,
};

use super::{
    figures::{Answer, Figures, Share},
    loader::{Figured, Position},
    subordinate::{self, SubordinateComplianceConnection},
    word::{OrderDirection, SubordinateOrder, SubordinateOrderField, TreeBasis},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        default::OrDefault,
        id::{GlobalId, optional},
        nullable::{Nullable, nullable},
        obligation::{ObligationConnection, ObligationOrder, ObligationState, as_of},
        page::{OpaqueCursor, PageArgs},
        scalar::Date,
        unit::Unit,
        word::{Product, Subject},
    },
    page::PageRequest,
    store::{
        compliance::{Asked, Seen},
        obligation::{ObligationFilter, ObligationQuestion, Under},
    },
};

/// Which obligations figures are made of.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct ComplianceFilter {
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
}

impl TryFrom<ComplianceFilter> for ObligationFilter {
    type Error = AppError;

    fn try_from(filter: ComplianceFilter) -> Result<Self, AppError> {
        Ok(Self {
            plan: optional(filter.plan, "filter.plan")?,
            task: optional(filter.task, "filter.task")?,
            quota: optional(filter.quota, "filter.quota")?,
            product: filter.product.map(Into::into),
            subject: filter.subject.map(Into::into),
            ..Self::default()
        })
    }
}

/// The compliance (tuân thủ) of a unit over a span of days: of the obligations whose window ends within it, owed by the
/// unit and all below it. Adjoining spans add up.
#[derive(Debug, Clone)]
pub struct Compliance {
    unit: Unit,
    answer: Answer,
}

impl Compliance {
    /// What the arguments of `Unit.compliance` ask for.
    pub(in crate::graphql) async fn asked(
        ctx: &Context<'_>,
        unit: Unit,
        (from, to): (Date, Date),
        on: Option<Date>,
        filter: Option<ComplianceFilter>,
    ) -> Result<Option<Self>, AppError> {
        let filter = filter.unwrap_or_default().try_into()?;
        let asked = Asked { span: period(from.0, to.0)?, as_of: as_of(ctx, on)?, filter };
        Self::find(ctx, unit, asked).await
    }

    /// The figures of a unit; nothing if nothing of it is in the caller's sight.
    pub(super) async fn find(ctx: &Context<'_>, unit: Unit, asked: Asked) -> Result<Option<Self>, AppError> {
        let key = Figured { parent: unit.0.id, question: asked.clone() };
        let roll_up = ctx.loaders()?.one(key).await?;
        Ok(roll_up
            .map(|roll_up| Self { answer: Answer { unit: unit.0.id, asked, roll_up: Arc::clone(&roll_up) }, unit }))
    }
}

/// The obligations under a unit that make its figures, or those that make its part of the figures above.
pub(super) async fn obligations(
    ctx: &Context<'_>,
    (under, unit): (Under, UnitId),
    asked: Asked,
    states: Option<Vec<ObligationState>>,
    order: ObligationOrder,
    page: PageRequest,
) -> Result<ObligationConnection, AppError> {
    let states = match states {
        Some(states) => states.into_iter().map(State::from).collect(),
        None => State::ALL.iter().copied().filter(|state| *state != State::Exempt).collect(),
    };
    let (from, to) = (Some(asked.span.first()), Some(asked.span.last()));
    let filter = ObligationFilter { states: Some(states), from, to, ..asked.filter };
    let question = ObligationQuestion { filter, as_of: asked.as_of, order: order.into(), page };
    ObligationConnection::under(ctx, under, unit.uuid(), question).await
}

/// The compliance (tuân thủ) of a unit over a span of days: of the obligations whose window ends within it, owed by the
/// unit and all below it. Adjoining spans add up.
#[Object]
impl Compliance {
    /// The unit.
    async fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The first day of the span.
    async fn from(&self) -> Date {
        Date(self.answer.asked.span.first())
    }

    /// The last day of the span.
    async fn to(&self) -> Date {
        Date(self.answer.asked.span.last())
    }

    /// The day whose states are counted. On a past day: obligations of plans issued by then and contributions dated up to
    /// it; exemptions and tree as known now.
    async fn on(&self) -> Date {
        Date(self.answer.asked.as_of.day())
    }

    /// The tree the figures are rolled up by.
    async fn tree(&self) -> TreeBasis {
        TreeBasis::AsReported
    }

    /// The position of the audit trail that the figures reflect: the highest sequence number below which nothing is still
    /// being written. All that was written up to it is in the figures. What ended since beside a longer write, and what a
    /// change of day or of the caller's rights brings, may be in them too: equal positions do not mean equal figures.
    async fn position(&self, ctx: &Context<'_>) -> Result<String, AppError> {
        Ok(ctx.loaders()?.one(Position).await?.unwrap_or_default().to_string())
    }

    /// Whether these are all obligations of the unit over the span; false when they are only those that you may see.
    async fn whole(&self) -> bool {
        self.answer.roll_up.seen == Seen::Whole
    }

    /// The figures of the unit and all below it.
    async fn figures(&self) -> Figures {
        Figures::of(&self.answer, Share::All)
    }

    /// The figures of what the unit itself owes.
    async fn itself(&self) -> Figures {
        Figures::of(&self.answer, Share::Itself)
    }

    /// The organisations that belonged directly to the unit, one by one.
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How they are sorted; by name when left out.")] order_by: Option<SubordinateOrder>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<SubordinateComplianceConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            subordinate::page(ctx, &self.answer, UnitForm::Organisation, sorted(order_by), request).await
        })
        .await
    }

    /// The territories directly below the unit, one by one.
    async fn subordinates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How they are sorted; by name when left out.")] order_by: Option<SubordinateOrder>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<SubordinateComplianceConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            subordinate::page(ctx, &self.answer, UnitForm::Territory, sorted(order_by), request).await
        })
        .await
    }

    /// The obligations that make these figures, worst first. They are shown as they stand today; on a past day ask each for
    /// `asOf` the same day.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list in the schema")]
    async fn obligations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these states; all but EXEMPT when left out.")] states: Option<Vec<ObligationState>>,
        #[graphql(desc = "In which order.", default_with = "Some(ObligationOrder::Worst)")] order_by: Option<
            ObligationOrder,
        >,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ObligationConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let Answer { unit, asked, roll_up } = &self.answer;
            let under = Under::Tree(roll_up.seen.sight());
            obligations(ctx, (under, *unit), asked.clone(), states, order_by.unwrap_or(ObligationOrder::Worst), request)
                .await
        })
        .await
    }
}

fn sorted(order: Option<SubordinateOrder>) -> SubordinateOrder {
    order.unwrap_or(SubordinateOrder { field: SubordinateOrderField::Name, direction: OrDefault(OrderDirection::Asc) })
}
