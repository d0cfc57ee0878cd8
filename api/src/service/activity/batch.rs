//! Many reports at once, each with the course it took: for demonstration and measurement.
//!
//! What stands in the database afterwards is what the steps themselves, taken one after another, would have left:
//! report, contributions, figures and audit trail.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    activity::{ActivityAction, ActivityState, Content, Return},
    contribution::{Claim, Credit, amount},
    id::{TaskId, UnitId},
};
use serde_json::json;

use super::{content::audited, event};
use crate::{
    error::AppError,
    service::figure::{self, Change, Part},
    session::{Event, Permit, Work},
    store::{
        self,
        activity::ReportRecord,
        audit::Entry,
        contribution::{Candidate, NewContribution, Origin},
    },
};

/// A report to be entered, and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) unit: UnitId,
    pub(crate) content: Content,
    pub(crate) written_at: DateTime<Utc>,
    /// What happened to it since, in order.
    pub(crate) steps: Vec<Step>,
}

/// A step of a report's life.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) action: ActivityAction,
    pub(crate) at: DateTime<Utc>,
    /// Why, if it is a return.
    pub(crate) decision: Option<Return>,
}

/// Whether each step leaves its row in the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trail {
    /// It does.
    Kept,
    /// One row for all is the caller's to write.
    LeftOut,
}

/// Enters reports, in the order given, and moves the figures by what they add.
///
/// # Errors
/// A course that no report can take; the database failed.
pub(crate) async fn enter(work: &Work, permit: &Permit, deeds: Vec<Deed>, trail: Trail) -> Result<(), AppError> {
    let mut entries = Vec::new();
    let mut reports = Vec::with_capacity(deeds.len());
    for deed in deeds {
        reports.push(lived(work, deed, trail, &mut entries)?);
    }
    store::activity::insert_all(work.tx(), permit, &reports).await?;
    count(work, permit, &reports).await?;
    // As the trail would have been written: by time, and as given where the time is the same.
    entries.sort_by_key(|entry| entry.at);
    work.audit_entries(permit, entries).await
}

/// The report as its course left it.
fn lived(work: &Work, deed: Deed, trail: Trail, entries: &mut Vec<Entry>) -> Result<ReportRecord, AppError> {
    let Deed { unit, content, written_at, steps } = deed;
    let mut report = ReportRecord {
        id: work.id(),
        unit,
        evidence_ids: content.evidence.iter().map(|_| work.id()).collect(),
        content,
        state: ActivityState::Draft,
        version: 1,
        author: None,
        writers: Vec::new(),
        first_submitted_at: None,
        submitted_at: None,
        decided_at: None,
        return_reason: None,
        return_fields: Vec::new(),
        created_at: written_at,
        updated_at: written_at,
    };
    let mut note = |at, event: Event| {
        if trail == Trail::Kept {
            entries.push(Entry { at, unit: Some(unit), event });
        }
    };
    note(written_at, event(report.id, "CREATE", audited(report.state, report.version, &report.content)));
    for Step { action, at, decision } in steps {
        let state = report.state.apply(action)?;
        let stood = |state: ActivityState, version: i32| json!({ "state": state.as_str(), "version": version });
        let mut after = stood(state, report.version + 1);
        if let Some(decision) = &decision {
            after["returnFields"] = decision.fields.iter().map(|field| field.as_str()).collect();
        }
        let before = Some(stood(report.state, report.version));
        let reason = decision.as_ref().map(|decision| decision.reason.clone());
        note(at, Event { before, reason, ..event(report.id, action.as_str(), after) });
        match action {
            ActivityAction::Submit => {
                report.content.check_proof()?;
                report.first_submitted_at = report.first_submitted_at.or(Some(at));
                report.submitted_at = Some(at);
            }
            ActivityAction::Verify | ActivityAction::Return => report.decided_at = Some(at),
            ActivityAction::Edit | ActivityAction::Withdraw => {}
        }
        if let Some(decision) = decision {
            (report.return_reason, report.return_fields) = (Some(decision.reason), decision.fields);
        }
        (report.state, report.version, report.updated_at) = (state, report.version + 1, at);
    }
    Ok(report)
}

/// Enters what the reports add to obligations.
async fn count(work: &Work, permit: &Permit, reports: &[ReportRecord]) -> Result<(), AppError> {
    let mut units: Vec<UnitId> = reports.iter().map(|report| report.unit).collect();
    units.sort_unstable();
    units.dedup();
    let candidates = store::contribution::candidates_of_units(work.tx(), work.scope(), &units).await?;
    let chains = chains(work, reports).await?;
    let mut new = Vec::with_capacity(reports.len());
    for report in reports {
        let Some(credit) = Credit::of(report.state) else { continue };
        let tasks = chains.get(report.content.tasks.as_slice()).map_or(&[][..], Vec::as_slice);
        let claim = claim(report, tasks);
        let add = |candidate: &Candidate| {
            Some(NewContribution {
                id: work.id(),
                obligation: candidate.obligation,
                origin: Origin::Report(report.id),
                amount: amount(&claim, &candidate.duty())?,
                credit,
                dated_on: report.content.dated_on,
            })
        };
        new.extend(candidates.get(&report.unit).into_iter().flatten().filter_map(add));
    }
    let change = |new: &NewContribution| {
        let part = Part { amount: new.amount, credit: new.credit, dated_on: new.dated_on };
        Change { obligation: new.obligation, before: None, after: Some(part) }
    };
    // The figures first: they hold the obligations, which the rows of contributions only touch.
    figure::apply(work, permit, new.iter().map(change).collect()).await?;
    Ok(store::contribution::insert(work.tx(), permit, &new).await?)
}

/// For each list of tasks that a report names, these and every task that one of them carries out.
async fn chains<'a>(work: &Work, reports: &'a [ReportRecord]) -> Result<HashMap<&'a [TaskId], Vec<TaskId>>, AppError> {
    let mut named: BTreeMap<&[TaskId], Vec<TaskId>> = BTreeMap::new();
    for report in reports {
        named.entry(&report.content.tasks).or_default();
    }
    for (tasks, chain) in &mut named {
        *chain = store::contribution::carried_out(work.tx(), work.scope(), tasks).await?;
    }
    Ok(named.into_iter().collect())
}

fn claim<'a>(report: &'a ReportRecord, tasks: &'a [TaskId]) -> Claim<'a> {
    let content = &report.content;
    Claim {
        unit: report.unit,
        tasks,
        product: content.product,
        channels: &content.channels,
        topic: content.topic.as_ref(),
        stage: content.stage,
        minutes: content.minutes,
        dated_on: content.dated_on,
        quantity: content.quantity,
    }
}
