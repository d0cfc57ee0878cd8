//! The content of one task.

use super::{Quota, QuotaDraft, RoleHolder, Timing, TimingDraft};
use crate::{
    calendar::Year,
    id::TaskId,
    plan::{
        ENTRIES_MAX, PlanError,
        field::{Keys, at_most, bounded, distinct, each, maybe_prose, name, prose, title},
    },
    quota::{Bounded, Channel, Product},
};

/// An amount of money in đồng, up to the largest whole number every JSON reader keeps exactly (2⁵³ − 1).
pub type Money = Bounded<0, 9_007_199_254_740_991>;

/// A budget as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetDraft {
    /// The plan's own words.
    pub text: String,
    /// The amount in đồng.
    pub amount_vnd: Option<i64>,
    /// How the amount is reckoned: `48 x 200000`.
    pub formula: Option<String>,
}

/// What a task may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// The plan's own words, up to 10,000 characters.
    pub text: String,
    /// The amount in đồng.
    pub amount_vnd: Option<Money>,
    /// How the amount is reckoned, up to 10,000 characters: `48 x 200000`.
    pub formula: Option<String>,
}

/// A task as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDraft {
    /// Its number as printed: `III.2.8a`.
    pub no: String,
    /// What is to be done.
    pub title: String,
    /// The channels it names.
    pub channels: Vec<Channel>,
    /// The main product.
    pub product: Product,
    /// Who holds which role.
    pub roles: Vec<RoleHolder>,
    /// When it is to be done.
    pub timing: TimingDraft,
    /// What it may cost.
    pub budget: Option<BudgetDraft>,
    /// The tasks of issued plans that it carries out.
    pub carries_out: Vec<TaskId>,
    /// Its quotas.
    pub quotas: Vec<QuotaDraft>,
}

/// A task of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number as printed, unique in the plan: `III.2.8a`. Up to 300 characters.
    pub no: String,
    /// What is to be done: one line of up to 1,000 characters.
    pub title: String,
    /// The channels it names, each once; empty when it names none.
    pub channels: Vec<Channel>,
    /// The main product.
    pub product: Product,
    /// Who holds which role; empty when nobody is named.
    pub roles: Vec<RoleHolder>,
    /// When it is to be done.
    pub timing: Timing,
    /// What it may cost.
    pub budget: Option<Budget>,
    /// The tasks of issued plans that it carries out, each once.
    pub carries_out: Vec<TaskId>,
    /// Its quotas.
    pub quotas: Vec<Quota>,
}

impl TaskDraft {
    /// Checks one task of a plan for `year`; `at` is its path.
    pub(crate) fn check(&self, at: &str, year: Year, keys: &Keys) -> Result<Task, PlanError> {
        distinct(&format!("{at}.channels"), &self.channels)?;
        at_most(&format!("{at}.carriesOut"), ENTRIES_MAX, self.carries_out.len())?;
        distinct(&format!("{at}.carriesOut"), &self.carries_out)?;
        let roles = each(&format!("{at}.roles"), ENTRIES_MAX, &self.roles, |at, role| role.check(at, keys))?;
        let quotas =
            each(&format!("{at}.quotas"), ENTRIES_MAX, &self.quotas, |at, quota| quota.check(at, year, &roles, keys))?;
        Ok(Task {
            no: name(&format!("{at}.no"), &self.no)?,
            title: title(&format!("{at}.title"), &self.title)?,
            channels: self.channels.clone(),
            product: self.product,
            roles,
            timing: self.timing.check(&format!("{at}.timing"))?,
            budget: self.budget.as_ref().map(|budget| budget.check(&format!("{at}.budget"))).transpose()?,
            carries_out: self.carries_out.clone(),
            quotas,
        })
    }
}

impl BudgetDraft {
    fn check(&self, at: &str) -> Result<Budget, PlanError> {
        Ok(Budget {
            text: prose(&format!("{at}.text"), &self.text)?,
            amount_vnd: self.amount_vnd.map(|amount| bounded(&format!("{at}.amount"), amount)).transpose()?,
            formula: maybe_prose(&format!("{at}.formula"), self.formula.as_deref())?,
        })
    }
}
