//! From a plan's quotas to what each unit owes: worked out once, when the plan is issued.

use std::collections::BTreeMap;

use super::Content;
use crate::{
    calendar::{Day, Span, WindowKind},
    id::UnitId,
    obligation::{Instance, bind, instantiate, owed_windows},
    quota::{Minimum, Sharing},
    refusal::{Explain, Lang},
    task::{GroupMember, Quota, Selector, Target, Task},
    unit::Life,
};

/// What the directory records of the units that a plan may bind, days to come included.
///
/// All days are days on which the unit lives below the issuer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// The units of each set, with the days on which they are of it.
    pub members: BTreeMap<GroupMember, BTreeMap<UnitId, Vec<Life>>>,
    /// The unit behind each of the plan's organisations, by key.
    pub organisations: BTreeMap<String, UnitId>,
    /// The days of those units, and of those that a quota lists.
    pub units: BTreeMap<UnitId, Vec<Life>>,
}

/// One obligation that a plan makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The place of the task in the plan.
    pub task: usize,
    /// The place of the quota in the task.
    pub quota: usize,
    /// Who owes.
    pub unit: UnitId,
    /// The kind of window, with the minimum of a full one.
    pub demand: (Minimum, WindowKind),
    /// When and how much.
    pub instance: Instance,
    /// POOLED: the units of the set that are bound in the window. Empty where each owes alone.
    pub members: Vec<UnitId>,
}

/// Somebody is named who does not stand below the issuer in the plan's year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum NotBelow {
    /// A unit that a quota lists.
    Listed {
        /// The path of the quota's selector.
        field: String,
    },
    /// The unit that owes for all.
    Owner {
        /// The path of the quota's owner.
        field: String,
    },
}

/// All obligations of a plan that counts from `issued_from`, quota by quota, each unit's in the order of windows.
///
/// A quota that states no number or no window makes none.
///
/// # Errors
///
/// [`NotBelow`] where a quota names a unit that it can bind on no day of the plan's year.
pub fn obligations(content: &Content, issued_from: Day, roster: &Roster) -> Result<Vec<Owed>, NotBelow> {
    let year = content.year.span();
    let mut all = Vec::new();
    for (task_place, task) in content.tasks.iter().enumerate() {
        for (quota_place, quota) in task.quotas.iter().enumerate() {
            let at = format!("tasks[{task_place}].quotas[{quota_place}]");
            check_listed(quota, year, roster, &at)?;
            let owner = owner(quota, task, year, roster, &at)?;
            let Some((minimum, kind)) = quota.demand() else { continue };
            let windows = owed_windows(kind, content.year, quota.due_on, issued_from);
            let bound = bound(quota, task, roster);
            let owed = |unit, instance, members| Owed {
                task: task_place,
                quota: quota_place,
                unit,
                demand: (minimum, kind),
                instance,
                members,
            };
            match owner {
                None => {
                    for (unit, days) in &bound {
                        let instances = instantiate(kind, &windows, minimum, days);
                        all.extend(instances.into_iter().map(|instance| owed(*unit, instance, Vec::new())));
                    }
                }
                Some((unit, days)) => {
                    for instance in instantiate(kind, &windows, minimum, &days) {
                        let members = members(&bound, instance.window);
                        if !members.is_empty() {
                            all.push(owed(unit, instance, members));
                        }
                    }
                }
            }
        }
    }
    Ok(all)
}

/// The units that a quota binds, each once, with their days.
fn bound(quota: &Quota, task: &Task, roster: &Roster) -> BTreeMap<UnitId, Vec<Span>> {
    let mut bound: BTreeMap<UnitId, Vec<Span>> = BTreeMap::new();
    let mut add = |unit: UnitId, lives: &[Life]| bound.entry(unit).or_default().extend(spans(lives));
    for target in quota.bound(&task.roles) {
        match target {
            Target::Members(set) => {
                for (unit, lives) in roster.members.get(&set).into_iter().flatten() {
                    add(*unit, lives);
                }
            }
            Target::Unit(unit) => add(unit, lives_of(unit, roster)),
            Target::Organisation(key) => {
                if let Some(unit) = roster.organisations.get(key) {
                    add(*unit, lives_of(*unit, roster));
                }
            }
        }
    }
    bound
}

