//! One write: its transaction, its right, its audit trail, and that it happens once.

use chrono::{DateTime, Utc};
use domain::{
    authz::Action,
    calendar::{self, Day},
    id::{Id, ServiceClientId, UserId},
};
use uuid::Uuid;

use super::{Caller, Permit, Principal, Request, Scope, Session, Subject};
use crate::{
    clock::Sources,
    error::AppError,
    store::{self, WriteTx},
};

/// What makes a repeated mutation the same mutation.
#[derive(Debug, Clone)]
pub struct Once {
    /// The mutation's name.
    pub mutation: &'static str,
    /// The client's key, if it gave one.
    pub key: Option<String>,
    /// SHA-256 of the input as the server understood it, in hex.
    pub input: String,
}

/// How a write begins.
#[derive(Debug)]
pub enum Begun {
    /// It is to be done now.
    Work(Box<Work>),
    /// It was done before with the same key and input; this is the thing it was done to.
    Done(Uuid),
}

/// A write in progress. Dropping it undoes it.
#[derive(Debug)]
pub struct Work {
    tx: WriteTx,
    scope: Scope,
    now: DateTime<Utc>,
    sources: Sources,
    request: Request,
    once: Option<Once>,
}

/// What an audit row says.
#[derive(Debug, Clone)]
pub struct Event {
    /// The kind of thing written, such as `ACTIVITY_REPORT`.
    pub subject_kind: &'static str,
    /// The thing written.
    pub subject: Uuid,
    /// What was done, such as `SUBMIT`.
    pub action: &'static str,
    /// How it was before.
    pub before: Option<serde_json::Value>,
    /// How it is now.
    pub after: Option<serde_json::Value>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

impl Session {
    /// Begins a write: ends the snapshot read so far, opens the writing transaction, judges the caller anew in it
    /// and claims the idempotency key.
    ///
    /// # Errors
    /// UNAUTHENTICATED; FORBIDDEN to whoever is no user here; CONFLICT if the key was used with another input; BUSY or INTERNAL if the database is.
    pub async fn begin(&self, once: Once) -> Result<Begun, AppError> {
        if self.caller == Caller::Anonymous {
            return Err(AppError::unauthenticated());
        }
        self.end_reading().await?;
        let tx = self.store.begin_write().await?;
        let scope = self.scope(&tx).await?;
        if scope.principal() == Some(Principal::Nobody) {
            return Err(AppError::forbidden());
        }
        let mut claimed = None;
        if let (Some(owner), Some(key)) = (scope.owner_of_keys(), &once.key) {
            match store::idempotency::claim(&tx, owner, &once, key, self.now).await? {
                store::idempotency::Claim::New => claimed = Some(once),
                store::idempotency::Claim::Done(subject) => return Ok(Begun::Done(subject)),
                store::idempotency::Claim::OtherInput => return Err(AppError::idempotency_conflict()),
            }
        }
        let (now, sources, request) = (self.now, self.sources.clone(), self.request.clone());
        Ok(Begun::Work(Box::new(Work { tx, scope, now, sources, request, once: claimed })))
    }

    /// Begins a write of the program itself, which needs no key.
    ///
    /// # Errors
    /// As [`Session::begin`].
    pub async fn begin_system(&self) -> Result<Work, AppError> {
        match self.begin(Once { mutation: "system", key: None, input: String::new() }).await? {
            Begun::Work(work) => Ok(*work),
            Begun::Done(_) => Err(AppError::internal("a write without a key cannot have been done before")),
        }
    }
}

impl Work {
    /// The transaction to write in.
    #[must_use]
    pub const fn tx(&self) -> &WriteTx {
        &self.tx
    }

    /// What the caller may see, as judged in this transaction.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The instant of the write.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The day of the write in +07:00.
    #[must_use]
    pub fn today(&self) -> Day {
        calendar::day_of(self.now)
    }

    /// A new id.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        self.sources.id()
    }

    /// The right to do `action` to `subject`.
    ///
    /// # Errors
    /// FORBIDDEN.
    pub async fn permit(&self, action: Action, subject: Subject<'_>) -> Result<Permit, AppError> {
        Permit::prove(&self.tx, &self.scope, action, subject).await
    }

    /// The program's own right to what belongs to no unit.
    ///
    /// # Errors
    /// FORBIDDEN to everybody else.
    pub fn permit_program(&self) -> Result<Permit, AppError> {
        Permit::of_program(&self.scope)
    }

    /// The right of a user to what is his own and belongs to no unit.
    ///
    /// # Errors
    /// FORBIDDEN to whoever is no user.
    pub fn permit_oneself(&self) -> Result<Permit, AppError> {
        Permit::of_oneself(&self.scope)
    }

    /// The right of a user who has just proven who he is to what follows from it: a sign-in of his own, and its trail.
    ///
    /// # Errors
    /// FORBIDDEN to everybody but the program itself, which judged the proof.
    pub(crate) fn permit_signing_in(&self, user: UserId) -> Result<Permit, AppError> {
        self.permit_program().map(|_| Permit::signing_in(user))
    }

    /// The right of a service client that has just proven who it is to the trail of its sign-in.
    ///
    /// # Errors
    /// FORBIDDEN to everybody but the program itself, which judged the proof.
    pub(crate) fn permit_client_signing_in(&self, client: ServiceClientId) -> Result<Permit, AppError> {
        self.permit_program().map(|_| Permit::client_signing_in(client))
    }

    /// Writes an audit row.
    ///
    /// # Errors
    /// The database failed.
    pub async fn audit(&self, permit: &Permit, event: Event) -> Result<(), AppError> {
        Ok(store::audit::insert(&self.tx, permit, self.now, &self.request, vec![event]).await?)
    }

    /// Writes many audit rows of one permit at once.
    ///
    /// # Errors
    /// The database failed.
    pub async fn audit_all(&self, permit: &Permit, events: Vec<Event>) -> Result<(), AppError> {
        Ok(store::audit::insert(&self.tx, permit, self.now, &self.request, events).await?)
    }

    /// Writes audit rows that each have their own instant and unit: of what is entered as if it had happened before.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn audit_entries(
        &self,
        permit: &Permit,
        entries: Vec<store::audit::Entry>,
    ) -> Result<(), AppError> {
        Ok(store::audit::insert_entries(&self.tx, permit, &self.request, entries).await?)
    }

    /// Makes it stay. `subject` is what a repetition with the same key will be answered with.
    ///
    /// # Errors
    /// The database failed; then nothing was written.
    pub async fn commit(self, subject: Uuid) -> Result<(), AppError> {
        if let (Some(owner), Some(once)) = (self.scope.owner_of_keys(), &self.once)
            && let Some(key) = &once.key
        {
            store::idempotency::settle(&self.tx, owner, once, key, subject).await?;
        }
        Ok(self.tx.commit().await?)
    }
}
