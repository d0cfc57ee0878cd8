//! Another issuer: an OpenID provider, whose keys are fetched and change.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinHandle,
    time,
};

use super::{
    BadToken, Proof,
    claims::{self, Opened, Times},
    fetch::{self, Fetch, FetchError},
    jwk::{self, VerifyingKey},
};
use crate::{
    clock::Sources,
    session::{Caller, Identity},
};

/// How often the keys are fetched anyway.
const REFRESH: Duration = Duration::from_mins(10);
/// How long after one fetch a token with an unknown key may cause the next.
const INTERVAL: TimeDelta = TimeDelta::seconds(60);
/// How long a fetch may take in all.
const PATIENCE: Duration = Duration::from_secs(8);
/// At most so many requests wait for a fetch; others with an unknown key are refused at once.
const WAITING: usize = 32;
/// The longest subject (OpenID Connect Core, 2), in bytes.
const LONGEST_SUBJECT: usize = 255;

/// The algorithms that are taken from another issuer, each for keys of its own family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Algorithms(Vec<Algorithm>);

impl Algorithms {
    /// Those with these names, which are among `EdDSA`, `ES256` and `RS256`; nothing if one is not, or there is none.
    #[must_use]
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let known = |name: &str| match name.trim() {
            "EdDSA" => Some(Algorithm::EdDSA),
            "ES256" => Some(Algorithm::ES256),
            "RS256" => Some(Algorithm::RS256),
            _ => None,
        };
        let found: Vec<Algorithm> = names.into_iter().map(known).collect::<Option<_>>()?;
        (!found.is_empty()).then_some(Self(found))
    }
}

/// Which issuer, and for whom its tokens must be.
#[derive(Debug, Clone)]
pub struct Oidc {
    /// `iss`, to the letter.
    pub issuer: String,
    /// What must be in `aud`.
    pub audience: String,
    /// Where its keys are; what the issuer's discovery document says, if none.
    pub jwks_url: Option<String>,
    /// The algorithms that are taken.
    pub algorithms: Algorithms,
}

/// Another issuer and its keys.
///
/// Those that are known go on working when the issuer does not answer. A new set replaces the old one: issuers rotate
/// with an overlap, in which both keys are in the set.
#[derive(Debug)]
pub struct Remote {
    oidc: Oidc,
    fetch: Fetch,
    keys: RwLock<Arc<HashMap<String, VerifyingKey>>>,
    /// Counts the sets there were.
    edition: AtomicU64,
    flight: Mutex<Flight>,
    waiting: Semaphore,
}

/// The fetch that runs, and when the last began.
#[derive(Debug, Default)]
struct Flight {
    begun: Option<DateTime<Utc>>,
    lands: Option<watch::Receiver<()>>,
}

#[derive(Debug, Deserialize)]
struct Claims {
    // Of another type it is none: the library takes a list of issuers too.
    iss: String,
    sub: String,
    #[serde(flatten)]
    times: Times,
}

impl AsRef<Times> for Claims {
    fn as_ref(&self) -> &Times {
        &self.times
    }
}

