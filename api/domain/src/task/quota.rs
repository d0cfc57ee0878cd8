//! A quota as its plan states it: whom it binds, what counts, how much and how often.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::{Holder, RoleHolder, Selector, Target, TaskRole};
use crate::{
    calendar::{Day, WindowKind, Year},
    plan::{
        PlanError, PlanFault,
        field::{Keys, bounded, maybe_prose, name},
    },
    quota::{Bounded, Channel, CoverageGoal, Measure, Minimum, Product, Sharing, Stage, StatedTotal, Topic},
};

/// A printed total as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedTotalDraft {
    /// The number, per bound unit.
    pub value: i64,
    /// The window it covers.
    pub per: WindowKind,
    /// Whether the plan says "about" (khoảng).
    pub approximate: bool,
}

/// A quota as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaDraft {
    /// Its number in the plan: `Q1`.
    pub no: String,
    /// Whom it binds.
    pub selector: Selector,
    /// Whether each bound unit owes, or all together.
    pub sharing: Sharing,
    /// POOLED: the key of the organisation that owes for all; by default the task's only LEAD.
    pub owed_by: Option<String>,
    /// The product that counts; it may differ from the task's.
    pub product: Product,
    /// The channel that counts.
    pub channel: Option<Channel>,
    /// The topic that counts.
    pub topic: Option<String>,
    /// How many minutes one item must last.
    pub min_minutes: Option<i64>,
    /// The stage that counts.
    pub stage: Stage,
    /// How many in one window.
    pub minimum: Option<i64>,
    /// The share of the bound units to be reached, in percent.
    pub coverage_goal: Option<i64>,
    /// The window.
    pub per: Option<WindowKind>,
    /// ONCE: the due date.
    pub due_on: Option<Day>,
    /// The total as printed.
    pub stated_total: Option<StatedTotalDraft>,
    /// A remark.
    pub note: Option<String>,
}

/// A quota of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Its number, unique in the plan: `Q1`.
    pub no: String,
    /// Whom it binds.
    pub selector: Selector,
    /// Whether each bound unit owes, or all together.
    pub sharing: Sharing,
    /// POOLED: the key of the organisation named to owe for all; see [`Self::owner`].
    pub owed_by: Option<String>,
    /// What counts.
    pub measure: Measure,
    /// How many in one window. The plans seen leave it out twice.
    pub minimum: Option<Minimum>,
    /// The share of the bound units to be reached, in percent.
    pub coverage_goal: Option<CoverageGoal>,
    /// The window.
    pub per: Option<WindowKind>,
    /// The due date: of a ONCE always, in the plan's year or later; of nothing else.
    pub due_on: Option<Day>,
    /// The total as printed; it never changes what is owed.
    pub stated_total: Option<StatedTotal>,
    /// A remark, up to 10,000 characters.
    pub note: Option<String>,
}

impl QuotaDraft {
    pub(super) fn check(&self, at: &str, year: Year, roles: &[RoleHolder], keys: &Keys) -> Result<Quota, PlanError> {
        let quota = Quota {
            no: name(&format!("{at}.no"), &self.no)?,
            selector: self.selector.check(&format!("{at}.selector"), keys)?,
            sharing: self.sharing,
            owed_by: self.owed_by.as_deref().map(|key| keys.known(&format!("{at}.owedBy"), key)).transpose()?,
            measure: Measure {
                product: self.product,
                channel: self.channel,
                topic: self.topic.as_deref().map(|code| topic(at, code)).transpose()?,
                min_minutes: maybe_bounded(at, "minMinutes", self.min_minutes)?,
                stage: self.stage,
            },
            minimum: maybe_bounded(at, "minimum", self.minimum)?,
            coverage_goal: maybe_bounded(at, "coverageGoal", self.coverage_goal)?,
            per: self.per,
            due_on: self.due_on,
            stated_total: self.stated_total.as_ref().map(|total| total.check(at)).transpose()?,
            note: maybe_prose(&format!("{at}.note"), self.note.as_deref())?,
        };
        quota.check_due_date(at, year)?;
        quota.check_owner(at, roles)?;
        Ok(quota)
    }
}

