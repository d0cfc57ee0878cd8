//! Signing in at the program's own issuer: by password, by refresh token, as a service client; and signing out.

mod client;
mod password;
mod refresh;
mod revoke;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    authz::ClientScope,
    id::{Id, SignInId, UserId},
};
use serde_json::{Value, json};
use uuid::Uuid;

pub use client::client_credentials;
pub use password::{Credentials, password};
pub use refresh::refresh;
pub use revoke::{revoke, revoke_sign_in};

use crate::{
    auth::{Bearer, Tokens, secret::Secret},
    error::AppError,
    session::{Event, Permit, Work},
    store::{
        self,
        sign_in::{End, SignInRecord},
    },
};

/// How long what the issuer gives out is good.
#[derive(Debug, Clone, Copy)]
pub struct Lives {
    /// An access token.
    pub access: TimeDelta,
    /// A refresh token that is not used.
    pub idle: TimeDelta,
    /// A sign-in, however often it is refreshed.
    pub sign_in: TimeDelta,
}

impl Default for Lives {
    fn default() -> Self {
        Self { access: TimeDelta::minutes(10), idle: TimeDelta::days(14), sign_in: TimeDelta::days(90) }
    }
}

/// Whether people sign in with passwords here, or only with the other issuer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PasswordSignIn {
    /// They may.
    #[default]
    On,
    /// They may not.
    Off,
}

/// The program's own issuer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Issuer {
    /// How long what it gives out is good.
    pub lives: Lives,
    /// Whether it takes passwords.
    pub password_sign_in: PasswordSignIn,
}

/// What somebody gets who signed in.
#[derive(Debug)]
pub struct Issued {
    /// With which to ask.
    pub access_token: String,
    /// How long it is good.
    pub access_life: TimeDelta,
    /// With which to get the next ones; none for a service client, which has its secret.
    pub refresh_token: Option<String>,
    /// The scopes of a service client's token.
    pub scopes: Option<Vec<ClientScope>>,
}

/// Why somebody does not get in.
#[derive(Debug)]
pub enum Refused {
    /// What he sent is not good (any more). It does not say which of the reasons it is. Another attempt is judged after so
    /// long.
    Grant(TimeDelta),
    /// His password is right and was set by somebody else: he chooses another first.
    MustChange,
    /// The service client is unknown, disabled, or has another secret.
    Client,
    /// The service client asks for a scope it does not have.
    Scope,
    /// This way in is closed.
    Closed,
    /// Anything else.
    Other(AppError),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// What is not good and never will be, so that there is nothing to wait for.
const NO_GOOD: Refused = Refused::Grant(TimeDelta::zero());

/// Gives out the tokens of a sign-in; the write is to be committed then.
async fn give(
    work: &Work,
    permit: &Permit,
    (tokens, lives): (&Tokens, Lives),
    sign_in: &SignInRecord,
) -> Result<Issued, AppError> {
    let now = work.now();
    let refresh = Secret::make()?;
    let until = sign_in.expires_at.min(now + lives.idle);
    store::sign_in::give_refresh(work.tx(), permit, (&refresh.hash, sign_in.id), now, until).await?;
    let access_life = lives.access.min(sign_in.expires_at - now);
    let access_token = tokens.sign(Bearer::SignIn(sign_in.user, sign_in.id), now, access_life)?;
    Ok(Issued { access_token, access_life, refresh_token: Some(refresh.plain), scopes: None })
}

/// What the trail says of something that happened to a user's sign-ins.
fn event(user: UserId, action: &'static str, after: Value) -> Event {
    event_of("USER", user.uuid(), action, after)
}

fn event_of(subject_kind: &'static str, subject: Uuid, action: &'static str, after: Value) -> Event {
    Event { subject_kind, subject, action, before: None, after: Some(after), reason: None }
}

/// Ends a sign-in and says so in the trail; does nothing where it had ended.
async fn end(work: &Work, permit: &Permit, user: UserId, sign_in: SignInId, why: End) -> Result<(), AppError> {
    if store::sign_in::end(work.tx(), permit, sign_in, why, work.now()).await? {
        let after = json!({ "signIn": sign_in.to_string(), "why": why.as_str() });
        work.audit(permit, event(user, "END_SIGN_IN", after)).await?;
    }
    Ok(())
}

/// A sign-in that begins now.
fn fresh(work: &Work, user: UserId, lives: Lives) -> SignInRecord {
    let created_at: DateTime<Utc> = work.now();
    SignInRecord { id: work.id(), user, created_at, expires_at: created_at + lives.sign_in }
}

/// The id that a repetition of a write without a key is never answered with.
fn nothing(work: &Work) -> Uuid {
    let id: Id<()> = work.id();
    id.uuid()
}
