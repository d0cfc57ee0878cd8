//! Writing the content of a report.

use domain::{
    activity::{ActivityAction, ActivityState, Draft},
    authz::Action,
    id::{ActivityReportId, EvidenceId, Id, UnitId},
};

use super::{Seen, check_saved, check_version, content, event, finish, load};
use crate::{
    error::AppError,
    session::{Begun, Event, Once, Session, Subject, Work},
    store::{self, activity::NewReport},
};

/// Keeps a new report of a unit as a draft.
///
/// # Errors
/// `NOT_FOUND` for an unknown unit or a task that the unit's reports may not name; FORBIDDEN without the right to write
/// the unit's reports; what the limits of the content refuse; CONFLICT for an idempotency key used otherwise.
pub async fn create(session: &Session, once: Once, unit: UnitId, draft: Draft) -> Result<ActivityReportId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(report) => return Ok(Id::new(report)),
    };
    store::unit::keep(work.tx()).await?;
    if store::unit::by_ids(work.tx(), work.scope(), &[unit]).await?.is_empty() {
        return Err(AppError::not_found().at("unit"));
    }
    let subject = Subject { unit, day: draft.dated_on, writers: &[] };
    let permit = work.permit(Action::WriteReport, subject).await?;
    let content = content::check(&work, unit, draft).await?;
    let id = work.id();
    let new = NewReport {
        id,
        unit,
        author: permit.actor(),
        content: &content,
        evidence_ids: evidence_ids(&work, content.evidence.len()),
    };
    store::activity::insert(work.tx(), &permit, new, work.now()).await?;
    let after = content::audited(ActivityState::Draft, 1, &content);
    finish(work, &permit, id, event(id, "CREATE", after)).await
}

/// Gives a report that is DRAFT or RETURNED another content.
///
/// # Errors
/// As [`create`]; `NOT_FOUND` for a report the caller may not read; CONFLICT for another version than the stored one;
/// `activity.transition` in any other state.
pub async fn update(session: &Session, once: Once, seen: Seen, draft: Draft) -> Result<ActivityReportId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(report) => return Ok(Id::new(report)),
    };
    store::unit::keep(work.tx()).await?;
    let report = load(&work, seen.report).await?;
    let subject = Subject { unit: report.unit, day: report.content.dated_on, writers: &report.writers };
    let permit = work.permit(Action::WriteReport, subject).await?;
    check_version(&report, seen)?;
    let state = report.state.apply(ActivityAction::Edit)?;
    let content = content::check(&work, report.unit, draft).await?;
    let evidence_ids = evidence_ids(&work, content.evidence.len());
    let stored = store::activity::Seen { report: report.id, version: report.version };
    let outcome = store::activity::update(work.tx(), &permit, stored, &content, &evidence_ids, work.now()).await?;
    check_saved(outcome)?;
    let before = content::audited(report.state, report.version, &report.content);
    let after = content::audited(state, report.version + 1, &content);
    let event = Event { before: Some(before), ..event(report.id, ActivityAction::Edit.as_str(), after) };
    finish(work, &permit, report.id, event).await
}

fn evidence_ids(work: &Work, count: usize) -> Vec<EvidenceId> {
    (0..count).map(|_| work.id()).collect()
}
