//! The quota itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{id::QuotaId, quota::stated_total_check, task::Selector};

use super::{loader::OwedTotal, word::QuotaSelector};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        default::OrDefault,
        id::wire,
        nullable::{Nullable, nullable},
        obligation::{ObligationConnection, ObligationOrder, ObligationsFilter, question},
        page::{OpaqueCursor, PageArgs, connection, load},
        plan::{Plan, PlanOrganisation},
        scalar::{Amount, Date, int},
        task::{Task, TaskRole},
        unit::{Unit, UnitConnection},
        word::{Channel, Product, Sharing, Stage, WindowKind},
    },
    page::{Key, Page},
    store::{self, quota::QuotaRecord},
};

/// A quota (định mức): how many of a product each bound unit owes in each window. One that states no number or no window
/// is shown and binds nobody to anything.
#[derive(Debug, Clone)]
pub struct Quota(pub(in crate::graphql) Arc<QuotaRecord>);

impl Quota {
    /// The quota with an id; nothing when there is none or the caller may not see its plan.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: QuotaId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// The quotas of a page of ids that the store gave to this caller, in its order.
    pub(in crate::graphql) async fn load_page(ctx: &Context<'_>, page: Page<QuotaId>) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }
}

/// A total as the plan prints it, per bound unit. It never changes what is owed.
#[derive(Debug, Clone, SimpleObject)]
pub struct StatedTotal {
    /// The number of items.
    value: i32,
    /// The window it is said to cover.
    per: WindowKind,
    /// Whether the plan says "about" (khoảng).
    approximate: bool,
}

/// A printed total beside what the quota itself comes to in a year, both per bound unit.
#[derive(Debug, Clone, SimpleObject)]
pub struct StatedTotalCheck {
    /// In items: the minimum times all windows of the plan's year, whether owed or not.
    expected: i32,
    /// In items: what the printed total comes to in a year.
    stated: i32,
    /// Whether the two agree.
    agrees: bool,
}

/// A quota (định mức): how many of a product each bound unit owes in each window. One that states no number or no window
/// is shown and binds nobody to anything.
#[Object]
impl Quota {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// Its number: `Q1`. Unique in the plan.
    async fn no(&self) -> &str {
        &self.0.quota.no
    }

    /// The plan it is of.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Plan, AppError> {
        let plan = Plan::find(ctx, self.0.plan).await?;
        plan.ok_or_else(|| AppError::internal(format!("no plan {}", self.0.plan)))
    }

    /// The task it hangs on.
    async fn task(&self, ctx: &Context<'_>) -> Result<Task, AppError> {
        let task = Task::find(ctx, self.0.task).await?;
        task.ok_or_else(|| AppError::internal(format!("no task {}", self.0.task)))
    }

    /// How it says which units it binds.
    async fn selector(&self) -> QuotaSelector {
        self.0.quota.selector.kind().into()
    }

    /// The role in the task whose holders it binds; null unless `selector` is `ROLE_HOLDERS`.
    async fn selector_role(&self) -> Option<TaskRole> {
        match &self.0.quota.selector {
            Selector::RoleHolders(role) => Some((*role).into()),
            _ => None,
        }
    }

    /// The organisation of the plan that it binds; null unless `selector` is ORGANISATION.
    async fn selector_organisation(&self, ctx: &Context<'_>) -> Nullable<PlanOrganisation> {
        PlanOrganisation::find(ctx, self.0.bound_organisation?).await.transpose()
    }

    /// The units picked one by one; empty unless `selector` is UNITS.
    async fn selector_units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let request = args.request(ctx)?;
            let units = match &self.0.quota.selector {
                Selector::Units(units) => units.iter().map(|unit| (vec![Key::Id(unit.uuid())], *unit)).collect(),
                _ => Vec::new(),
            };
            let page = Page::cut(&request, "selector_units", units)?;
            Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
        })
        .await
    }

    /// Whether each bound unit owes on its own, or all together.
    async fn sharing(&self) -> Sharing {
        self.0.quota.sharing.into()
    }

    /// The organisation named to owe for all of a POOLED one. Null means the only LEAD of the task; and always for EACH.
    async fn owed_by(&self, ctx: &Context<'_>) -> Nullable<PlanOrganisation> {
        PlanOrganisation::find(ctx, self.0.owner?).await.transpose()
    }

    /// The product that counts. It may differ from the task's.
    async fn product(&self) -> Product {
        self.0.quota.measure.product.into()
    }

    /// The channel that counts; null when the channel does not matter.
    async fn channel(&self) -> Option<Channel> {
        self.0.quota.measure.channel.map(Into::into)
    }

    /// The topic that counts, a code; null when the topic does not matter.
    async fn topic(&self) -> Option<&str> {
        self.0.quota.measure.topic.as_ref().map(domain::quota::Topic::as_str)
    }

    /// How many are owed in a full window; null when the plan gives no number.
    async fn minimum(&self) -> Nullable<i32> {
        self.0.quota.minimum.map(|minimum| int(minimum.get()))
    }

    /// The share of the bound units that are to have achieved something, 1 to 100 percent; null when none is asked for.
    async fn coverage_goal(&self) -> Nullable<i32> {
        self.0.quota.coverage_goal.map(|percent| int(percent.get()))
    }

    /// The kind of window (kỳ tính); null when the plan gives none.
    async fn per(&self) -> Option<WindowKind> {
        self.0.quota.per.map(Into::into)
    }

    /// The due date (hạn); null unless `per` is ONCE.
    async fn due_on(&self) -> Option<Date> {
        self.0.quota.due_on.map(Date)
    }

    /// How many minutes one item must last at least, 1 to 1,440; null when the length does not matter.
    async fn min_minutes(&self) -> Nullable<i32> {
        self.0.quota.measure.min_minutes.map(|minutes| int(minutes.get()))
    }

    /// How far an item must have come to count.
    async fn stage(&self) -> Stage {
        self.0.quota.measure.stage.into()
    }

    /// The total as the plan prints it; null when it prints none.
    async fn stated_total(&self) -> Nullable<StatedTotal> {
        let total = self.0.quota.stated_total?;
        let stated = |value| StatedTotal { value, per: total.per.into(), approximate: total.approximate };
        Some(int(total.value.get()).map(stated))
    }

    /// Whether the printed total agrees with the quota itself; null when there is nothing to compare.
    async fn stated_total_check(&self) -> Nullable<StatedTotalCheck> {
        let ((minimum, kind), total) = self.0.quota.demand().zip(self.0.quota.stated_total)?;
        let check = stated_total_check(minimum, kind, self.0.year, total);
        let sums = int(check.computed).and_then(|expected| Ok((expected, int(check.stated)?)));
        Some(sums.map(|(expected, stated)| StatedTotalCheck { expected, stated, agrees: check.agrees() }))
    }

    /// What is really owed under it: the sum of the targets of its obligations that you may see, without those that are
    /// exempt. 0 when nothing is owed.
    async fn owed_total(&self, ctx: &Context<'_>) -> Result<Amount, AppError> {
        Ok(Amount(ctx.loaders()?.one(OwedTotal(self.0.id)).await?.unwrap_or_default()))
    }

    /// A remark of who recorded it; null when there is none.
    async fn note(&self) -> Option<&str> {
        self.0.quota.note.as_deref()
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
            ObligationConnection::under(ctx, store::obligation::Under::Quota, self.0.id.uuid(), asked).await
        })
        .await
    }
}

connection! {
    /// Quotas, in the order that the list says.
    QuotaConnection, QuotaEdge, Quota
}
