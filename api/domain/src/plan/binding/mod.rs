//! From a plan's quotas to what each unit owes: worked out once, when the plan is issued.

mod refusal;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use self::refusal::Unbindable;
use super::Content;
use crate::{
    calendar::{Day, Span, WindowKind, windows},
    id::UnitId,
    obligation::{Instance, bind, instantiate, owed_windows},
    quota::{Minimum, Sharing},
    task::{GroupMember, Quota, Selector, Target, Task},
    unit::Life,
};

/// How many obligations one plan may make; of a POOLED one each unit of its set counts as one more.
///
/// Twenty a month for every commune of the country are 797,040. What is far beyond is a slip of the pen.
pub const OBLIGATIONS_MAX: usize = 1_000_000;

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

/// All obligations of a plan that counts from `issued_from`, quota by quota, each unit's in the order of windows.
///
/// A quota that states no number or no window makes none. They are made one by one, as they are asked for.
///
/// # Errors
///
/// [`Unbindable`] where a quota names a unit that it can bind on no day, and where there would be more than
/// [`OBLIGATIONS_MAX`]: they are counted before any is made.
pub fn obligations<'a>(
    content: &'a Content,
    issued_from: Day,
    roster: &'a Roster,
) -> Result<impl Iterator<Item = Owed> + Send, Unbindable> {
    let binding = Binding { content, issued_from, roster };
    binding.check_named()?;
    match binding.count() {
        count if count > OBLIGATIONS_MAX => Err(Unbindable::TooMany { count }),
        _ => Ok(binding.placed().flat_map(move |placed| binding.owed(placed))),
    }
}

/// A plan, as it is about to bind.
#[derive(Clone, Copy)]
struct Binding<'a> {
    content: &'a Content,
    issued_from: Day,
    roster: &'a Roster,
}

/// A quota with its task and the places of both.
#[derive(Clone, Copy)]
struct Placed<'a> {
    at: (usize, usize),
    task: &'a Task,
    quota: &'a Quota,
}

/// How many units are bound on the same days.
type Crowd = BTreeMap<Vec<Span>, usize>;

