//! Whom a plan may bind, as the directory records it when the plan is issued.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::UnitId,
    plan::{Content, Roster},
    task::{GroupMember, Selector, Target},
};

use crate::{error::AppError, session::Work, store};

/// Looks up every set and unit that a quota of the plan names: as many statements as there are kinds of sets, and one.
pub(super) async fn read(
    work: &Work,
    issuer: UnitId,
    content: &Content,
    organisations: BTreeMap<String, UnitId>,
) -> Result<Roster, AppError> {
    let mut sets: BTreeSet<GroupMember> = BTreeSet::new();
    let mut units: BTreeSet<UnitId> = organisations.values().copied().collect();
    for task in &content.tasks {
        for quota in &task.quotas {
            sets.extend(quota.bound(&task.roles).into_iter().filter_map(|target| match target {
                Target::Members(set) => Some(set),
                Target::Organisation(_) | Target::Unit(_) => None,
            }));
            if let Selector::Units(listed) = &quota.selector {
                units.extend(listed);
            }
        }
    }
    let mut members = BTreeMap::new();
    for set in sets {
        members.insert(set, store::plan::members(work.tx(), work.scope(), issuer, set).await?);
    }
    let mut below = BTreeMap::new();
    for chunk in units.into_iter().collect::<Vec<_>>().chunks(1_000) {
        below.extend(store::plan::standing_below(work.tx(), work.scope(), issuer, chunk).await?);
    }
    Ok(Roster { members, organisations, units: below })
}
