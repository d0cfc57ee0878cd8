//! By password.

use chrono::TimeDelta;
use domain::{
    password,
    text::{self, Lines},
};
use serde_json::json;

use super::{Issued, Issuer, PasswordSignIn, Refused, event, fresh, give, nothing};
use crate::{
    auth::{Match, Passwords, Tokens, secret},
    session::{Session, Work},
    store::{
        self,
        sign_in::{Account, Attempt, Counted, NewPassword},
    },
};

/// What somebody signs in with.
pub struct Credentials<'a> {
    /// The user's name.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// The password to have from now on, if he changes it.
    pub new_password: Option<&'a str>,
    /// The network he comes from.
    pub address: &'a str,
}

/// Signs a user in, whose name and password these are.
///
/// Whether a name is a user's shows neither in the answer nor in the time it takes, nor in how long to wait after it: a
/// name that is nobody's is hashed and counted like any other.
///
/// # Errors
/// `Refused`.
pub async fn password(
    session: &Session,
    tokens: &Tokens,
    issuer: &Issuer,
    credentials: Credentials<'_>,
) -> Result<Issued, Refused> {
    if issuer.password_sign_in == PasswordSignIn::Off {
        return Err(Refused::Closed);
    }
    // A text that no user can be called names nobody, and is counted all the same.
    let name = text::clean("username", credentials.name, text::NAME_MAX, Lines::One).ok();
    let counted_as = name.as_deref().unwrap_or(credentials.name);
    let attempt = Attempt {
        name: secret::hash(counted_as),
        address: credentials.address.to_owned(),
        both: secret::hash(&format!("{}\n{counted_as}", credentials.address)),
    };
    let passwords = Passwords::of_process();
    let (account, wait) = begin(session, name.as_deref(), &attempt).await?;
    let given = password::normal(credentials.password);
    let kept = account.as_ref().and_then(|account| account.hash.clone());
    // What nobody can have chosen is not hashed at length.
    let given = if given.chars().count() > password::MAX { String::new() } else { given };
    let found = passwords.compare(given, kept).await?;
    let account = match account {
        Some(account) if found != Match::Wrong && !account.disabled => account,
        account => return Err(failed(session, account, wait).await?),
    };
    let chosen = match credentials.new_password {
        Some(new) if new == credentials.password => return Err(password::PasswordError::Unchanged.into()),
        Some(new) => Some(password::choose(new, &account.name)?),
        None if account.must_change => return Err(Refused::MustChange),
        None if found == Match::Outdated => Some(password::normal(credentials.password)),
        None => None,
    };
    let hash = match chosen {
        Some(chosen) => Some(passwords.hash(chosen).await?),
        None => None,
    };
    let work = session.begin_system().await?;
    succeeded(work, (tokens, issuer), (&account, &attempt), (credentials.new_password.is_some(), hash)).await
}

/// Counts the attempt, and finds whom it is about.
async fn begin(
    session: &Session,
    name: Option<&str>,
    attempt: &Attempt,
) -> Result<(Option<Account>, TimeDelta), Refused> {
    let work = session.begin_system().await?;
    let (tx, scope, permit) = (work.tx(), work.scope(), work.permit_program()?);
    let wait = match store::sign_in::count(tx, &permit, scope, attempt, work.now()).await? {
        Counted::Judge(wait) => wait,
        Counted::Wait(wait) => return Err(Refused::Grant(wait)),
    };
    let account = match name {
        Some(name) => store::sign_in::account(tx, scope, name).await?,
        None => None,
    };
    let subject = nothing(&work);
    work.commit(subject).await?;
    Ok((account, wait))
}

/// Notes that somebody tried a user's name.
async fn failed(session: &Session, account: Option<Account>, wait: TimeDelta) -> Result<Refused, Refused> {
    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    // A name that is nobody's is looked up as long.
    if let Some(account) = account {
        let after = json!({ "disabled": account.disabled });
        work.audit(&permit, event(account.user, "SIGN_IN_FAILED", after)).await?;
    }
    let subject = nothing(&work);
    work.commit(subject).await?;
    Ok(Refused::Grant(wait))
}

async fn succeeded(
    work: Work,
    (tokens, issuer): (&Tokens, &Issuer),
    (account, attempt): (&Account, &Attempt),
    (changes, hash): (bool, Option<String>),
) -> Result<Issued, Refused> {
    let (tx, scope, user, now) = (work.tx(), work.scope(), account.user, work.now());
    // He may have been disabled, and his password changed, while it was hashed.
    if store::sign_in::account_of(tx, scope, user).await?.as_ref() != Some(account) {
        return Err(Refused::Grant(TimeDelta::zero()));
    }
    let permit = work.permit_signing_in(user)?;
    store::sign_in::forgive(tx, &permit, scope, attempt, now).await?;
    if let Some(hash) = &hash {
        let must_change = account.must_change && !changes;
        store::sign_in::set_password(tx, &permit, NewPassword { user, hash, must_change }, now).await?;
    }
    if changes {
        store::sign_in::end_all(tx, &permit, user, None, store::sign_in::End::PasswordChanged, now).await?;
        work.audit(&permit, event(user, "CHANGE_PASSWORD", json!({}))).await?;
    }
    let sign_in = fresh(&work, user, issuer.lives);
    store::sign_in::begin(tx, &permit, &sign_in).await?;
    let given = give(&work, &permit, (tokens, issuer.lives), &sign_in).await?;
    work.audit(&permit, event(user, "SIGN_IN", json!({ "signIn": sign_in.id.to_string() }))).await?;
    work.commit(sign_in.id.uuid()).await?;
    Ok(given)
}