fn members(bound: &BTreeMap<UnitId, Vec<Span>>, window: Span) -> Vec<UnitId> {
    bound.iter().filter(|(_, days)| bind(window, days).is_some()).map(|(unit, _)| *unit).collect()
}

fn check_listed(quota: &Quota, year: Span, roster: &Roster, at: &str) -> Result<(), NotBelow> {
    let Selector::Units(units) = &quota.selector else { return Ok(()) };
    if units.iter().all(|unit| lives_in(year, *unit, roster)) {
        Ok(())
    } else {
        Err(NotBelow::Listed { field: format!("{at}.selector") })
    }
}

/// POOLED: who owes for all, and on which days.
fn owner(
    quota: &Quota,
    task: &Task,
    year: Span,
    roster: &Roster,
    at: &str,
) -> Result<Option<(UnitId, Vec<Span>)>, NotBelow> {
    if quota.sharing == Sharing::Each {
        return Ok(None);
    }
    let unit = quota.owner(&task.roles).and_then(|key| roster.organisations.get(key)).copied();
    let unit = unit.filter(|unit| lives_in(year, *unit, roster));
    let unit = unit.ok_or_else(|| NotBelow::Owner { field: format!("{at}.owedBy") })?;
    Ok(Some((unit, spans(lives_of(unit, roster)).collect())))
}

fn lives_in(year: Span, unit: UnitId, roster: &Roster) -> bool {
    lives_of(unit, roster).iter().any(|life| life.within(year).is_some())
}

fn lives_of(unit: UnitId, roster: &Roster) -> &[Life] {
    roster.units.get(&unit).map_or(&[], Vec::as_slice)
}

fn spans(lives: &[Life]) -> impl Iterator<Item = Span> {
    lives.iter().filter_map(|life| Span::new(life.first_day(), life.last_day()).ok())
}

