//! Activity reports, their evidence and their history.

mod batch;
mod check;
mod evidence;
mod history;
mod list;
mod record;
mod write;

pub(crate) use batch::insert_all;
pub(crate) use check::{Unlived, lives_on, unlived, within_review};
pub(crate) use evidence::{claimed_twice, other_claims};
pub(crate) use history::{ReportEvent, history};
pub(crate) use list::{Inbox, ReportFilter, ReportOrder, inbox, of_units, search};
pub(crate) use record::{ReportRecord, by_ids, locked};
pub(crate) use write::{NewReport, Outcome, Seen, give_back, insert, submit, update, verify, withdraw};

use super::{scope, sql::Sql};
use crate::session::Scope;

/// Adds the condition that the caller may read the report in `r`. Every query of reports has it, also where only
/// something about a report is asked.
///
/// A report that was never submitted is its own unit's affair, even after it was withdrawn. Any other is read by grants
/// on its unit, whether or not that lived on the activity's date as far as is known today, and on the units that were
/// above it on that date.
pub(in crate::store) fn readable(sql: &mut Sql, caller: &Scope) {
    sql.push("((r.first_submitted_at IS NOT NULL AND (");
    scope::itself(sql, &caller.reads(), "r.unit_id");
    sql.push(" OR ");
    scope::below(sql, &caller.reads(), "r.unit_id", "r.dated_on");
    sql.push(")) OR (r.first_submitted_at IS NULL AND ");
    scope::itself(sql, &caller.reads_drafts(), "r.unit_id");
    sql.push("))");
}
