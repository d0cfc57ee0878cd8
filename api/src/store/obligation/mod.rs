//! Obligations: what is owed, as rows.

mod decide;
mod figures;
mod insert;
mod list;
mod read;
mod verify;
mod view;

pub(crate) use decide::{Decision, decide};
pub(crate) use figures::{Entry, lock, lock_by_plan, sums, update, with_plan_contribution};
pub(crate) use insert::{NewObligation, insert};
pub(crate) use list::{ObligationOrder, ObligationQuestion, Sight, Under, lists, search};
pub(crate) use read::{Decided, ObligationRecord, by_ids, contributed, members};
pub(crate) use verify::{Kept, kept, owing_units};
pub(crate) use view::ObligationFilter;
pub(super) use {
    list::in_tree,
    view::{fits, view, visible_in_force},
};
