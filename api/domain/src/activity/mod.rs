//! Activity reports (báo cáo hoạt động): what a unit did, under which tasks, and what proves it.
//!
//! [`Draft`] is what a reporter wrote, [`Content`] what passed the limits, [`ActivityState`] where the report stands.

mod content;
mod evidence;
mod life;
mod refusal;
mod review;
#[cfg(test)]
mod tests;

pub use content::{Content, Draft, EVIDENCE_MAX, Quantity, TASKS_MAX};
pub use evidence::{Evidence, EvidenceDraft, evidence_key};
pub use life::{ActivityAction, ActivityState, TransitionError};
pub use refusal::ActivityError;
pub use review::{ReportField, Return};
