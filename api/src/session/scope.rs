//! What a caller may see.

use domain::{
    authz::{Action, Relation, Role, allows},
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
