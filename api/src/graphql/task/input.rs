//! A task as a client writes it.

use async_graphql::{InputObject, OneofObject};
use domain::{
    id,
    task::{BudgetDraft, Holder, RoleHolder, TaskDraft, TimingDraft},
};

use super::word::{HolderGroup, TaskRole, TimingKind};
use crate::{
    error::AppError,
    graphql::{
        default::OrDefault,
        id::{GlobalId, each},
        plan::year,
        quota::QuotaInput,
        scalar::{Date, Vnd},
        word::{Channel, Product},
    },
};

/// A task of a plan.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct TaskInput {
    /// Its number as printed, unique in the plan: `III.2.8a`. At most 300 characters.
    no: String,
    /// What is to be done, at most 1,000 characters.
    title: String,
    /// The main product.
    product: Product,
    /// The channels it names, each once.
    #[graphql(default)]
    channels: OrDefault<Vec<Channel>>,
    /// Who holds which role, at most 500.
    #[graphql(default)]
    roles: OrDefault<Vec<TaskRoleInput>>,
    /// When it is to be done; UNSTATED when left out.
    timing: Option<TaskTimingInput>,
    /// What it may cost.
    budget: Option<TaskBudgetInput>,
    /// The tasks of issued plans that it carries out, each once; at most 500. Plans that the issuer may read.
    #[graphql(default)]
    carries_out: OrDefault<Vec<GlobalId<id::Task>>>,
    /// Its quotas, at most 500.
    #[graphql(default)]
    quotas: OrDefault<Vec<QuotaInput>>,
}

/// Who holds a role or a duty.
#[derive(Debug, OneofObject)]
pub(in crate::graphql) enum HolderInput {
    /// The organisation with this key in the plan.
    Organisation(String),
    /// A group.
    Group(HolderGroup),
}

/// One role of the task and who holds it.
#[derive(Debug, InputObject)]
struct TaskRoleInput {
    /// The role.
    role: TaskRole,
    /// Who holds it.
    holder: HolderInput,
    /// The holder in the plan's own words, at most 10,000 characters.
    text: Option<String>,
}

/// When the task is to be done. Only parts that belong to the kind may be given.
#[derive(Debug, InputObject)]
struct TaskTimingInput {
    /// How the plan says it.
    kind: TimingKind,
    /// The year meant; any kind may name it.
    year: Option<i32>,
    /// QUARTER: its number, 1 to 4; without it each quarter is meant.
    quarter: Option<i32>,
    /// DATE: the day. `BEFORE_MONTH`: the first day of the month.
    date: Option<Date>,
    /// `WEEKLY_SLOT`: the day of the week, 1 (Monday) to 7.
    weekday: Option<i32>,
    /// `WEEKLY_SLOT`: the time of day in Vietnam (+07:00), `HH:MM`.
    at: Option<String>,
    /// The plan's own words, at most 10,000 characters.
    text: Option<String>,
}

/// What the task may cost.
#[derive(Debug, InputObject)]
struct TaskBudgetInput {
    /// The plan's own words, at most 10,000 characters.
    text: String,
    /// The amount in đồng, 0 to 9,007,199,254,740,991.
    amount: Option<Vnd>,
    /// How the amount is reckoned, at most 10,000 characters.
    formula: Option<String>,
}

impl TaskInput {
    /// The task as the domain takes it; `at` is its path.
    pub(in crate::graphql) fn draft(self, at: &str) -> Result<TaskDraft, AppError> {
        let quotas = self.quotas.0.into_iter().enumerate();
        Ok(TaskDraft {
            no: self.no,
            title: self.title,
            channels: self.channels.0.into_iter().map(Into::into).collect(),
            product: self.product.into(),
            roles: self.roles.0.into_iter().map(Into::into).collect(),
            timing: match self.timing {
                Some(timing) => timing.draft(at)?,
                None => TimingDraft {
                    kind: domain::task::TimingKind::Unstated,
                    year: None,
                    quarter: None,
                    date: None,
                    weekday: None,
                    at: None,
                    text: None,
                },
            },
            budget: self.budget.map(|budget| BudgetDraft {
                text: budget.text,
                amount_vnd: budget.amount.map(|amount| amount.0),
                formula: budget.formula,
            }),
            carries_out: each(self.carries_out.0, format_args!("{at}.carriesOut"))?,
            quotas: quotas
                .map(|(place, quota)| quota.draft(&format!("{at}.quotas[{place}]")))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl TaskTimingInput {
    fn draft(self, at: &str) -> Result<TimingDraft, AppError> {
        Ok(TimingDraft {
            kind: self.kind.into(),
            year: self.year.map(|number| year(number, &format!("{at}.timing.year"))).transpose()?,
            quarter: self.quarter.map(Into::into),
            date: self.date.map(|date| date.0),
            weekday: self.weekday.map(Into::into),
            at: self.at,
            text: self.text,
        })
    }
}

impl From<HolderInput> for Holder {
    fn from(input: HolderInput) -> Self {
        match input {
            HolderInput::Organisation(key) => Self::Organisation(key),
            HolderInput::Group(group) => Self::Group(group.into()),
        }
    }
}

impl From<TaskRoleInput> for RoleHolder {
    fn from(input: TaskRoleInput) -> Self {
        Self { role: input.role.into(), holder: input.holder.into(), text: input.text }
    }
}
