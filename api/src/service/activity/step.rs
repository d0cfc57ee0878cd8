//! The steps of a report's life. Each moves the figures in the same transaction.

use domain::{
    activity::{ActivityAction, ActivityError, ActivityState, Return},
    authz::Action,
    id::{ActivityReportId, Id},
};
use serde_json::json;

use super::{Seen, check_saved, check_version, event, finish, load};
use crate::{
    error::AppError,
    service::contribution,
    session::{Begun, Event, Once, Permit, Session, Subject, Work},
    store::{self, activity::ReportRecord},
};

/// Hands a report in, for the first time or again. It counts as pending for whatever it matches.
///
/// # Errors
/// `NOT_FOUND` for a report the caller may not read; FORBIDDEN for whoever is not the unit's APPROVER; CONFLICT for
/// another version than the stored one; `activity.transition`; `activity.no_proof`; `activity.unit_not_living`, as the
/// directory may have changed since the report was written.
pub async fn submit(session: &Session, once: Once, seen: Seen) -> Result<ActivityReportId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(report) => return Ok(Id::new(report)),
    };
    store::unit::keep(work.tx()).await?;
    let report = load(&work, seen.report).await?;
    let permit = permit(&work, &report, Action::SubmitReport).await?;
    check_version(&report, seen)?;
    let state = report.state.apply(ActivityAction::Submit)?;
    report.content.check_proof()?;
    if !store::activity::lives_on(work.tx(), work.scope(), report.unit, report.content.dated_on).await? {
        return Err(ActivityError::NotLiving.into());
    }
    check_saved(store::activity::submit(work.tx(), &permit, stored(&report), work.now()).await?)?;
    contribution::submitted(&work, &permit, report.id, report.unit, &report.content).await?;
    finish(work, &permit, report.id, moved(&report, ActivityAction::Submit, state)).await
}

/// Finds a submitted report right. What was pending is achieved.
///
/// # Errors
/// `NOT_FOUND` for a report the caller may not read; FORBIDDEN for whoever does not review for a unit above, or wrote
/// at the report, or writes for its unit; CONFLICT for another version than the stored one; `activity.transition`.
pub async fn verify(session: &Session, once: Once, seen: Seen) -> Result<ActivityReportId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(report) => return Ok(Id::new(report)),
    };
    let report = load(&work, seen.report).await?;
    let permit = permit(&work, &report, Action::ReviewReport).await?;
    check_version(&report, seen)?;
    let state = report.state.apply(ActivityAction::Verify)?;
    check_saved(store::activity::verify(work.tx(), &permit, stored(&report), work.now()).await?)?;
    contribution::verified(&work, &permit, report.id).await?;
    finish(work, &permit, report.id, moved(&report, ActivityAction::Verify, state)).await
}

/// Gives a submitted or verified report back with a reason. It counts for nothing until it is submitted again.
///
/// # Errors
/// As [`verify`]; `BAD_USER_INPUT` at `reason`.
pub async fn give_back(
    session: &Session,
    once: Once,
    seen: Seen,
    decision: Return,
) -> Result<ActivityReportId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(report) => return Ok(Id::new(report)),
    };
    let report = load(&work, seen.report).await?;
    let permit = permit(&work, &report, Action::ReviewReport).await?;
    check_version(&report, seen)?;
    let state = report.state.apply(ActivityAction::Return)?;
    let outcome = store::activity::give_back(work.tx(), &permit, stored(&report), &decision, work.now()).await?;
    check_saved(outcome)?;
    contribution::taken_back(&work, &permit, report.id).await?;
    let mut event = moved(&report, ActivityAction::Return, state);
    if let Some(after) = &mut event.after {
        after["returnFields"] = decision.fields.iter().map(|field| field.as_str()).collect();
    }
    finish(work, &permit, report.id, Event { reason: Some(decision.reason), ..event }).await
}

/// Takes a report back, for good. It counts for nothing any more.
///
/// # Errors
/// `NOT_FOUND` for a report the caller may not read; FORBIDDEN for whoever may not take it back: once it was submitted
/// only the unit's APPROVER may; CONFLICT for another version than the stored one; `activity.transition`.
pub async fn withdraw(session: &Session, once: Once, seen: Seen) -> Result<ActivityReportId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(report) => return Ok(Id::new(report)),
    };
    let report = load(&work, seen.report).await?;
    let permit = permit(&work, &report, report.withdrawal()).await?;
    check_version(&report, seen)?;
    let state = report.state.apply(ActivityAction::Withdraw)?;
    check_saved(store::activity::withdraw(work.tx(), &permit, stored(&report), work.now()).await?)?;
    contribution::taken_back(&work, &permit, report.id).await?;
    finish(work, &permit, report.id, moved(&report, ActivityAction::Withdraw, state)).await
}

/// The right to act on a report, as of the activity's date.
async fn permit(work: &Work, report: &ReportRecord, action: Action) -> Result<Permit, AppError> {
    let subject = Subject { unit: report.unit, day: report.content.dated_on, writers: &report.writers };
    work.permit(action, subject).await
}

const fn stored(report: &ReportRecord) -> store::activity::Seen {
    store::activity::Seen { report: report.id, version: report.version }
}

/// The audit row of a step, which leaves the content as it is.
fn moved(report: &ReportRecord, action: ActivityAction, to: ActivityState) -> Event {
    let state = |state: ActivityState, version: i32| json!({ "state": state.as_str(), "version": version });
    let after = state(to, report.version + 1);
    Event { before: Some(state(report.state, report.version)), ..event(report.id, action.as_str(), after) }
}
