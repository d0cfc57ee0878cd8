//! Passwords: setting another's, choosing one's own; and signing out everywhere.

use domain::{
    id::{Id, UserId},
    password::{self, PasswordError},
};

use super::{administer, administers, by_name, event, may_become, seen};
use crate::{
    auth::{Match, Passwords, secret},
    error::{AppError, Code},
    session::{Begun, Caller, Once, Session, SignedIn},
    store::{
        self,
        sign_in::{Attempt, Counted, End, NewPassword},
    },
};

/// Gives a user a password, by whoever runs the server. All he signed in with before ends.
///
/// # Errors
/// `NOT_FOUND`; what the rules of passwords refuse; FORBIDDEN.
pub async fn give(session: &Session, passwords: &Passwords, name: &str, new: &str) -> Result<(), AppError> {
    let user = by_name(session, name).await?;
    session.end_reading().await?;
    let hash = passwords.hash(password::choose(new, name)?).await?;
    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    let new = NewPassword { user, hash: &hash, must_change: false };
    store::sign_in::set_password(work.tx(), &permit, new, work.now()).await?;
    store::sign_in::end_all(work.tx(), &permit, user, None, End::PasswordSet, work.now()).await?;
    work.audit(&permit, event(user, "SET_PASSWORD", None, None)).await?;
    work.commit(user.uuid()).await
}

/// Sets a user's password, for whoever might become him; he is to change it when he next signs in. All he signed in with
/// before ends.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; what the rules of passwords refuse.
pub(crate) async fn set(
    session: &Session,
    once: Once,
    passwords: &Passwords,
    (user, new): (UserId, &str),
) -> Result<UserId, AppError> {
    administers(session).await?;
    let reading = session.reading().await?;
    let named = store::user::by_id(reading.tx(), reading.scope(), user, session.today()).await?;
    drop(reading);
    let named = named.ok_or_else(AppError::not_found)?;
    let hash = passwords.hash(password::choose(new, &named.name).map_err(at("password"))?).await?;
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let permit = administer(&work, seen(&work, user).await?.unit).await?;
    may_become(session, &work, user).await?;
    let new = NewPassword { user, hash: &hash, must_change: true };
    store::sign_in::set_password(work.tx(), &permit, new, work.now()).await?;
    store::sign_in::end_all(work.tx(), &permit, user, None, End::PasswordSet, work.now()).await?;
    work.audit(&permit, event(user, "SET_PASSWORD", None, None)).await?;
    work.commit(user.uuid()).await?;
    Ok(user)
}

/// Chooses another password of one's own. Every other sign-in ends.
///
/// Whoever only has somebody's token does not get to try his password without end: it is counted as at sign-in.
///
/// # Errors
/// FORBIDDEN to whoever is no user; `password.wrong`, also while nothing is judged; what the rules of passwords refuse.
pub(crate) async fn change(
    session: &Session,
    once: Once,
    passwords: &Passwords,
    (old, new): (&str, &str),
) -> Result<UserId, AppError> {
    let program = session.program("a password is tried by somebody who is signed in");
    let account = counted(session, &program).await?;
    let kept = account.hash.clone();
    if passwords.compare(password::normal(old), kept).await? == Match::Wrong {
        return Err(wrong());
    }
    if password::normal(old) == password::normal(new) {
        return Err(at("newPassword")(PasswordError::Unchanged));
    }
    let hash = passwords.hash(password::choose(new, &account.name).map_err(at("newPassword"))?).await?;
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(user) => return Ok(Id::new(user)),
    };
    let (tx, scope, user, now) = (work.tx(), work.scope(), account.user, work.now());
    if store::sign_in::account_of(tx, scope, user).await?.as_ref() != Some(&account) {
        return Err(wrong());
    }
    let permit = work.permit_oneself()?;
    let new = NewPassword { user, hash: &hash, must_change: false };
    store::sign_in::set_password(tx, &permit, new, now).await?;
    let this = match session.caller() {
        Caller::User { signed_in: SignedIn::By(sign_in), .. } => Some(*sign_in),
        _ => None,
    };
    store::sign_in::end_all(tx, &permit, user, this, End::PasswordChanged, now).await?;
    work.audit(&permit, event(user, "CHANGE_PASSWORD", None, None)).await?;
    work.commit(user.uuid()).await?;
    forgiven(&program, &account.name).await?;
    Ok(user)
}

/// Takes the attempt back.
async fn forgiven(program: &Session, name: &str) -> Result<(), AppError> {
    let work = program.begin_system().await?;
    let permit = work.permit_program()?;
    store::sign_in::forgive(work.tx(), &permit, work.scope(), &attempt(name), work.now()).await?;
    let subject = work.id::<()>().uuid();
    work.commit(subject).await
}

/// The caller's account, with an attempt counted.
async fn counted(session: &Session, program: &Session) -> Result<store::sign_in::Account, AppError> {
    let user = session.reading().await?.scope().user().ok_or_else(AppError::forbidden)?;
    let work = program.begin_system().await?;
    let permit = work.permit_program()?;
    let account = store::sign_in::account_of(work.tx(), work.scope(), user).await?;
    let account = account.ok_or_else(AppError::unauthenticated)?;
    let attempt = attempt(&account.name);
    match store::sign_in::count(work.tx(), &permit, work.scope(), &attempt, work.now()).await? {
        Counted::Wait(_) => return Err(wrong()),
        Counted::Judge(_) => {}
    }
    work.commit(user.uuid()).await?;
    Ok(account)
}

/// An attempt by somebody who is signed in: no address, and a count of its own.
fn attempt(name: &str) -> Attempt {
    let name = secret::hash(&format!("signed in\n{name}"));
    Attempt { address: name.clone(), both: name.clone(), name }
}

fn wrong() -> AppError {
    let (vi, en) = ("Mật khẩu cũ không đúng.", "The old password is wrong.");
    AppError::new(Code::BadUserInput, vi, en).at("oldPassword").by("password.wrong")
}

fn at(field: &'static str) -> impl Fn(PasswordError) -> AppError {
    move |refused| AppError::from(refused).at(field)
}

/// Ends everything the caller is signed in with, wherever it is.
///
/// # Errors
/// FORBIDDEN to whoever is no user.
pub(crate) async fn sign_out(session: &Session, once: Once) -> Result<(), AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(_) => return Ok(()),
    };
    let permit = work.permit_oneself()?;
    let user = work.scope().user().ok_or_else(AppError::forbidden)?;
    store::sign_in::end_all(work.tx(), &permit, user, None, End::SignedOut, work.now()).await?;
    work.audit(&permit, event(user, "SIGN_OUT", None, None)).await?;
    work.commit(user.uuid()).await
}