/// The parts of a discovery document (OpenID Connect Discovery 1.0) that are looked at.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Remote {
    /// An issuer of which no key is known yet.
    ///
    /// # Errors
    /// One of its addresses is not safe.
    pub fn new(oidc: Oidc, fetch: Fetch) -> Result<Self, FetchError> {
        fetch::safe(&oidc.issuer)?;
        if let Some(address) = &oidc.jwks_url {
            fetch::safe(address)?;
        }
        Ok(Self {
            oidc,
            fetch,
            keys: RwLock::default(),
            edition: AtomicU64::new(0),
            flight: Mutex::default(),
            waiting: Semaphore::new(WAITING),
        })
    }

    /// The number of the set of keys in force.
    pub(super) fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// What a token proves.
    pub(super) async fn prove(self: &Arc<Self>, opened: &Opened<'_>, now: DateTime<Utc>) -> Result<Proof, BadToken> {
        let key = match self.known(opened.kid()) {
            Some(key) => key,
            None => self.unknown(opened.kid(), now).await.ok_or(BadToken)?,
        };
        let validation = claims::validation(key.algorithm, &self.oidc.issuer, &self.oidc.audience);
        let claims: Claims = opened.claims(&key.key, &validation, now)?;
        let named = !claims.sub.is_empty() && claims.sub.len() <= LONGEST_SUBJECT;
        if !named || claims.sub.contains(char::is_control) {
            return Err(BadToken);
        }
        let identity = Arc::new(Identity { issuer: claims.iss, subject: claims.sub });
        let caller = Caller::Identity { identity, issued_at: claims.times.issued_at() };
        Ok(Proof { caller, expires_at: claims.times.expires_at() })
    }

    fn known(&self, kid: &str) -> Option<VerifyingKey> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).get(kid).cloned()
    }

    /// A key that came with a fetch, if one may be made or waited for.
    async fn unknown(self: &Arc<Self>, kid: &str, now: DateTime<Utc>) -> Option<VerifyingKey> {
        let _place = self.waiting.try_acquire().ok()?;
        self.refresh(now).await;
        self.known(kid)
    }

    /// Fetches the keys anew, or waits for the fetch that runs; does nothing when the last was a moment ago. A request that
    /// is given up ends no fetch.
    pub async fn refresh(self: &Arc<Self>, now: DateTime<Utc>) {
        if let Some(mut lands) = self.take_off(now) {
            // It is over when nobody can tell that it is any more.
            let _ = lands.changed().await;
        }
    }

    fn take_off(self: &Arc<Self>, now: DateTime<Utc>) -> Option<watch::Receiver<()>> {
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        if flight.lands.is_some() {
            return flight.lands.clone();
        }
        if flight.begun.is_some_and(|begun| now < begun + INTERVAL) {
            return None;
        }
        let (landed, lands) = watch::channel(());
        *flight = Flight { begun: Some(now), lands: Some(lands.clone()) };
        let remote = Arc::clone(self);
        tokio::spawn(async move {
            match time::timeout(PATIENCE, remote.fetched()).await {
                Ok(Ok(keys)) => remote.replace(keys),
                Ok(Err(error)) => tracing::warn!(%error, "the issuer's keys could not be fetched; those known stay"),
                Err(_) => tracing::warn!("the issuer did not answer in time; the keys known stay"),
            }
            remote.flight.lock().unwrap_or_else(PoisonError::into_inner).lands = None;
            drop(landed);
        });
        Some(lands)
    }

    async fn fetched(&self) -> Result<HashMap<String, VerifyingKey>, FetchError> {
        let address = match &self.oidc.jwks_url {
            Some(address) => address.clone(),
            None => self.discovered().await?,
        };
        let set = self.fetch.get(&address).await?;
        let keys = jwk::keys(&set, &self.oidc.algorithms.0).filter(|keys| !keys.is_empty());
        keys.ok_or(FetchError::Content("set of keys with one that can be used"))
    }

    async fn discovered(&self) -> Result<String, FetchError> {
        let address = format!("{}/.well-known/openid-configuration", self.oidc.issuer.trim_end_matches('/'));
        let document = self.fetch.get(&address).await?;
        let discovery: Discovery =
            serde_json::from_slice(&document).map_err(|_| FetchError::Content("discovery document"))?;
        if discovery.issuer == self.oidc.issuer {
            Ok(discovery.jwks_uri)
        } else {
            Err(FetchError::Content("discovery document of this issuer"))
        }
    }

    fn replace(&self, keys: HashMap<String, VerifyingKey>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        self.edition.fetch_add(1, Ordering::AcqRel);
    }

    /// Keeps the keys fresh until the task is aborted.
    pub fn keep_fresh(self: Arc<Self>, sources: Sources) -> JoinHandle<()> {
        tokio::spawn(async move {
            loop {
                self.refresh(sources.now()).await;
                time::sleep(REFRESH).await;
            }
        })
    }
}