impl Quota {
    /// How much is owed in which windows; nothing where the plan leaves out either. Such a quota is shown and binds
    /// nobody to anything.
    #[must_use]
    pub const fn demand(&self) -> Option<(Minimum, WindowKind)> {
        match (self.minimum, self.per) {
            (Some(minimum), Some(per)) => Some((minimum, per)),
            _ => None,
        }
    }

    /// Whom it binds, to be looked up once, when the plan is issued; each once, however many roles match.
    ///
    /// `roles` are those of its task. Groups that are only text bind nobody.
    #[must_use]
    pub fn bound<'a>(&'a self, roles: &'a [RoleHolder]) -> BTreeSet<Target<'a>> {
        self.selector.targets(roles)
    }

    /// POOLED: the key of the organisation that owes for all: the one named, or the task's only LEAD.
    #[must_use]
    pub fn owner<'a>(&'a self, roles: &'a [RoleHolder]) -> Option<&'a str> {
        match (self.sharing, &self.owed_by) {
            (Sharing::Each, _) => None,
            (Sharing::Pooled, Some(key)) => Some(key),
            (Sharing::Pooled, None) => only_lead(roles),
        }
    }

    fn check_due_date(&self, at: &str, year: Year) -> Result<(), PlanError> {
        let field = format!("{at}.dueOn");
        match (self.per, self.due_on) {
            (Some(WindowKind::Once), None) => Err(PlanFault::NoDueDate.at(field)),
            (Some(WindowKind::Once), Some(due)) if due < year.span().first() => {
                Err(PlanFault::DueDateBeforeYear(year).at(field))
            }
            // Nobody can ask for figures of a later year.
            (Some(WindowKind::Once), Some(due)) if Year::new(due.year()).is_err() => {
                Err(PlanFault::DueDateTooFar.at(field))
            }
            (Some(WindowKind::Once), Some(_)) | (_, None) => Ok(()),
            (_, Some(_)) => Err(PlanFault::DueDateOfRhythm.at(field)),
        }
    }

    fn check_owner(&self, at: &str, roles: &[RoleHolder]) -> Result<(), PlanError> {
        let field = format!("{at}.owedBy");
        match self.sharing {
            Sharing::Each if self.owed_by.is_some() => Err(PlanFault::OwnerOfEach.at(field)),
            Sharing::Pooled if self.owner(roles).is_none() => Err(PlanFault::NoOwner.at(field)),
            _ => Ok(()),
        }
    }
}

impl StatedTotalDraft {
    fn check(&self, at: &str) -> Result<StatedTotal, PlanError> {
        let value = bounded(&format!("{at}.statedTotal.value"), self.value)?;
        Ok(StatedTotal { value, per: self.per, approximate: self.approximate })
    }
}

/// The key of the organisation that leads the task, if it alone does.
fn only_lead(roles: &[RoleHolder]) -> Option<&str> {
    let leads: BTreeSet<_> = roles.iter().filter(|held| held.role == TaskRole::Lead).map(|held| &held.holder).collect();
    match leads.first() {
        Some(Holder::Organisation(key)) if leads.len() == 1 => Some(key),
        _ => None,
    }
}

fn topic(at: &str, code: &str) -> Result<Topic, PlanError> {
    code.trim().parse().map_err(|error| PlanFault::Topic(error).at(format!("{at}.topic")))
}

fn maybe_bounded<const MIN: i64, const MAX: i64>(
    at: &str,
    part: &str,
    value: Option<i64>,
) -> Result<Option<Bounded<MIN, MAX>>, PlanError> {
    value.map(|value| bounded(&format!("{at}.{part}"), value)).transpose()
}
