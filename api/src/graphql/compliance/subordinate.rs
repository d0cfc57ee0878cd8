//! One subordinate among a unit's figures.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::{
    Compliance,
    figures::{Answer, Figures, Share},
    loader::Subordinates,
    object::obligations,
    word::SubordinateOrder,
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        nullable::{Nullable, nullable},
        obligation::{ObligationConnection, ObligationOrder, ObligationState},
        page::{OpaqueCursor, PageArgs, connection},
        scalar::Date,
        unit::Unit,
    },
    page::{Page, PageRequest},
    store::{
        compliance::{Asked, Seen, Subordinate},
        obligation::Under,
    },
};

/// What a direct subordinate, with all below it, adds to the figures of the unit above. Where a span of days crosses a
/// reorganisation both generations are there, each with its days.
#[derive(Debug, Clone)]
pub struct SubordinateCompliance {
    answer: Answer,
    subordinate: Subordinate,
    figures: Figures,
}

/// What a direct subordinate, with all below it, adds to the figures of the unit above. Where a span of days crosses a
/// reorganisation both generations are there, each with its days.
#[Object]
impl SubordinateCompliance {
    /// The subordinate.
    async fn unit(&self) -> Unit {
        Unit(Arc::clone(&self.subordinate.unit))
    }

    /// The first day of the span on which it stood directly below.
    async fn from(&self) -> Date {
        Date(self.subordinate.days.first())
    }

    /// The last day of the span on which it stood directly below.
    async fn to(&self) -> Date {
        Date(self.subordinate.days.last())
    }

    /// Its part of the figures.
    async fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The obligations that make its part, worst first. They are shown as they stand today; on a past day ask each for
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
            let under = Under::Branch(*unit, roll_up.seen.sight());
            obligations(
                ctx,
                (under, self.subordinate.unit.id),
                asked.clone(),
                states,
                order_by.unwrap_or(ObligationOrder::Worst),
                request,
            )
            .await
        })
        .await
    }

    /// The same question one level down, over all days from `from` to `to`: its own figures, organisations and
    /// subordinates. Null when you may see nothing of it.
    async fn compliance(&self, ctx: &Context<'_>) -> Nullable<Compliance> {
        let asked = Asked { span: self.subordinate.days, ..self.answer.asked.clone() };
        Compliance::find(ctx, Unit(Arc::clone(&self.subordinate.unit)), asked).await.transpose()
    }
}

connection! {
    /// Direct subordinates with their figures, in the order asked for.
    SubordinateComplianceConnection, SubordinateComplianceEdge, SubordinateCompliance
}

/// The direct subordinates of one form, sorted, one page of them.
pub(super) async fn page(
    ctx: &Context<'_>,
    answer: &Answer,
    form: domain::unit::UnitForm,
    order: SubordinateOrder,
    request: PageRequest,
) -> Result<SubordinateComplianceConnection, AppError> {
    order.check(&request)?;
    let key = Subordinates { parent: answer.unit, question: answer.asked.span };
    let children = ctx.loaders()?.one(key).await?.unwrap_or_default();
    let mut all = Vec::with_capacity(children.len());
    for subordinate in children.iter().filter(|child| child.unit.form == form) {
        let figures = Figures::of(answer, Share::Via(subordinate.unit.id));
        // Where not all is in sight, nothing is said of those of whom nothing is.
        if answer.roll_up.seen == Seen::Whole || figures.counted().total() > 0 {
            let place = order.place(figures.counted().rate(), || folded_name(subordinate), subordinate.unit.id);
            all.push((
                place,
                SubordinateCompliance { answer: answer.clone(), subordinate: subordinate.clone(), figures },
            ));
        }
    }
    let page = Page::sorted(&request, all, |one, other| order.compare(one, other));
    Ok(SubordinateComplianceConnection::new(page))
}

fn folded_name(subordinate: &Subordinate) -> String {
    let version = subordinate.unit.nearest(subordinate.days.last());
    version.map(|version| domain::text::fold(&version.name)).unwrap_or_default()
}
