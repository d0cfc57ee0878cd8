//! Which user somebody is whom another issuer knows.

use domain::{
    id::{Id, IdentityId, UserId},
    text::{self, Lines},
};
use serde_json::{Value, json};

use super::{administer, event, may_become, seen};
use crate::{
    error::{AppError, Code},
    session::{Begun, Identity, Once, Session},
    store::{self, user::IdentityRecord},
};

/// The longest subject, in characters (OpenID Connect Core, 2).
const SUBJECT_MAX: usize = 255;
/// A user has no more identities.
const MOST: usize = 10;

/// Links a user with who he is at another issuer, for whoever might become him.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT where somebody is linked with it already; `RULE_VIOLATED` for too many.
pub(crate) async fn link(
    session: &Session,
    once: Once,
    user: UserId,
    (issuer, subject): (&str, &str),
) -> Result<UserId, AppError> {
    let identity = Identity {
        issuer: text::clean("issuer", issuer, text::ADDRESS_MAX, Lines::One)?,
        subject: text::clean("subject", subject, SUBJECT_MAX, Lines::One)?,
    };
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let (tx, scope) = (work.tx(), work.scope());
    let permit = administer(&work, seen(&work, user).await?.unit).await?;
    may_become(session, &work, user).await?;
    if store::user::is_linked(tx, scope, &identity).await? {
        let (vi, en) = ("Danh tính này đã được gắn.", "The identity is linked already.");
        return Err(AppError::new(Code::Conflict, vi, en).at("subject"));
    }
    if store::user::count_identities(tx, scope, user).await? >= MOST {
        let (vi, en) = ("Mỗi người dùng có nhiều nhất 10 danh tính.", "A user has at most 10 identities.");
        return Err(AppError::new(Code::RuleViolated, vi, en).by("user.too_many_identities"));
    }
    let after = told(&identity);
    let link = IdentityRecord { id: work.id(), user, identity, linked_at: work.now() };
    store::user::link(tx, &permit, link).await?;
    work.audit(&permit, event(user, "LINK_IDENTITY", None, Some(after))).await?;
    work.commit(user.uuid()).await?;
    Ok(user)
}

/// Takes such a link away. Who comes with that identity is nobody from the next request on.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN.
pub(crate) async fn unlink(session: &Session, once: Once, identity: IdentityId) -> Result<UserId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let linked = store::user::identity(work.tx(), work.scope(), identity).await?;
    let linked = linked.ok_or_else(AppError::not_found)?;
    let permit = administer(&work, seen(&work, linked.user).await?.unit).await?;
    if !store::user::unlink(work.tx(), &permit, identity).await? {
        return Err(AppError::not_found());
    }
    let event = event(linked.user, "UNLINK_IDENTITY", Some(told(&linked.identity)), None);
    work.audit(&permit, event).await?;
    work.commit(linked.user.uuid()).await?;
    Ok(linked.user)
}

fn told(identity: &Identity) -> Value {
    json!({ "issuer": identity.issuer, "subject": identity.subject })
}
