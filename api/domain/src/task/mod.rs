//! Tasks (nhiệm vụ) of a plan: who holds which role, by when, at what cost, and which quotas hang on them.
//!
//! A `…Draft` is what somebody wrote; without the suffix it has passed the checks of [`crate::plan::validate`].

mod content;
mod quota;
mod role;
mod selector;
#[cfg(test)]
mod tests;
mod timing;

pub use self::{
    content::{Budget, BudgetDraft, Money, Task, TaskDraft},
    quota::{Quota, QuotaDraft, StatedTotalDraft},
    role::{Group, GroupMember, Holder, RoleHolder, TaskRole},
    selector::{Selector, SelectorKind, Target},
    timing::{NotATimeOfDay, TimeOfDay, Timing, TimingDraft, TimingKind, When},
};
