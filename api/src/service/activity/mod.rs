//! Activity reports: writing one, and the steps of its life.

pub(crate) mod batch;
mod content;
mod preview;
mod step;
mod write;

pub use preview::{Preview, preview};
pub use step::{give_back, submit, verify, withdraw};
pub use write::{create, update};

use domain::id::ActivityReportId;

use crate::{
    error::AppError,
    session::{Event, Permit, Work},
    store::{self, activity::ReportRecord},
};

/// A report, and the version of it that the writer saw.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The report.
    pub report: ActivityReportId,
    /// The version.
    pub version: i32,
}

/// The report, held for writing.
///
/// # Errors
/// `NOT_FOUND` if there is none or the caller may not read it.
async fn load(work: &Work, report: ActivityReportId) -> Result<ReportRecord, AppError> {
    store::activity::locked(work.tx(), work.scope(), report).await?.ok_or_else(AppError::not_found)
}

/// Whether the writer saw what is stored.
///
/// # Errors
/// CONFLICT if not.
fn check_version(report: &ReportRecord, seen: Seen) -> Result<(), AppError> {
    if report.version == seen.version { Ok(()) } else { Err(AppError::stale_version()) }
}

/// Whether the row was written.
///
/// # Errors
/// CONFLICT if somebody else was faster.
fn check_saved(outcome: store::activity::Outcome) -> Result<(), AppError> {
    match outcome {
        store::activity::Outcome::Saved => Ok(()),
        store::activity::Outcome::Stale => Err(AppError::stale_version()),
    }
}

/// Writes the audit row of a change of a report and makes the change stay.
async fn finish(
    work: Box<Work>,
    permit: &Permit,
    report: ActivityReportId,
    event: Event,
) -> Result<ActivityReportId, AppError> {
    work.audit(permit, event).await?;
    work.commit(report.uuid()).await?;
    Ok(report)
}

/// The audit row of a change of a report.
fn event(report: ActivityReportId, action: &'static str, after: serde_json::Value) -> Event {
    Event {
        subject_kind: "ACTIVITY_REPORT",
        subject: report.uuid(),
        action,
        before: None,
        after: Some(after),
        reason: None,
    }
}
