//! The task itself.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{
    id::{PlanOrganisationId, TaskId},
    task::{Holder, RoleHolder, When},
};

use super::word::{HolderGroup, TaskRole, TimingKind};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        id::wire,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs, connection, load},
        plan::{Plan, PlanOrganisation},
        quota::{Quota, QuotaConnection, Quotas},
        scalar::{Date, Vnd},
        word::{Channel, Product},
    },
    page::Page,
    store::task::{Links, TaskRecord},
};

/// A task (nhiệm vụ): a numbered work item of a plan.
#[derive(Debug, Clone)]
pub struct Task(pub(in crate::graphql) Arc<TaskRecord>);

impl Task {
    /// The task with an id; nothing when there is none or the caller may not see its plan.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: TaskId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// The tasks of a page of ids that the store gave to this caller, in its order.
    pub(in crate::graphql) async fn load_page(ctx: &Context<'_>, page: Page<TaskId>) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }
}

/// One role of a task and who holds it: an organisation of the plan or a group, never both.
#[derive(Debug, Clone)]
pub struct RoleHolding {
    held: RoleHolder,
    organisation: Option<PlanOrganisationId>,
}

/// One role of a task and who holds it: an organisation of the plan or a group, never both.
#[Object]
impl RoleHolding {
    /// The role (vai trò).
    async fn role(&self) -> TaskRole {
        self.held.role.into()
    }

    /// The organisation that holds it; null when a group does.
    async fn organisation(&self, ctx: &Context<'_>) -> Nullable<PlanOrganisation> {
        PlanOrganisation::find(ctx, self.organisation?).await.transpose()
    }

    /// The group that holds it; null when an organisation does.
    async fn group(&self) -> Option<HolderGroup> {
        match &self.held.holder {
            Holder::Group(group) => Some((*group).into()),
            Holder::Organisation(_) => None,
        }
    }

    /// The holder in the plan's own words; null when it has no others.
    async fn text(&self) -> Option<&str> {
        self.held.text.as_deref()
    }
}

/// When a task is to be done, as the plan says it.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskTiming {
    /// How the plan says it; the parts that belong to this kind are not null.
    kind: TimingKind,
    /// The year meant; null when the plan names none.
    year: Option<i32>,
    /// QUARTER: its number, 1 to 4; null means each quarter of the year. Null for every other kind.
    quarter: Option<i32>,
    /// DATE: the day. `BEFORE_MONTH`: the first day of the month. Null for every other kind.
    date: Option<Date>,
    /// `WEEKLY_SLOT`: the day of the week, 1 (Monday) to 7. Null for every other kind.
    weekday: Option<i32>,
    /// `WEEKLY_SLOT`: the time of day in Vietnam (+07:00), `HH:MM`. Null for every other kind.
    at: Option<String>,
    /// The plan's own words; null when it has no others.
    text: Option<String>,
}

/// What a task may cost.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskBudget {
    /// The plan's own words.
    text: String,
    /// The amount in đồng; null when the plan's words give no single one.
    amount: Option<Vnd>,
    /// How the amount is reckoned: `48 x 200000`; null when the plan does not say.
    formula: Option<String>,
}

/// A task (nhiệm vụ): a numbered work item of a plan.
#[Object]
impl Task {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The plan it is a task of.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Plan, AppError> {
        let plan = Plan::find(ctx, self.0.plan).await?;
        plan.ok_or_else(|| AppError::internal(format!("no plan {}", self.0.plan)))
    }

    /// Its number as printed: `III.2.8a`. Unique in the plan.
    async fn no(&self) -> &str {
        &self.0.no
    }

    /// What is to be done.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The main product (sản phẩm).
    async fn product(&self) -> Product {
        self.0.product.into()
    }

    /// The channels it names, each once; empty when it names none.
    async fn channels(&self) -> Vec<Channel> {
        self.0.channels.iter().copied().map(Into::into).collect()
    }

    /// Who holds which role, in the order printed; empty when nobody is named, at most 500.
    async fn roles(&self) -> Vec<RoleHolding> {
        let roles = self.0.roles.iter();
        roles.map(|(held, organisation)| RoleHolding { held: held.clone(), organisation: *organisation }).collect()
    }

    /// When it is to be done.
    async fn timing(&self) -> TaskTiming {
        let timing = &self.0.timing;
        let mut parts = TaskTiming {
            kind: timing.when.kind().into(),
            year: timing.year.map(domain::calendar::Year::number),
            quarter: None,
            date: None,
            weekday: None,
            at: None,
            text: timing.text.clone(),
        };
        match timing.when {
            When::Continuous | When::Year | When::Unstated => {}
            When::Quarter(quarter) => parts.quarter = quarter.map(Into::into),
            When::Date(day) | When::BeforeMonth(day) => parts.date = Some(Date(day)),
            When::WeeklySlot(weekday, at) => {
                parts.weekday = i32::try_from(weekday.number_from_monday()).ok();
                parts.at = at.map(|at| at.to_string());
            }
        }
        parts
    }

    /// What it may cost; null when the plan does not say.
    async fn budget(&self) -> Option<TaskBudget> {
        self.0.budget.as_ref().map(|budget| TaskBudget {
            text: budget.text.clone(),
            amount: budget.amount_vnd.map(|amount| Vnd(amount.get())),
            formula: budget.formula.clone(),
        })
    }

    /// Its quotas (định mức), in the order printed.
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

    /// The tasks of higher plans that it carries out, as far as you may see them.
    async fn carries_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<TaskConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let page = args.list(ctx, self.0.id, Links::Up).await?;
            Ok(TaskConnection::new(Self::load_page(ctx, page).await?))
        })
        .await
    }

    /// The tasks that carry it out, as far as you may see them.
    async fn carried_out_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<TaskConnection> {
        nullable(async {
            let args = PageArgs { first, after, last, before };
            let page = args.list(ctx, self.0.id, Links::Down).await?;
            Ok(TaskConnection::new(Self::load_page(ctx, page).await?))
        })
        .await
    }
}

connection! {
    /// Tasks, in the order that the list says.
    TaskConnection, TaskEdge, Task
}
