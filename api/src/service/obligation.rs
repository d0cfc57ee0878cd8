//! Obligations: exempting and extending one, by a reviewer above the unit that owes.

use domain::{
    authz::Action,
    calendar::Day,
    id::{Id, ObligationId},
    obligation,
    text::{self, Lines},
};
use serde_json::json;

use super::figure;
use crate::{
    error::AppError,
    session::{Begun, Event, Once, Permit, Session, Subject, Work},
    store::{
        self,
        obligation::{Decision, Entry, ObligationRecord},
    },
};

/// Which obligation is decided about, in the version its reader saw, and why.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) id: ObligationId,
    pub(crate) version: i32,
    pub(crate) reason: String,
}

/// Takes an obligation out of all figures.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT for another version; `RULE_VIOLATED` if it is in no figure.
pub(crate) async fn exempt(session: &Session, once: Once, about: About) -> Result<ObligationId, AppError> {
    let reason = reason(&about)?;
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(id) => return Ok(Id::new(id)),
    };
    let (record, permit, held) = hold(&work, &about, Action::ExemptObligation).await?;
    obligation::exempt(held.validity())?;
    decide(&work, &permit, &about, Decision::Exempt { reason: &reason }).await?;
    figure::exempt(&work, &permit, held).await?;
    let standing = |word: &str, version: i32| json!({ "standing": word, "version": version });
    let (before, after) = (standing(record.standing.as_str(), record.version), standing("EXEMPT", record.version + 1));
    work.audit(&permit, event(&about, "EXEMPT", before, after, reason)).await?;
    work.commit(about.id.uuid()).await?;
    Ok(about.id)
}

/// Moves the day from which an obligation counts as missed, and for a ONCE the due date with it.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT for another version; `RULE_VIOLATED` if it is in no figure or `until` is not after
/// the window.
pub(crate) async fn extend(session: &Session, once: Once, about: About, until: Day) -> Result<ObligationId, AppError> {
    let reason = reason(&about)?;
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(id) => return Ok(Id::new(id)),
    };
    let (record, permit, held) = hold(&work, &about, Action::ExtendObligation).await?;
    let closes_on = obligation::extend(held.terms.span, held.validity(), until)?;
    decide(&work, &permit, &about, Decision::Extend { until, closes_on, reason: &reason }).await?;
    figure::extend(&work, &permit, held, closes_on).await?;
    let extended =
        |to: Option<Day>, version: i32| json!({ "extendedTo": to.map(|day| day.to_string()), "version": version });
    let (before, after) = (extended(record.extended_to, record.version), extended(Some(until), record.version + 1));
    work.audit(&permit, event(&about, "EXTEND", before, after, reason)).await?;
    work.commit(about.id.uuid()).await?;
    Ok(about.id)
}

fn reason(about: &About) -> Result<String, AppError> {
    Ok(text::clean("reason", &about.reason, text::TEXT_MAX, Lines::Many)?)
}

/// Finds the obligation in the caller's sight, proves his right on its last day, and holds it.
async fn hold(work: &Work, about: &About, action: Action) -> Result<(ObligationRecord, Permit, Entry), AppError> {
    let seen = find(work, about.id).await?;
    let subject = Subject { unit: seen.unit, day: seen.terms.span.last(), writers: &[] };
    let permit = work.permit(action, subject).await?;
    let held = figure::hold(work, &permit, about.id).await?;
    // Whoever held it before may have decided.
    let record = find(work, about.id).await?;
    if record.version != about.version {
        return Err(AppError::stale_version());
    }
    Ok((record, permit, held))
}

async fn find(work: &Work, id: ObligationId) -> Result<ObligationRecord, AppError> {
    let seen = store::obligation::by_ids(work.tx(), work.scope(), &[id]).await?;
    seen.into_iter().next().ok_or_else(AppError::not_found)
}

async fn decide(work: &Work, permit: &Permit, about: &About, decision: Decision<'_>) -> Result<(), AppError> {
    if store::obligation::decide(work.tx(), permit, (about.id, about.version), decision, work.now()).await? {
        Ok(())
    } else {
        Err(AppError::stale_version())
    }
}

fn event(
    about: &About,
    action: &'static str,
    before: serde_json::Value,
    after: serde_json::Value,
    reason: String,
) -> Event {
    let subject = about.id.uuid();
    Event {
        subject_kind: "OBLIGATION",
        subject,
        action,
        before: Some(before),
        after: Some(after),
        reason: Some(reason),
    }
}
