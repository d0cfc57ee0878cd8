//! The unit itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::{calendar::Day, id::UnitId, unit::Life};

use super::{
    loader::{Above, Children, Steps},
    succession::{Succession, SuccessionConnection},
    version::{UnitVersion, UnitVersionConnection},
};
use crate::{
    error::AppError,
    graphql::{
        activity::{
            ActivityReport, ActivityReportConnection, ActivityReportFilter, ActivityReportOrder, Reports, ReportsOfUnit,
        },
        compliance::{Compliance, ComplianceFilter},
        context::Request,
        default::OrDefault,
        grant::{Grant, GrantConnection},
        id::wire,
        nullable::{Nullable, nullable},
        obligation::{self, ObligationConnection, ObligationOrder, ObligationsFilter},
        page::{OpaqueCursor, PageArgs, connection, load},
        plan::{Plan, PlanConnection, PlanState},
        scalar::Date,
        word::{Affiliation, CodeScheme, Tier, UnitForm},
    },
    page::{Key, Page},
    store::{
        self,
        grant::Whose,
        obligation::Under,
        plan::PlanFilter,
        unit::{Successions, UnitFilter, UnitRecord},
    },
};

/// A unit (đơn vị): a territory's People's Committee or an organisation that belongs to one. It keeps its identity
/// while its name, kind, code, tier and place in the tree change by date; what depends on the day takes `on`.
#[derive(Debug, Clone)]
pub struct Unit(pub(in crate::graphql) Arc<UnitRecord>);

impl Unit {
    /// The unit with an id that the store itself gave.
    pub(in crate::graphql) async fn load(ctx: &Context<'_>, id: UnitId) -> Result<Self, AppError> {
        Self::find(ctx, id).await?.ok_or_else(|| AppError::internal(format!("no unit {id}")))
    }

    /// The unit with an id that a client gave.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: UnitId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// The units of a page of ids, in its order.
    pub(in crate::graphql) async fn load_page(ctx: &Context<'_>, page: Page<UnitId>) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }

    fn nearest(&self, ctx: &Context<'_>, on: Option<Date>) -> Result<&store::unit::UnitVersion, AppError> {
        let day = day(ctx, on)?;
        self.0.nearest(day).ok_or_else(|| AppError::internal(format!("no version of {}", self.0.id)))
    }
}

fn day(ctx: &Context<'_>, on: Option<Date>) -> Result<Day, AppError> {
    Ok(on.map_or(ctx.session()?.today(), |date| date.0))
}

/// A unit (đơn vị): a territory's People's Committee or an organisation that belongs to one. It keeps its identity
/// while its name, kind, code, tier and place in the tree change by date; what depends on the day takes `on`.
#[Object]
impl Unit {
    /// Its global id. A code is no id: most codes name another unit after 1 July 2025.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// Whether it is a territory or an organisation.
    async fn form(&self) -> UnitForm {
        self.0.form.into()
    }

    /// For an organisation: whether it belongs to the People's Committee; null for a territory.
    async fn affiliation(&self) -> Option<Affiliation> {
        self.0.affiliation.map(Into::into)
    }

    /// For an organisation: the territory it belongs to; null for a territory.
    async fn territory(&self, ctx: &Context<'_>) -> Nullable<Self> {
        Some(Self::load(ctx, self.0.territory?).await)
    }

    /// Its full official name on the day, or on the nearest day on which it lived.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Result<&str, AppError> {
        Ok(&self.nearest(ctx, on)?.name)
    }

    /// Its kind (loại) on the day, or on the nearest day on which it lived: a territory's word such as `xã`, or an
    /// organisation's such as `DEPARTMENT`.
    async fn kind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Result<&str, AppError> {
        Ok(&self.nearest(ctx, on)?.kind)
    }

    /// Its tier (cấp) on the day, or on the nearest day on which it lived.
    async fn tier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Result<Tier, AppError> {
        Ok(self.nearest(ctx, on)?.tier.into())
    }

