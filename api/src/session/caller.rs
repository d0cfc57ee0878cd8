//! Whose request it is.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    authz::ClientScope,
    id::{ServiceClientId, SignInId, UserId},
};

/// Whose request it is: what a signature proved, and not yet what he may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody signed in.
    Anonymous,
    /// A user, by the program's own issuer.
    User {
        /// Which.
        user: UserId,
        /// How.
        signed_in: SignedIn,
    },
    /// A service client.
    Client {
        /// Which.
        client: ServiceClientId,
        /// The only scopes that the token may be used for, if it names any; it never adds one.
        scopes: Option<Arc<[ClientScope]>>,
    },
    /// Somebody whom another issuer knows. Which user that is, if any, is what an administrator linked.
    Identity {
        /// Who.
        identity: Arc<Identity>,
        /// When the issuer said so; long ago, if it does not say when.
        issued_at: DateTime<Utc>,
    },
    /// The program itself, for the reason given: import, demonstration data.
    System(&'static str),
}

/// How a user of the program's own issuer signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedIn {
    /// With his password. It holds until the sign-in ends.
    By(SignInId),
    /// With a token that an operator made for him at an instant. It holds until he signs out everywhere.
    At(DateTime<Utc>),
}

/// Who somebody is at another issuer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The issuer, as its tokens name it (`iss`).
    pub issuer: String,
    /// The subject, as the issuer names it (`sub`).
    pub subject: String,
}

impl Caller {
    /// A user by a token that an operator made for him.
    #[must_use]
    pub const fn user_since(user: UserId, issued_at: DateTime<Utc>) -> Self {
        Self::User { user, signed_in: SignedIn::At(issued_at) }
    }
}
