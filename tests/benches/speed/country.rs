//! The country that is asked about.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domain::{
    authz::Role,
    calendar::{Day, day_of},
    id::UserId,
};
use tonghop::{
    auth::{Bearer, Provenance, SigningKey, Tokens},
    clock::Sources,
    config,
    service::{
        activity::{self, Seen},
        benchmark::{self, PLANS_OWE, PROVINCE, QUOTAS, Shape, Way},
        grant::{self, GrantInput},
        unit::{self, UnitFiles},
        user,
    },
    session::{Caller, Once, Request, Session},
    store::Store,
};

use crate::{Outcome, client::Client, place::Place};

/// A country in a database, and who may look at it.
pub(crate) struct Country {
    pub(crate) took: Duration,
    pub(crate) token: String,
    pub(crate) reviewer_token: String,
    /// The day the figures are of; those of a past day are of a month before.
    pub(crate) today: Day,
    reviewer: UserId,
    store: Store,
    shape: Shape,
    reports: usize,
}

/// What one verification of a report did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touched {
    pub(crate) statements: u64,
    pub(crate) rows: u64,
}

/// Loads the whole country's real units into an empty database.
pub(crate) async fn load_units(place: &Place) -> Outcome<Duration> {
    let store = Store::connect(&place.url, 1).await?;
    let begun = Instant::now();
    unit::import(&system(&store), UnitFiles::carried()).await.map_err(told)?;
    let took = begun.elapsed();
    store.close().await;
    Ok(took)
}

impl Country {
    pub(crate) async fn make(place: &Place, shape: Shape) -> Outcome<Self> {
        let store = Store::connect(&place.url, config::connections()).await?;
        let begun = Instant::now();
        benchmark::country(&system(&store), shape).await.map_err(told)?;
        let took = begun.elapsed();
        let key = SigningKey::load_or_make(&place.folder.path().join("key.pem"), Provenance::Service)?;
        let tokens = Tokens::new(&key, &[]);
        let now = Sources::system().now();
        let mut people = Vec::new();
        for (name, role) in [("viewer", Role::Viewer), ("reviewer", Role::Reviewer)] {
            let session = system(&store);
            let user = user::add(&session, name, None).await.map_err(told)?;
            let input = GrantInput { user: name, role, code: PROVINCE, on: None, from: None, to: None };
            grant::add(&session, input).await.map_err(told)?;
            people.push((user, tokens.sign(Bearer::User(user), now, TimeDelta::days(1)).map_err(told)?));
        }
        let (reviewer, reviewer_token) = people.pop().ok_or("no reviewer")?;
        let (_, token) = people.pop().ok_or("no viewer")?;
        let today = day_of(now);
        Ok(Self { took, token, reviewer_token, today, reviewer, store, shape, reports: 0 })
    }

    /// How large it is.
    pub(crate) fn size(&self) -> String {
        let Shape { provinces, communes } = self.shape;
        let owed = communes * PLANS_OWE;
        format!("{provinces} provinces, {communes} communes, {QUOTAS} monthly quotas each, {owed} obligations")
    }

    /// Enters reports until there are `size`.
    pub(crate) async fn grow(&mut self, size: usize) -> Outcome<()> {
        benchmark::reports(&system(&self.store), self.reports, size).await.map_err(told)?;
        self.reports = size;
        Ok(())
    }

    /// The province's figures, straight from the database.
    pub(crate) async fn figures(&self, way: Way) -> Outcome<()> {
        match benchmark::figures(&system(&self.store), way).await.map_err(told)? {
            0 => Err("no figures".into()),
            _ => Ok(()),
        }
    }

    /// Verifies the report that waits longest, and says what that took.
    pub(crate) async fn verify_one(&self, client: &Client) -> Outcome<Touched> {
        let (id, version) = client.waiting(&self.reviewer_token).await?;
        let seen = Seen { report: id.parse()?, version };
        let caller = Caller::user_since(self.reviewer, Sources::system().now());
        let session = Session::new(self.store.clone(), Sources::system(), caller, Request::default());
        let before = (self.store.statements(), self.store.rows_written());
        let once = Once { mutation: "verifyActivityReport", key: None, input: String::new() };
        activity::verify(&session, once, seen).await.map_err(told)?;
        let after = (self.store.statements(), self.store.rows_written());
        Ok(Touched { statements: after.0 - before.0, rows: after.1 - before.1 })
    }

    pub(crate) async fn close(self) {
        self.store.close().await;
    }
}

fn system(store: &Store) -> Session {
    Session::new(store.clone(), Sources::system(), Caller::System("a benchmark"), Request::default())
}

/// A refusal in English, with its cause.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn told(error: tonghop::error::AppError) -> String {
    format!("{} {:?}", error.text(domain::refusal::Lang::En), error.cause())
}
