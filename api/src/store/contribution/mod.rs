//! Contributions: what each report or issued plan adds to which obligation.

mod candidate;
mod list;
mod verify;
mod write;

pub(crate) use candidate::{Candidate, Held, Wanted, candidates, candidates_of_units, carried_out, plan_candidates};
pub(crate) use list::{ContributionRecord, by_ids, counting, of_obligations, of_reports};
pub(crate) use verify::{
    Stored, candidates_of_reports, chains, counting_reports, issued_sources, stored_of_plans, stored_of_reports,
};
pub(crate) use write::{
    NewContribution, Origin, ReportPart, achieve, delete_of_plan, delete_of_report, insert, parts_of,
};
