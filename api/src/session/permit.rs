//! The right to one write.

use domain::{
    authz::{Action, Relation},
    calendar::Day,
    id::{ServiceClientId, UnitId, UserId},
};

use super::{Held, Principal, Scope};
use crate::{
    error::AppError,
    store::{self, WriteTx},
};

/// What somebody wants to act on.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The unit it belongs to.
    pub unit: UnitId,
    /// The day on which it is asked who stood above that unit.
    pub day: Day,
    /// Whoever wrote at it, if it is a report: none of them reviews it.
    pub writers: &'a [UserId],
}

/// The right to one kind of action on one unit, proven inside the transaction that uses it.
///
/// Every writing function of the store wants one, and it stands in the audit row.
#[derive(Debug, Clone, Copy)]
pub struct Permit {
    /// Nobody for the program itself.
    by: Option<Principal>,
    held: Option<Held>,
    unit: Option<UnitId>,
}

impl Permit {
    /// Proves that the caller may do `action` to `subject`.
    ///
    /// # Errors
    /// FORBIDDEN if no grant of today gives it, or separation of duties takes it away.
    pub(super) async fn prove(
        tx: &WriteTx,
        scope: &Scope,
        action: Action,
        subject: Subject<'_>,
    ) -> Result<Self, AppError> {
        if scope.is_program() {
            return Ok(Self { by: None, held: None, unit: Some(subject.unit) });
        }
        let above = store::unit::above_on(tx, scope, subject.unit, subject.day).await?;
        let relation = |unit: UnitId| {
            if unit == subject.unit {
                Relation::Itself
            } else if above.contains(&unit) {
                Relation::Below
            } else {
                Relation::Elsewhere
            }
        };
        let gives = |held: &&Held| held.right.allows(relation(held.unit), action);
        let held = scope.held().iter().find(gives).ok_or_else(AppError::forbidden)?;
        if reviews(action) && !scope.may_judge(subject.unit, subject.writers) {
            return Err(AppError::forbidden());
        }
        Ok(Self { by: scope.principal(), held: Some(*held), unit: Some(subject.unit) })
    }

    /// The right of a user to what is his own and belongs to no unit: his password, his sign-ins.
    ///
    /// # Errors
    /// FORBIDDEN to whoever is no user.
    pub(super) fn of_oneself(scope: &Scope) -> Result<Self, AppError> {
        scope.user().map(Self::signing_in).ok_or_else(AppError::forbidden)
    }

    /// The right of a user who has just proven who he is to what follows from it.
    pub(super) const fn signing_in(user: UserId) -> Self {
        Self { by: Some(Principal::User(user)), held: None, unit: None }
    }

    /// The right of a service client that has just proven who it is to its trail.
    pub(super) const fn client_signing_in(client: ServiceClientId) -> Self {
        Self { by: Some(Principal::Client(client)), held: None, unit: None }
    }

    /// The program's own right to what belongs to no unit, such as users.
    ///
    /// # Errors
    /// FORBIDDEN to everybody else.
    pub(super) fn of_program(scope: &Scope) -> Result<Self, AppError> {
        if scope.is_program() { Ok(Self { by: None, held: None, unit: None }) } else { Err(AppError::forbidden()) }
    }

    /// Which user acts; none, if it is the program itself or a service client.
    #[must_use]
    pub const fn actor(&self) -> Option<UserId> {
        match self.by {
            Some(Principal::User(user)) => Some(user),
            _ => None,
        }
    }

    /// Which service client acts, if one does.
    #[must_use]
    pub const fn client(&self) -> Option<ServiceClientId> {
        match self.by {
            Some(Principal::Client(client)) => Some(client),
            _ => None,
        }
    }

    /// What gave the right: a grant, or a scope of the service client.
    #[must_use]
    pub const fn held(&self) -> Option<Held> {
        self.held
    }

    /// The unit acted on, if it is about one.
    #[must_use]
    pub const fn unit(&self) -> Option<UnitId> {
        self.unit
    }
}

const fn reviews(action: Action) -> bool {
    matches!(action, Action::ReviewReport | Action::ExemptObligation | Action::ExtendObligation)
}