    /// Its code on the day, or on the nearest day on which it lived; null when it has none in the scheme.
    async fn code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose code.", default)] scheme: OrDefault<CodeScheme>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Nullable<String> {
        let code = |version: &store::unit::UnitVersion| {
            UnitVersion(version.clone()).code(scheme.0.into()).map(ToOwned::to_owned)
        };
        self.nearest(ctx, on).map(code).transpose()
    }

    /// The version in force on the day; null when the unit did not live then.
    async fn version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Nullable<UnitVersion> {
        day(ctx, on).map(|day| self.0.on(day).cloned().map(UnitVersion)).transpose()
    }

    /// All its versions, oldest first.
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitVersionConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let place = |version: &store::unit::UnitVersion| {
                vec![Key::Day(version.valid_from.unwrap_or(Life::ALWAYS.first_day())), Key::Id(version.id.uuid())]
            };
            let all = self.0.versions.iter().map(|version| (place(version), UnitVersion(version.clone()))).collect();
            Ok(UnitVersionConnection::new(Page::cut(&request, "valid_from", all)?))
        })
        .await
    }

    /// The unit directly above on the day; null for the nation and for a unit that did not live then.
    async fn parent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Nullable<Self> {
        nullable(async {
            match self.0.on(day(ctx, on)?).and_then(|version| version.parent) {
                None => Ok(None),
                Some(parent) => Self::load(ctx, parent).await.map(Some),
            }
        })
        .await
    }

    /// All units above on the day, nearest first; at most four.
    async fn ancestors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
    ) -> Result<Vec<Self>, AppError> {
        let on = day(ctx, on)?;
        let above = ctx.loaders()?.one(Above { unit: self.0.id, on }).await?.unwrap_or_default();
        let units = ctx.loaders()?.many::<UnitId>(above.clone()).await?;
        Ok(above.iter().filter_map(|id| units.get(id).cloned().map(Self)).collect())
    }

    /// The units directly below on the day, by name.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list in the schema")]
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when left out.")] on: Option<Date>,
        #[graphql(desc = "Only territories, or only organisations.")] form: Option<UnitForm>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let on = day(ctx, on)?;
            let filter = UnitFilter { on, name: None, tier: None, form: form.map(Into::into), kind: None, below: None };
            let key = Children { parent: self.0.id, question: (filter, request) };
            let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
            Ok(UnitConnection::new(Self::load_page(ctx, page).await?))
        })
        .await
    }

    /// The plans that it issued or is drafting, as far as you may see them; the latest year first.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list in the schema")]
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only in one of these states.")] states: Option<Vec<PlanState>>,
        #[graphql(desc = "Only for this year.")] year: Option<i32>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PlanConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let filter = PlanFilter {
                issuer: None,
                states: states.map(|states| states.into_iter().map(Into::into).collect()),
                year,
                subject: None,
            };
            let page = args.list(ctx, self.0.id, filter).await?;
            Ok(PlanConnection::new(Plan::load_page(ctx, page).await?))
        })
        .await
    }

    /// What it owes and owed, by closing day unless another order is asked for.
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
            let question = obligation::question(ctx, filter, order_by.0, on, request)?;
            ObligationConnection::under(ctx, Under::Unit, self.0.id.uuid(), question).await
        })
        .await
    }

    /// What it owes now, most urgent first: open, neither met nor exempt.
    async fn owes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ObligationConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let now = Some(ObligationsFilter::owed_now());
            let question = obligation::question(ctx, now, ObligationOrder::Urgency, None, request)?;
            ObligationConnection::under(ctx, Under::Unit, self.0.id.uuid(), question).await
        })
        .await
    }

    /// Its compliance over a span of days within the years 1900 to 2200: of the obligations whose window ends within it,
    /// owed by the unit and all below it. Null when you may see nothing of it on any of these days.
    async fn compliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day of the span.")] from: Date,
        #[graphql(desc = "The last day of the span.")] to: Date,
        #[graphql(desc = "The day whose states are counted; today when left out. A later day is refused.")] on: Option<
            Date,
        >,
        #[graphql(desc = "Of which obligations; all when left out.")] filter: Option<ComplianceFilter>,
    ) -> Nullable<Compliance> {
        Compliance::asked(ctx, self.clone(), (from, to), on, filter).await.transpose()
    }

    /// What it became, when it ended.
    async fn successors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<SuccessionConnection> {
        nullable(async { self.steps(ctx, Successions::After, PageArgs { first, after, last, before }).await }).await
    }

    /// What it came from.
    async fn predecessors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<SuccessionConnection> {
        nullable(async { self.steps(ctx, Successions::Before, PageArgs { first, after, last, before }).await }).await
    }

    /// Its activity reports (báo cáo hoạt động) that you may read and that fit.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a list in the schema")]
    async fn activity_reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<ActivityReportFilter>,
        #[graphql(desc = "In which order.", default)] order_by: OrDefault<ActivityReportOrder>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ActivityReportConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let question =
                Reports { filter: filter.unwrap_or_default().try_into()?, order: order_by.0.into(), request };
            let page = ctx.loaders()?.one(ReportsOfUnit { parent: self.0.id, question }).await?.unwrap_or_default();
            Ok(ActivityReportConnection::new(ActivityReport::load_page(ctx, page).await?))
        })
        .await
    }

    /// The grants (phân quyền) on this very unit, for its administrators; ended ones included, the oldest first.
    async fn grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<GrantConnection> {
        let args = PageArgs { first, after, last, before };
        nullable(Grant::page(ctx, (Whose::Unit, self.0.id.uuid()), args)).await
    }
}

impl Unit {
    async fn steps(
        &self,
        ctx: &Context<'_>,
        which: Successions,
        args: PageArgs,
    ) -> Result<SuccessionConnection, AppError> {
        let request = args.request(ctx)?;
        let key = Steps { parent: self.0.id, question: (which, request) };
        let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
        Ok(SuccessionConnection::new(page.map(Succession)))
    }
}

connection! {
    /// Units, in the order that the list says.
    UnitConnection, UnitEdge, Unit
}
