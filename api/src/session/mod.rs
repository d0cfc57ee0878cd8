//! Who is asking, and what he may see and do: the only maker of [`Scope`] (reads) and [`Permit`] (writes).
//!
//! A [`Session`] lives as long as one GraphQL operation. It reads in one snapshot, opened at the first need, and
//! judges by the grants of today, also where the question is about a past day.

mod caller;
mod permit;
mod scope;
mod work;

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use domain::calendar::{self, Day};
use tokio::sync::Mutex;

pub use caller::{Caller, Identity, SignedIn};
pub use permit::{Permit, Subject};
pub use scope::{Held, Principal, Reach, Scope};
pub use work::{Begun, Event, Once, Work};

use crate::{
    clock::Sources,
    error::AppError,
    store::{self, ReadTx, Store, grant::Linked},
};

/// Which request it is, for the audit trail.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The id that the answer and the log carry too.
    pub id: Option<String>,
    /// The name of the GraphQL operation, if the client gave one.
    pub operation: Option<String>,
}

/// One operation of one caller.
pub struct Session {
    store: Store,
    sources: Sources,
    caller: Caller,
    request: Request,
    now: DateTime<Utc>,
    reading: Mutex<Slot>,
}

/// The snapshot of an operation.
#[derive(Default)]
enum Slot {
    /// There is none.
    #[default]
    Closed,
    /// It is open.
    Open(Arc<Reading>),
    /// It could not be opened. Every part of the operation is told so at once, instead of waiting for it in turn.
    Failed(AppError),
}

/// One snapshot, and what the caller may see of it.
#[derive(Debug)]
pub struct Reading {
    tx: ReadTx,
    scope: Scope,
}

impl Reading {
    /// The transaction to read in.
    #[must_use]
    pub const fn tx(&self) -> &ReadTx {
        &self.tx
    }

    /// What the caller may see.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl Session {
    /// Begins an operation. Nothing is read before something is asked for.
    #[must_use]
    pub fn new(store: Store, sources: Sources, caller: Caller, request: Request) -> Self {
        let now = sources.now();
        Self { store, sources, caller, request, now, reading: Mutex::default() }
    }

    /// The program itself, in the same request: for what it must know and its caller may not.
    pub(crate) fn program(&self, reason: &'static str) -> Self {
        Self::new(self.store.clone(), self.sources.clone(), Caller::System(reason), self.request.clone())
    }

    /// Whose operation it is.
    #[must_use]
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The instant this operation happens at; one and the same for all of it.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The day of [`Session::now`] in +07:00.
    #[must_use]
    pub fn today(&self) -> Day {
        calendar::day_of(self.now)
    }

    /// The snapshot of this operation, opened at the first call.
    ///
    /// # Errors
    /// UNAUTHENTICATED if nobody is signed in; BUSY or INTERNAL if the database is.
    pub async fn reading(&self) -> Result<Arc<Reading>, AppError> {
        let mut slot = self.reading.lock().await;
        match &*slot {
            Slot::Open(reading) => return Ok(Arc::clone(reading)),
            Slot::Failed(error) => return Err(error.clone()),
            Slot::Closed => {}
        }
        let opened = self.open().await;
        *slot = match &opened {
            Ok(reading) => Slot::Open(Arc::clone(reading)),
            Err(error) => Slot::Failed(error.clone()),
        };
        opened
    }

    async fn open(&self) -> Result<Arc<Reading>, AppError> {
        if self.caller == Caller::Anonymous {
            return Err(AppError::unauthenticated());
        }
        let tx = self.store.begin_read().await?;
        let scope = self.scope(&tx).await?;
        Ok(Arc::new(Reading { tx, scope }))
    }

    /// The snapshot, if it is open and nobody is about to open or end it.
    pub(crate) fn open_reading(&self) -> Option<Arc<Reading>> {
        match &*self.reading.try_lock().ok()? {
            Slot::Open(reading) => Some(Arc::clone(reading)),
            Slot::Closed | Slot::Failed(_) => None,
        }
    }

    /// Ends the snapshot, so that what is read next sees what was written meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_reading(&self) -> Result<(), AppError> {
        let slot = std::mem::take(&mut *self.reading.lock().await);
        if let Slot::Open(reading) = slot
            && let Some(reading) = Arc::into_inner(reading)
        {
            reading.tx.end().await?;
        }
        Ok(())
    }

    /// What the caller may see today. It is told to the database too, for the rest of the transaction.
    async fn scope(&self, tx: &store::Tx) -> Result<Scope, AppError> {
        let all = Scope::system("what a caller holds says what he may see");
        let today = self.today();
        // A token may outlive its user, its client and its sign-in.
        let scope = match &self.caller {
            Caller::Anonymous => None,
            Caller::System(reason) => {
                store::wall::open(tx, reason).await?;
                Some(Scope::system(reason))
            }
            Caller::User { user, signed_in } => {
                let held = store::grant::held(tx, &all, *user, *signed_in, today, self.now).await?;
                held.map(|held| Scope::of(Principal::User(*user), held))
            }
            Caller::Client { client, scopes } => {
                let held = store::service_client::held(tx, &all, *client, scopes.as_deref()).await?;
                held.map(|held| Scope::of(Principal::Client(*client), held))
            }
            Caller::Identity { identity, issued_at } => {
                let linked = store::grant::held_by_identity(tx, &all, identity, *issued_at, today).await?;
                match linked {
                    Linked::To(user, held) => Some(Scope::of(Principal::User(user), held)),
                    Linked::ToNobody => Some(Scope::of(Principal::Nobody, Vec::new())),
                    Linked::ToWhoMayNot => None,
                }
            }
        };
        scope.ok_or_else(AppError::unauthenticated)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("caller", &self.caller).field("now", &self.now).finish_non_exhaustive()
    }
}
