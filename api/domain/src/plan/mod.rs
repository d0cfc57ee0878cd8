//! Plans (kế hoạch): the content of the document, the checks it passes, its symbol and its life.
//!
//! What a document leaves out or contradicts (no number, no role, no period, citations younger than itself) is kept
//! and shown. Refused is only what cannot be read one way: a key used twice, a holder nobody declared, a number out of
//! bounds.

mod binding;
mod canonical;
mod check;
mod content;
pub(crate) mod field;
mod life;
mod refusal;
mod symbol;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use self::{
    binding::{OBLIGATIONS_MAX, Owed, Roster, Unbindable, obligations},
    canonical::canonical,
    check::{ENTRIES_MAX, FIRST_YEAR, LAST_YEAR, TASKS_MAX, validate},
    content::{
        Act, Content, Cycle, Deadline, Document, Draft, DutyForm, Indicator, Organisation, PublishedIndex, ReportDuty,
        Subject,
    },
    life::{PlanAction, PlanState, PlanStateError, issue, revoke},
    refusal::{PlanError, PlanFault},
    symbol::{ActKey, Symbol, act_key},
};
