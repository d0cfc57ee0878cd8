//! What a plan refers to outside itself: plans, their tasks, units.

use std::collections::{HashMap, HashSet};

use domain::{
    id::{Id, PlanId, TaskId, UnitId},
    plan::{Content, PlanState},
    task::Selector,
};

use super::PlanRefusal;
use crate::{
    error::AppError,
    session::Work,
    store::{self, plan::Picks},
};

/// Checks that the plans and tasks a plan says it carries out are issued, and readable by its issuer.
///
/// Only issued plans can be linked to and an issued plan does not change, so links never form a cycle.
///
/// # Errors
/// `NOT_FOUND` or `RULE_VIOLATED` at the link.
pub(super) async fn check_links(work: &Work, issuer: UnitId, content: &Content, picks: &Picks) -> Result<(), AppError> {
    let picked = [("carriesOut", &picks.carries_out), ("cites", &picks.cites)];
    let plans: Vec<(String, PlanId)> = picked
        .into_iter()
        .flat_map(|(list, picks)| {
            let named = picks.iter().enumerate().filter_map(|(place, plan)| Some((place, (*plan)?)));
            named.map(move |(place, plan)| (format!("{list}[{place}].plan"), plan))
        })
        .collect();
    let ids: Vec<PlanId> = plans.iter().map(|(_, plan)| *plan).collect();
    if !ids.is_empty() {
        let seen = store::plan::seen_by_unit(work.tx(), work.scope(), issuer, &ids).await?;
        check_issued(plans, &seen.into_iter().collect())?;
    }
    let tasks: Vec<(String, TaskId)> = content
        .tasks
        .iter()
        .enumerate()
        .flat_map(|(task_place, task)| {
            let links = task.carries_out.iter().enumerate();
            links.map(move |(place, link)| (format!("tasks[{task_place}].carriesOut[{place}]"), *link))
        })
        .collect();
    for chunk in tasks.chunks(1_000) {
        let ids: Vec<TaskId> = chunk.iter().map(|(_, task)| *task).collect();
        let seen = store::plan::tasks_seen_by_unit(work.tx(), work.scope(), issuer, &ids).await?;
        check_issued(chunk.to_vec(), &seen.into_iter().collect())?;
    }
    Ok(())
}

fn check_issued<K>(links: Vec<(String, Id<K>)>, seen: &HashMap<Id<K>, PlanState>) -> Result<(), AppError> {
    for (field, link) in links {
        match seen.get(&link) {
            None => return Err(AppError::not_found().at(field)),
            Some(PlanState::Issued) => {}
            Some(state) => return Err(PlanRefusal::NotIssued { field, state: *state }.into()),
        }
    }
    Ok(())
}

/// Checks that every unit a plan names by its id exists.
///
/// # Errors
/// `NOT_FOUND` at the first that does not.
pub(super) async fn check_units(work: &Work, content: &Content) -> Result<(), AppError> {
    let mut named: Vec<(String, UnitId)> = Vec::new();
    for (place, organisation) in content.organisations.iter().enumerate() {
        named.extend(organisation.unit.map(|unit| (format!("organisations[{place}].unit"), unit)));
    }
    for (task_place, task) in content.tasks.iter().enumerate() {
        for (place, quota) in task.quotas.iter().enumerate() {
            if let Selector::Units(units) = &quota.selector {
                let field = format!("tasks[{task_place}].quotas[{place}].selector");
                named.extend(units.iter().map(|unit| (field.clone(), *unit)));
            }
        }
    }
    for chunk in named.chunks(1_000) {
        let ids: Vec<UnitId> = chunk.iter().map(|(_, unit)| *unit).collect();
        let known = store::unit::by_ids(work.tx(), work.scope(), &ids).await?;
        let known: HashSet<UnitId> = known.iter().map(|unit| unit.id).collect();
        if let Some((field, _)) = chunk.iter().find(|(_, unit)| !known.contains(unit)) {
            return Err(AppError::not_found().at(field.clone()));
        }
    }
    Ok(())
}