impl<'a> Binding<'a> {
    fn placed(self) -> impl Iterator<Item = Placed<'a>> + Send {
        let quotas = |(place, task): (usize, &'a Task)| {
            (0..).zip(&task.quotas).map(move |(quota_place, quota)| Placed { at: (place, quota_place), task, quota })
        };
        (0..).zip(&self.content.tasks).flat_map(quotas)
    }

    /// Whoever a quota names stands below the issuer on some day on which the quota can bind.
    fn check_named(self) -> Result<(), Unbindable> {
        for placed in self.placed() {
            let Placed { at: (task, quota), .. } = placed;
            let days = self.days(placed.quota);
            let field = |part: &str| format!("tasks[{task}].quotas[{quota}].{part}");
            if let Selector::Units(units) = &placed.quota.selector
                && !units.iter().all(|unit| self.lives_within(days, *unit))
            {
                return Err(Unbindable::Listed { field: field("selector") });
            }
            if placed.quota.sharing == Sharing::Pooled
                && !self.owner(placed).is_some_and(|unit| self.lives_within(days, unit))
            {
                return Err(Unbindable::Owner { field: field("owedBy") });
            }
        }
        Ok(())
    }

    /// How many obligations there are, with the members of those that a set owes.
    ///
    /// Quotas mostly bind the same units, and units mostly live on the same days: each such crowd is looked at once.
    fn count(self) -> usize {
        let mut crowds: BTreeMap<BTreeSet<Target<'a>>, Crowd> = BTreeMap::new();
        self.placed()
            .map(|placed| {
                let targets = placed.quota.bound(&placed.task.roles);
                let crowd = crowds.entry(targets).or_insert_with(|| crowd(self.bound(placed)));
                self.count_of(placed, crowd)
            })
            .sum()
    }

    fn count_of(self, placed: Placed<'a>, crowd: &Crowd) -> usize {
        let Some((minimum, kind, windows)) = self.demand(placed.quota) else { return 0 };
        match self.owner(placed) {
            None => crowd.iter().map(|(days, units)| instantiate(kind, &windows, minimum, days).len() * units).sum(),
            Some(owner) => {
                let members = |instance: Instance| -> usize {
                    crowd.iter().filter(|(days, _)| bind(instance.window, days).is_some()).map(|(_, units)| units).sum()
                };
                let shared = instantiate(kind, &windows, minimum, &self.days_of(owner)).into_iter().map(members);
                shared.filter(|members| *members > 0).map(|members| members + 1).sum()
            }
        }
    }

    fn owed(self, placed: Placed<'a>) -> Box<dyn Iterator<Item = Owed> + Send + 'a> {
        let Some((minimum, kind, windows)) = self.demand(placed.quota) else { return Box::new(std::iter::empty()) };
        let Placed { at: (task, quota), .. } = placed;
        let bound = self.bound(placed);
        let owed =
            move |unit, instance, members| Owed { task, quota, unit, demand: (minimum, kind), instance, members };
        match self.owner(placed) {
            None => Box::new(bound.into_iter().flat_map(move |(unit, days)| {
                let instances = instantiate(kind, &windows, minimum, &days);
                instances.into_iter().map(move |instance| owed(unit, instance, Vec::new()))
            })),
            Some(owner) => {
                let instances = instantiate(kind, &windows, minimum, &self.days_of(owner));
                let shared = instances.into_iter().map(move |instance| {
                    let members = bound.iter().filter(|(_, days)| bind(instance.window, days).is_some());
                    owed(owner, instance, members.map(|(unit, _)| *unit).collect())
                });
                Box::new(shared.filter(|owed| !owed.members.is_empty()))
            }
        }
    }

    /// How much a quota asks for, in which kind of window, and the windows it is owed in.
    fn demand(self, quota: &Quota) -> Option<(Minimum, WindowKind, Vec<Span>)> {
        let (minimum, kind) = quota.demand()?;
        Some((minimum, kind, owed_windows(kind, self.content.year, quota.due_on, self.issued_from)))
    }

    /// The units that a quota binds, each once, with their days.
    fn bound(self, Placed { task, quota, .. }: Placed<'a>) -> BTreeMap<UnitId, Vec<Span>> {
        let mut bound: BTreeMap<UnitId, Vec<Span>> = BTreeMap::new();
        let mut add = |unit: UnitId, days: Vec<Span>| bound.entry(unit).or_default().extend(days);
        for target in quota.bound(&task.roles) {
            match target {
                Target::Members(set) => {
                    for (unit, lives) in self.roster.members.get(&set).into_iter().flatten() {
                        add(*unit, spans(lives));
                    }
                }
                Target::Unit(unit) => add(unit, self.days_of(unit)),
                Target::Organisation(key) => {
                    if let Some(unit) = self.roster.organisations.get(key) {
                        add(*unit, self.days_of(*unit));
                    }
                }
            }
        }
        bound
    }

    /// POOLED: who owes for all.
    fn owner(self, Placed { task, quota, .. }: Placed<'a>) -> Option<UnitId> {
        quota.owner(&task.roles).and_then(|key| self.roster.organisations.get(key)).copied()
    }

    /// The days on which a quota can bind: the plan's year, the days before it in a week that ends in it, and what follows
    /// it up to the day by which all is due once.
    fn days(self, quota: &Quota) -> Span {
        let year = self.content.year;
        let windows = quota.per.map(|kind| windows(kind, year, quota.due_on)).unwrap_or_default();
        windows.into_iter().fold(year.span(), Span::hull)
    }

    fn lives_within(self, days: Span, unit: UnitId) -> bool {
        self.lives_of(unit).iter().any(|life| life.within(days).is_some())
    }

    fn days_of(self, unit: UnitId) -> Vec<Span> {
        spans(self.lives_of(unit))
    }

    fn lives_of(self, unit: UnitId) -> &'a [Life] {
        self.roster.units.get(&unit).map_or(&[], Vec::as_slice)
    }
}

fn crowd(bound: BTreeMap<UnitId, Vec<Span>>) -> Crowd {
    let mut crowd = Crowd::new();
    for (_, days) in bound {
        *crowd.entry(days).or_default() += 1;
    }
    crowd
}

fn spans(lives: &[Life]) -> Vec<Span> {
    lives.iter().filter_map(|life| Span::new(life.first_day(), life.last_day()).ok()).collect()
}
