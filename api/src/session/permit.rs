//! The right to one write.

use domain::{
    authz::{Action, Relation, allows},
    calendar::Day,
    id::{UnitId, UserId},
};

use super::{Held, Scope};
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
    actor: Option<UserId>,
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
        let Some(user) = scope.caller() else {
            return Ok(Self { actor: None, held: None, unit: Some(subject.unit) });
        };
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
        let gives = |held: &&Held| allows(held.role, relation(held.unit), action);
        let held = scope.held().iter().find(gives).ok_or_else(AppError::forbidden)?;
        if reviews(action) && !scope.may_judge(subject.unit, subject.writers) {
            return Err(AppError::forbidden());
        }
        Ok(Self { actor: Some(user), held: Some(*held), unit: Some(subject.unit) })
    }

    /// The program's own right to what belongs to no unit, such as users.
    ///
    /// # Errors
    /// FORBIDDEN to every user.
    pub(super) fn of_program(scope: &Scope) -> Result<Self, AppError> {
        match scope.caller() {
            None => Ok(Self { actor: None, held: None, unit: None }),
            Some(_) => Err(AppError::forbidden()),
        }
    }

    /// Who acts; `None` is the program itself.
    #[must_use]
    pub const fn actor(&self) -> Option<UserId> {
        self.actor
    }

    /// The grant that gave the right.
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
