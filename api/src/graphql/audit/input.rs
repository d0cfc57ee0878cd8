//! Which events are wanted.

use async_graphql::{ID, InputObject};
use domain::{
    id,
    text::{self, Lines},
};

use super::subject;
use crate::{
    error::AppError,
    graphql::{
        id::{GlobalId, optional},
        scalar::Date,
    },
    store::audit::EventFilter,
};

/// Which events of the audit trail are wanted.
#[derive(Debug, Default, InputObject)]
pub(super) struct AuditEventFilter {
    /// Only of this unit.
    unit: Option<GlobalId<id::Unit>>,
    /// Only of units that were below this one on the day of the event.
    below: Option<GlobalId<id::Unit>>,
    /// Only from this day on, in +07:00.
    from: Option<Date>,
    /// Only up to this day, in +07:00.
    to: Option<Date>,
    /// Only what the user or the service client with this global id did.
    actor: Option<ID>,
    /// Only about the thing with this global id: an activity report, a grant, an obligation, a plan, a service client,
    /// a unit, a user.
    subject: Option<ID>,
    /// Only about things of this kind, such as `ACTIVITY_REPORT`: the words of `AuditEvent.subjectKind`.
    subject_kind: Option<String>,
    /// Only where this was done, such as SUBMIT: the words of `AuditEvent.action`.
    action: Option<String>,
}

impl TryFrom<AuditEventFilter> for EventFilter {
    type Error = AppError;

    fn try_from(filter: AuditEventFilter) -> Result<Self, AppError> {
        Ok(Self {
            unit: optional(filter.unit, "filter.unit")?,
            below: optional(filter.below, "filter.below")?,
            from: filter.from.map(|day| day.0),
            to: filter.to.map(|day| day.0),
            actor: filter.actor.as_ref().map(subject::actor).transpose()?,
            subject: filter.subject.as_ref().map(subject::of_global_id).transpose()?,
            subject_kind: word("filter.subjectKind", filter.subject_kind.as_deref())?,
            action: word("filter.action", filter.action.as_deref())?,
        })
    }
}

/// A word that is text at all.
fn word(field: &'static str, word: Option<&str>) -> Result<Option<String>, AppError> {
    Ok(text::clean_optional(field, word, text::NAME_MAX, Lines::One)?)
}
