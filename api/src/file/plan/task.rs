//! The format of a task in a plan file, key by key.

use domain::{
    calendar::WindowKind,
    quota::{Channel, Product, Sharing, Stage},
    task::{
        BudgetDraft, Group, Holder, QuotaDraft, RoleHolder, Selector, StatedTotalDraft, TaskDraft, TaskRole,
        TimingDraft, TimingKind,
    },
};
use serde::Deserialize;

use super::word::{Spelled, WholeDate, YearNumber, given};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    no: String,
    title: String,
    channels: Vec<Spelled<Channel>>,
    product: Spelled<Product>,
    roles: Vec<Role>,
    timing: Timing,
    quotas: Vec<Quota>,
    #[serde(default, deserialize_with = "given")]
    budget: Option<Budget>,
}

/// A role as checked: its parts may contradict each other.
#[derive(Debug, Deserialize)]
#[serde(try_from = "RoleParts")]
struct Role(RoleHolder);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleParts {
    role: Spelled<TaskRole>,
    #[serde(default, deserialize_with = "given")]
    who: Option<String>,
    #[serde(default, deserialize_with = "given")]
    group: Option<Spelled<Group>>,
    #[serde(default, deserialize_with = "given")]
    text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Timing {
    kind: Spelled<TimingKind>,
    #[serde(default, deserialize_with = "given")]
    year: Option<YearNumber>,
    #[serde(default, deserialize_with = "given")]
    quarter: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    date: Option<Spelled<WholeDate>>,
    #[serde(default, deserialize_with = "given")]
    weekday: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    at: Option<String>,
    #[serde(default, deserialize_with = "given")]
    text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    text: String,
    #[serde(default, deserialize_with = "given")]
    amount_vnd: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    formula: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quota {
    id: String,
    bound: Bound,
    product: Spelled<Product>,
    #[serde(default, deserialize_with = "given")]
    channel: Option<Spelled<Channel>>,
    #[serde(default, deserialize_with = "given")]
    topic: Option<String>,
    #[serde(default, deserialize_with = "given")]
    minimum: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    percent: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    per: Option<Spelled<WindowKind>>,
    #[serde(default, deserialize_with = "given")]
    by: Option<Spelled<WholeDate>>,
    #[serde(default, deserialize_with = "given")]
    min_minutes: Option<i64>,
    counts: Spelled<Stage>,
    #[serde(default, deserialize_with = "given")]
    stated_total: Option<StatedTotal>,
    #[serde(default, deserialize_with = "given")]
    note: Option<String>,
}

/// A selector as checked: its parts may contradict each other.
#[derive(Debug, Deserialize)]
#[serde(try_from = "BoundParts")]
struct Bound(Selector);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundParts {
    kind: BoundKind,
    #[serde(default, deserialize_with = "given")]
    role: Option<Spelled<TaskRole>>,
    #[serde(default, deserialize_with = "given")]
    who: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum BoundKind {
    RoleHolders,
    EachCommune,
    EachDistrict,
    EachDepartment,
    EachDepartmentAndDistrict,
    Organisation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedTotal {
    value: i64,
    per: Spelled<WindowKind>,
    approximate: bool,
}

impl TryFrom<RoleParts> for Role {
    type Error = &'static str;

    fn try_from(RoleParts { role, who, group, text }: RoleParts) -> Result<Self, Self::Error> {
        let holder = match (who, group) {
            (Some(key), None) => Holder::Organisation(key),
            (None, Some(group)) => Holder::Group(group.0),
            _ => return Err("a role has either `who` or `group`"),
        };
        Ok(Self(RoleHolder { role: role.0, holder, text }))
    }
}

impl TryFrom<BoundParts> for Bound {
    type Error = &'static str;

    fn try_from(BoundParts { kind, role, who }: BoundParts) -> Result<Self, Self::Error> {
        Ok(Self(match (kind, role, who) {
            (BoundKind::RoleHolders, Some(role), None) => Selector::RoleHolders(role.0),
            (BoundKind::Organisation, None, Some(key)) => Selector::Organisation(key),
            (BoundKind::EachCommune, None, None) => Selector::EachCommune,
            (BoundKind::EachDistrict, None, None) => Selector::EachDistrict,
            (BoundKind::EachDepartment, None, None) => Selector::EachDepartment,
            (BoundKind::EachDepartmentAndDistrict, None, None) => Selector::EachDepartmentAndDistrict,
            _ => return Err("ROLE_HOLDERS has `role`, ORGANISATION has `who`, the others have neither"),
        }))
    }
}

impl From<Task> for TaskDraft {
    fn from(task: Task) -> Self {
        Self {
            no: task.no,
            title: task.title,
            channels: task.channels.into_iter().map(|channel| channel.0).collect(),
            product: task.product.0,
            roles: task.roles.into_iter().map(|role| role.0).collect(),
            timing: task.timing.into(),
            budget: task.budget.map(Into::into),
            // A file cannot name tasks of other plans.
            carries_out: Vec::new(),
            quotas: task.quotas.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Timing> for TimingDraft {
    fn from(timing: Timing) -> Self {
        Self {
            kind: timing.kind.0,
            year: timing.year.map(|year| year.0),
            quarter: timing.quarter,
            date: timing.date.map(|date| date.0.0),
            weekday: timing.weekday,
            at: timing.at,
            text: timing.text,
        }
    }
}

impl From<Budget> for BudgetDraft {
    fn from(Budget { text, amount_vnd, formula }: Budget) -> Self {
        Self { text, amount_vnd, formula }
    }
}

impl From<Quota> for QuotaDraft {
    fn from(quota: Quota) -> Self {
        Self {
            no: quota.id,
            selector: quota.bound.0,
            // The format knows no quota that is owed together.
            sharing: Sharing::Each,
            owed_by: None,
            product: quota.product.0,
            channel: quota.channel.map(|channel| channel.0),
            topic: quota.topic,
            min_minutes: quota.min_minutes,
            stage: quota.counts.0,
            minimum: quota.minimum,
            coverage_goal: quota.percent,
            per: quota.per.map(|per| per.0),
            due_on: quota.by.map(|date| date.0.0),
            stated_total: quota.stated_total.map(Into::into),
            note: quota.note,
        }
    }
}

impl From<StatedTotal> for StatedTotalDraft {
    fn from(StatedTotal { value, per, approximate }: StatedTotal) -> Self {
        Self { value, per: per.0, approximate }
    }
}
