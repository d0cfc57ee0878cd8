//! Whether a content may be kept, and how it stands in the audit trail.

use std::collections::HashSet;

use domain::{
    activity::{ActivityError, ActivityState, Content, Draft, Evidence},
    id::{TaskId, UnitId},
    plan::PlanState,
    quota::Bounded,
};
use serde_json::{Value, json};

use crate::{
    error::AppError,
    session::{Scope, Work},
    store::{self, Tx},
};

/// The content of a report of `unit`, if it may be kept.
///
/// # Errors
/// What the limits refuse; `activity.unit_not_living`; `NOT_FOUND` at the task that the unit's reports may not name.
pub(super) async fn check(work: &Work, unit: UnitId, draft: Draft) -> Result<Content, AppError> {
    let content = draft.check(work.now())?;
    match obstacles(work.tx(), work.scope(), unit, &content).await?.into_iter().next() {
        Some(obstacle) => Err(obstacle),
        None => Ok(content),
    }
}

/// What the directory and the plans have against a content: a unit that did not live on the activity's date, and each
/// task that the unit's reports may not name.
pub(super) async fn obstacles(
    tx: &Tx,
    scope: &Scope,
    unit: UnitId,
    content: &Content,
) -> Result<Vec<AppError>, AppError> {
    let mut found = Vec::new();
    if !store::activity::lives_on(tx, scope, unit, content.dated_on).await? {
        found.push(ActivityError::NotLiving.into());
    }
    let seen = store::plan::tasks_seen_by_unit(tx, scope, unit, &content.tasks).await?;
    let nameable: HashSet<TaskId> =
        seen.into_iter().filter(|(_, state)| *state == PlanState::Issued).map(|(task, _)| task).collect();
    let unknown = |(n, task): (usize, &TaskId)| {
        (!nameable.contains(task)).then(|| AppError::not_found().at(format!("tasks[{n}]")))
    };
    found.extend(content.tasks.iter().enumerate().filter_map(unknown));
    Ok(found)
}

/// A content as the audit trail keeps it.
pub(super) fn audited(state: ActivityState, version: i32, content: &Content) -> Value {
    let evidence = |evidence: &Evidence| {
        json!({
            "address": evidence.address,
            "sha256": evidence.sha256,
            "capturedAt": evidence.captured_at.map(|instant| instant.to_rfc3339()),
        })
    };
    json!({
        "state": state.as_str(),
        "version": version,
        "tasks": content.tasks.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "product": content.product.as_str(),
        "channels": content.channels.iter().map(|channel| channel.as_str()).collect::<Vec<_>>(),
        "topic": content.topic.as_ref().map(ToString::to_string),
        "stage": content.stage.as_str(),
        "datedOn": content.dated_on.to_string(),
        "quantity": content.quantity.get(),
        "minutes": content.minutes.map(Bounded::get),
        "title": content.title,
        "explanation": content.explanation,
        "evidence": content.evidence.iter().map(evidence).collect::<Vec<_>>(),
    })
}