impl Explain for NotBelow {
    fn rule(&self) -> &'static str {
        match self {
            Self::Listed { .. } => "quota.unit_not_below",
            Self::Owner { .. } => "quota.owner_not_below",
        }
    }

    fn field(&self) -> Option<String> {
        let (Self::Listed { field } | Self::Owner { field }) = self;
        Some(field.clone())
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Listed { .. } => lang.pick(
                "Định mức nêu một đơn vị không trực thuộc nơi ban hành trong năm kế hoạch.",
                "The quota lists a unit that does not stand below the issuer in the plan's year.",
            ),
            Self::Owner { .. } => lang.pick(
                "Cơ quan chịu trách nhiệm chung không trực thuộc nơi ban hành trong năm kế hoạch.",
                "The organisation that owes for all does not stand below the issuer in the plan's year.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        calendar::testing::{day, span},
        plan::testing::{accepts, group_role, quota, role, task},
        task::{Group, TaskRole},
    };

    fn unit(n: u128) -> UnitId {
        UnitId::new(Uuid::from_u128(n))
    }

    /// `pnv` is unit 1 and `pvhtt` unit 2; unit 3 is a commune until June 2025, unit 4 one from July.
    fn roster() -> Roster {
        let old = vec![Life::until(day("2025-06-30"))];
        let new = vec![Life::since(day("2025-07-01"))];
        Roster {
            members: BTreeMap::from([
                (GroupMember::Communes, BTreeMap::from([(unit(3), old.clone()), (unit(4), new.clone())])),
                (GroupMember::Departments, BTreeMap::from([(unit(1), vec![Life::ALWAYS])])),
            ]),
            organisations: BTreeMap::from([("pnv".into(), unit(1)), ("pvhtt".into(), unit(2))]),
            units: BTreeMap::from([(unit(1), vec![Life::ALWAYS]), (unit(2), old.clone()), (unit(3), old)]),
        }
    }

    fn of(
        alter: impl FnOnce(&mut crate::task::QuotaDraft, &mut Vec<crate::task::RoleHolder>),
    ) -> Result<Vec<Owed>, NotBelow> {
        let content = accepts(|draft| {
            let (mut altered, mut held) = (quota("Q1"), vec![role(TaskRole::Lead, "pnv")]);
            altered.per = Some(WindowKind::Year);
            altered.minimum = Some(12);
            alter(&mut altered, &mut held);
            draft.tasks = vec![task("I.1")];
            draft.tasks[0].quotas = vec![altered];
            draft.tasks[0].roles = held;
        });
        obligations(&content, day("2025-01-01"), &roster())
    }

    fn targets(owed: &[Owed]) -> Vec<(UnitId, i64)> {
        owed.iter().map(|owed| (owed.unit, owed.instance.target)).collect()
    }

    #[test]
    fn every_unit_of_a_set_owes_by_its_days_also_one_that_is_to_come() {
        let owed = of(|quota, _| quota.selector = Selector::EachCommune).expect("bound");
        assert_eq!(targets(&owed), [(unit(3), 6), (unit(4), 6)]);
        assert_eq!(owed[1].instance.span, span("2025-07-01", "2025-12-31"));
        assert!(owed.iter().all(|owed| owed.members.is_empty()));
    }

    #[test]
    fn a_unit_owes_once_however_many_roles_match() {
        let owed = of(|_, roles| {
            roles.push(role(TaskRole::Lead, "pvhtt"));
            roles.push(group_role(TaskRole::Lead, Group::DivisionsAndCommunes));
            roles.push(group_role(TaskRole::Lead, Group::AllOrganisations));
        });
        let owed = owed.expect("bound");
        assert_eq!(targets(&owed), [(unit(1), 12), (unit(2), 6), (unit(3), 6), (unit(4), 6)]);
    }

    #[test]
    fn a_set_that_shares_owes_once_by_the_days_of_its_owner() {
        let owed = of(|quota, _| {
            quota.selector = Selector::EachCommune;
            quota.sharing = Sharing::Pooled;
            quota.owed_by = Some("pvhtt".into());
        });
        let owed = owed.expect("bound");
        assert_eq!(targets(&owed), [(unit(2), 6)]);
        assert_eq!(owed[0].members, [unit(3), unit(4)]);
    }

    #[test]
    fn a_set_without_units_owes_nothing_together() {
        let owed = of(|quota, _| {
            quota.selector = Selector::EachDistrict;
            quota.sharing = Sharing::Pooled;
        });
        assert_eq!(owed, Ok(Vec::new()));
    }

    #[test]
    fn whoever_is_named_stands_below_the_issuer_in_that_year() {
        let listed = |unit| {
            move |quota: &mut crate::task::QuotaDraft, _: &mut Vec<_>| quota.selector = Selector::Units(vec![unit])
        };
        assert_eq!(targets(&of(listed(unit(3))).expect("bound")), [(unit(3), 6)]);
        let refused = of(listed(unit(9))).expect_err("refused");
        assert_eq!(
            (refused.rule(), refused.field().as_deref()),
            ("quota.unit_not_below", Some("tasks[0].quotas[0].selector"))
        );
        let refused = of(|quota, _| {
            quota.per = None;
            quota.selector = Selector::Units(vec![unit(9)]);
        });
        assert!(refused.is_err(), "also where nothing is owed");
    }

    #[test]
    fn a_quota_without_a_number_makes_nothing() {
        assert_eq!(of(|quota, _| quota.minimum = None), Ok(Vec::new()));
    }
}
