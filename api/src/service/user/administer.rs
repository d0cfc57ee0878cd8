//! What an administrator does with the users of his units.

use domain::{
    id::{Id, UnitId, UserId},
    password,
    text::{self, Lines},
};
use serde_json::json;

use super::{NewUser, administer, administers, enter, event, may_become, seen, told};
use crate::{
    auth::Passwords,
    error::AppError,
    session::{Begun, Once, Permit, Session, Work},
    store::{
        self,
        sign_in::{End, NewPassword},
        user::{Change, UserRecord},
    },
};

/// Which user, in the version that was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    pub(crate) user: UserId,
    pub(crate) version: i32,
}

/// What is said of a user.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) display_name: String,
    /// The unit whose administrators administer him; those of the nation if none.
    pub(crate) unit: Option<UnitId>,
}

/// Adds a user, for whoever administers his unit; with a password, which he is to change when he first signs in.
///
/// # Errors
/// FORBIDDEN; `BAD_USER_INPUT`; CONFLICT for a name that is taken.
pub(crate) async fn create(
    session: &Session,
    once: Once,
    passwords: &Passwords,
    new: NewUser<'_>,
    given: Option<&str>,
) -> Result<UserId, AppError> {
    administers(session).await?;
    let hash = match given {
        Some(given) => Some(passwords.hash(password::choose(given, new.name).map_err(at_password)?).await?),
        None => None,
    };
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let user = enter(&work, new).await?;
    if let Some(hash) = &hash {
        let permit = administer(&work, new.unit).await?;
        let new = NewPassword { user, hash, must_change: true };
        store::sign_in::set_password(work.tx(), &permit, new, work.now()).await?;
    }
    work.commit(user.uuid()).await?;
    Ok(user)
}

fn at_password(refused: password::PasswordError) -> AppError {
    AppError::from(refused).at("password")
}

/// Changes what is said of a user, for whoever administers the unit he has and the one he gets.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT for another version; `BAD_USER_INPUT`.
pub(crate) async fn change(session: &Session, once: Once, about: About, said: Said) -> Result<UserId, AppError> {
    let display_name = text::clean("displayName", &said.display_name, text::NAME_MAX, Lines::One)?;
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let (before, permit) = administered(&work, about).await?;
    if said.unit != before.unit {
        administer(&work, said.unit).await?;
    }
    let after = UserRecord { display_name, unit: said.unit, version: about.version + 1, ..before.clone() };
    let change = Change::Said { display_name: after.display_name.clone(), unit: after.unit };
    save(&work, &permit, about, change).await?;
    let event = event(about.user, "UPDATE", Some(told(&before)), Some(told(&after)));
    work.audit(&permit, event).await?;
    work.commit(about.user.uuid()).await?;
    Ok(about.user)
}

/// Lets another user sign in no more, and ends what he is signed in with.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT for another version.
pub(crate) async fn disable(session: &Session, once: Once, about: About) -> Result<UserId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let (_, permit) = administered(&work, about).await?;
    if work.scope().user() == Some(about.user) {
        return Err(AppError::forbidden());
    }
    save(&work, &permit, about, Change::Disabled).await?;
    store::sign_in::end_all(work.tx(), &permit, about.user, None, End::Disabled, work.now()).await?;
    finish(work, &permit, about, "DISABLE").await
}

/// Lets a user sign in again, for whoever might become him.
///
/// # Errors
/// As [`disable`].
pub(crate) async fn enable(session: &Session, once: Once, about: About) -> Result<UserId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let (_, permit) = administered(&work, about).await?;
    may_become(session, &work, about.user).await?;
    save(&work, &permit, about, Change::Enabled).await?;
    finish(work, &permit, about, "ENABLE").await
}

/// The user as he is seen, and the right to administer him.
async fn administered(work: &Work, about: About) -> Result<(UserRecord, Permit), AppError> {
    let user = seen(work, about.user).await?;
    let permit = administer(work, user.unit).await?;
    if user.version == about.version { Ok((user, permit)) } else { Err(AppError::stale_version()) }
}

async fn save(work: &Work, permit: &Permit, about: About, change: Change) -> Result<(), AppError> {
    let at = (about.user, about.version);
    let saved = store::user::change(work.tx(), permit, at, change, work.now()).await?;
    if saved { Ok(()) } else { Err(AppError::stale_version()) }
}

async fn finish(work: Box<Work>, permit: &Permit, about: About, action: &'static str) -> Result<UserId, AppError> {
    let disabled = |disabled: bool, version: i32| Some(json!({ "disabled": disabled, "version": version }));
    let now = action == "DISABLE";
    let event = event(about.user, action, disabled(!now, about.version), disabled(now, about.version + 1));
    work.audit(permit, event).await?;
    work.commit(about.user.uuid()).await?;
    Ok(about.user)
}
