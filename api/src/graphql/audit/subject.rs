//! What an event is about, by its global id.

use async_graphql::ID;
use domain::id::{self, Kind};
use uuid::Uuid;

use crate::{
    error::{AppError, Code},
    store::audit::Actor,
};

/// The kinds of things that events are about and that have global ids, each with the prefix of these.
const KINDS: &[(&str, &str)] = &[
    ("ACTIVITY_REPORT", id::ActivityReport::PREFIX),
    ("GRANT", id::Grant::PREFIX),
    ("OBLIGATION", id::Obligation::PREFIX),
    ("PLAN", id::Plan::PREFIX),
    ("SERVICE_CLIENT", id::ServiceClient::PREFIX),
    ("UNIT", id::Unit::PREFIX),
    ("USER", id::User::PREFIX),
];

/// The global id of a thing of that kind; none if such things have none.
pub(super) fn global_id(kind: &str, subject: Uuid) -> Option<ID> {
    let (_, prefix) = KINDS.iter().find(|(known, _)| *known == kind)?;
    Some(ID(format!("{prefix}_{}", subject.simple())))
}

/// The thing with a global id of one of these kinds.
///
/// # Errors
/// `BAD_USER_INPUT` for a text that is none.
pub(super) fn of_global_id(id: &ID) -> Result<Uuid, AppError> {
    let of_kind = |(_, prefix): &(&str, &str)| {
        let digits = id.strip_prefix(prefix)?.strip_prefix('_')?;
        Uuid::try_parse(digits).ok().filter(|uuid| uuid.simple().to_string() == digits)
    };
    KINDS.iter().find_map(of_kind).ok_or_else(|| of_no_kind("filter.subject"))
}

/// The user or service client with a global id.
///
/// # Errors
/// `BAD_USER_INPUT` for a text that is none.
pub(super) fn actor(id: &ID) -> Result<Actor, AppError> {
    let user = id.parse().map(Actor::User);
    user.or_else(|_| id.parse().map(Actor::Client)).map_err(|_| of_no_kind("filter.actor"))
}

fn of_no_kind(place: &str) -> AppError {
    let (vi, en) = ("Không phải mã của loại cần ở đây.", "Not an id of the kind wanted here.");
    AppError::new(Code::BadUserInput, vi, en).at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_known_by_its_global_id_and_by_nothing_else() {
        let subject = Uuid::from_u128(7);
        for (kind, _) in KINDS {
            assert_eq!(of_global_id(&global_id(kind, subject).unwrap()).unwrap(), subject, "{kind}");
        }
        assert_eq!(global_id("PLAN", subject), Some(ID("plan_00000000000000000000000000000007".to_owned())));
        assert_eq!(global_id("DIRECTORY", subject), None);
        for text in
            ["", "plan", "plan_7", "planet_00000000000000000000000000000007", "PLAN_00000000000000000000000000000007"]
        {
            assert_eq!(of_global_id(&ID(text.to_owned())).unwrap_err().field(), Some("filter.subject"), "{text}");
        }
    }
}
