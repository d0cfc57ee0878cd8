//! What a caller may see.

use domain::{
    authz::{Action, Relation, Right, Role, may_review},
    id::{GrantId, ServiceClientId, UnitId, UserId},
};
use uuid::Uuid;

/// What somebody holds on a unit today: by a grant, or as a service client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The grant itself, for the audit trail; none of a service client.
    pub grant: Option<GrantId>,
    /// The unit it is on.
    pub unit: UnitId,
    /// What it gives there.
    pub right: Right,
}

/// Whose eyes and hands they are, when it is not the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// A user.
    User(UserId),
    /// A service client.
    Client(ServiceClientId),
    /// Somebody who is signed in with another issuer and whom no administrator has linked to a user.
    Nobody,
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
    Principal { principal: Principal, held: Vec<Held> },
}

impl Scope {
    /// The escape: everything may be seen, for the reason given. A test counts who uses it.
    pub(super) const fn system(reason: &'static str) -> Self {
        Self { who: Who::System { reason } }
    }

    /// What somebody may see by what he holds today.
    pub(super) const fn of(principal: Principal, held: Vec<Held>) -> Self {
        Self { who: Who::Principal { principal, held } }
    }

    /// Whether it is the program itself.
    #[must_use]
    pub const fn is_program(&self) -> bool {
        matches!(self.who, Who::System { .. })
    }

    /// Who it is, if it is not the program itself.
    #[must_use]
    pub const fn principal(&self) -> Option<Principal> {
        match self.who {
            Who::System { .. } => None,
            Who::Principal { principal, .. } => Some(principal),
        }
    }

    /// The user, if it is one. The program itself is none either: see [`Scope::is_program`].
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self.who {
            Who::Principal { principal: Principal::User(user), .. } => Some(user),
            Who::System { .. } | Who::Principal { .. } => None,
        }
    }

    /// Whose idempotency keys are claimed; nobody's for the program itself.
    #[must_use]
    pub const fn owner_of_keys(&self) -> Option<Uuid> {
        match self.who {
            Who::Principal { principal: Principal::User(user), .. } => Some(user.uuid()),
            Who::Principal { principal: Principal::Client(client), .. } => Some(client.uuid()),
            Who::System { .. } | Who::Principal { principal: Principal::Nobody, .. } => None,
        }
    }

    /// Why the program itself looks, if it does.
    #[must_use]
    pub const fn reason(&self) -> Option<&'static str> {
        match self.who {
            Who::System { reason } => Some(reason),
            Who::Principal { .. } => None,
        }
    }

    /// What is held today.
    #[must_use]
    pub fn held(&self) -> &[Held] {
        match &self.who {
            Who::System { .. } => &[],
            Who::Principal { held, .. } => held,
        }
    }

    /// Whether something held on that very unit gives `action` there.
    #[must_use]
    pub fn may_at(&self, unit: UnitId, action: Action) -> bool {
        let gives = |held: &Held| held.unit == unit && held.right.allows(Relation::Itself, action);
        self.is_program() || self.held().iter().any(gives)
    }

    /// Whether separation of duties lets the caller judge what belongs to `unit` and was written by `writers`: not on a
    /// unit on which he also writes, not on the very unit he reviews for, and nothing he wrote at himself.
    #[must_use]
    pub fn may_judge(&self, unit: UnitId, writers: &[UserId]) -> bool {
        let Some(caller) = self.user() else {
            // Whoever is no user judges nothing.
            return self.is_program();
        };
        let here = self.held().iter().filter(|held| held.unit == unit);
        let own: Vec<Role> = here.filter_map(|held| held.right.role()).collect();
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
        self.reach(|right| right.allows(Relation::Below, Action::Read))
    }

    /// The units whose own drafts may be read.
    #[must_use]
    pub fn reads_drafts(&self) -> Reach {
        self.reach(|right| right.allows(Relation::Itself, Action::ReadDraft))
    }

    /// The units at and below which the audit trail may be read.
    #[must_use]
    pub fn audits(&self) -> Reach {
        self.reach(|right| right.allows(Relation::Below, Action::ReadAudit))
    }

    /// The units below which reports may be reviewed.
    #[must_use]
    pub fn reviews(&self) -> Reach {
        self.reach(|right| right.allows(Relation::Below, Action::ReviewReport))
    }

    /// The units at and below which users, grants and service clients are administered.
    #[must_use]
    pub fn administers(&self) -> Reach {
        self.reach(|right| right.allows(Relation::Below, Action::Administer))
    }

    /// The units on which the caller holds anything at all: he is a user of them.
    #[must_use]
    pub fn belongs(&self) -> Reach {
        self.reach(|_| true)
    }

    fn reach(&self, gives: impl Fn(Right) -> bool) -> Reach {
        match &self.who {
            Who::System { .. } => Reach::Everything,
            Who::Principal { held, .. } => {
                let mut units: Vec<UnitId> =
                    held.iter().filter(|held| gives(held.right)).map(|held| held.unit).collect();
                units.sort_unstable();
                units.dedup();
                Reach::Units(units)
            }
        }
    }
}
