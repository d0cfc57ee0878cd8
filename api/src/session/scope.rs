//! What a caller may see.

use domain::{
    authz::{Action, Relation, Role, allows, may_review},
    id::{GrantId, UnitId, UserId},
};

/// A grant that is valid today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The grant itself, for the audit trail.
    pub grant: GrantId,
    /// The unit it is on.
    pub unit: UnitId,
    /// What it gives there.
    pub role: Role,
}

/// How far somebody's eyes reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Over everything: the program's own doing.
    Everything,
    /// Over what belongs to one of these units (or, as the question may be, to a unit below one).
    Units(Vec<UnitId>),
}

/// What a caller may see. Only [`session`](crate::session) makes one.
#[derive(Debug, Clone)]
pub struct Scope {
    who: Who,
}

#[derive(Debug, Clone)]
enum Who {
    System { reason: &'static str },
    User { user: UserId, held: Vec<Held> },
}

impl Scope {
    /// The escape: everything may be seen, for the reason given. A test counts who uses it.
    pub(super) const fn system(reason: &'static str) -> Self {
        Self { who: Who::System { reason } }
    }

    /// What a user's grants of today let him see.
    pub(super) const fn user(user: UserId, held: Vec<Held>) -> Self {
        Self { who: Who::User { user, held } }
    }

    /// The user, unless it is the program itself.
    #[must_use]
    pub const fn caller(&self) -> Option<UserId> {
        match self.who {
            Who::System { .. } => None,
            Who::User { user, .. } => Some(user),
        }
    }

    /// Why the program itself looks, if it does.
    #[must_use]
    pub const fn reason(&self) -> Option<&'static str> {
        match self.who {
            Who::System { reason } => Some(reason),
            Who::User { .. } => None,
        }
    }

    /// The grants valid today.
    #[must_use]
    pub fn held(&self) -> &[Held] {
        match &self.who {
            Who::System { .. } => &[],
            Who::User { held, .. } => held,
        }
    }

    /// Whether a grant on that very unit gives `action` there.
    #[must_use]
    pub fn may_at(&self, unit: UnitId, action: Action) -> bool {
        let gives = |held: &Held| held.unit == unit && allows(held.role, Relation::Itself, action);
        self.caller().is_none() || self.held().iter().any(gives)
    }

    /// Whether separation of duties lets the caller judge what belongs to `unit` and was written by `writers`: not on a
    /// unit on which he also writes, not on the very unit he reviews for, and nothing he wrote at himself.
    #[must_use]
    pub fn may_judge(&self, unit: UnitId, writers: &[UserId]) -> bool {
        let Some(caller) = self.caller() else {
            return true;
        };
        let own: Vec<Role> = self.held().iter().filter(|held| held.unit == unit).map(|held| held.role).collect();
        // REVIEWER on the very unit is refused too, even where a grant on a unit above would give it.
        may_review(&own) && !own.contains(&Role::Reviewer) && !writers.contains(&caller)
    }

    /// The units on which the caller may judge nothing.
    #[must_use]
    pub fn judges_nothing_at(&self) -> Vec<UnitId> {
        self.held().iter().map(|held| held.unit).filter(|unit| !self.may_judge(*unit, &[])).collect()
    }

    /// The units at and below which obligations, figures and submitted reports may be read.
    #[must_use]
    pub fn reads(&self) -> Reach {
        self.reach(|role| allows(role, Relation::Below, Action::Read))
    }

    /// The units whose own drafts may be read.
    #[must_use]
    pub fn reads_drafts(&self) -> Reach {
        self.reach(|role| allows(role, Relation::Itself, Action::ReadDraft))
    }

    /// The units below which reports may be reviewed.
    #[must_use]
    pub fn reviews(&self) -> Reach {
        self.reach(|role| allows(role, Relation::Below, Action::ReviewReport))
    }

    /// The units on which the caller holds any grant at all: he is a user of them.
    #[must_use]
    pub fn belongs(&self) -> Reach {
        self.reach(|_| true)
    }

    fn reach(&self, gives: impl Fn(Role) -> bool) -> Reach {
        match &self.who {
            Who::System { .. } => Reach::Everything,
            Who::User { held, .. } => {
                let mut units: Vec<UnitId> =
                    held.iter().filter(|held| gives(held.role)).map(|held| held.unit).collect();
                units.sort_unstable();
                units.dedup();
                Reach::Units(units)
            }
        }
    }
}
