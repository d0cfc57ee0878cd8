//! Service clients: adding them, changing their secret, disabling them.

use chrono::TimeDelta;
use domain::{
    authz::ClientScope,
    id::{Id, ServiceClientId, UnitId},
    text::{self, Lines},
};
use serde_json::{Value, json};

use super::{grant::named, user::administer};
use crate::{
    auth::secret::Secret,
    error::{AppError, Code},
    session::{Begun, Event, Once, Permit, Session, Work},
    store::{self, service_client::ClientRecord},
};

/// How many secrets of one client are good at a time: while it is changed, the old one and the new.
const SECRETS: i64 = 2;

/// A client to be added.
#[derive(Debug, Clone)]
pub struct NewClient<'a> {
    /// Its name for people.
    pub name: &'a str,
    /// The unit its scopes hold on.
    pub unit: UnitId,
    /// What it may do there.
    pub scopes: Vec<ClientScope>,
}

/// Which client, in the version that was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    pub(crate) client: ServiceClientId,
    pub(crate) version: i32,
}

/// A client, with a secret that was just made. It is told once and kept nowhere: a repetition is told none.
#[derive(Debug)]
pub struct Told {
    /// The client.
    pub client: ServiceClientId,
    /// Its secret.
    pub secret: Option<String>,
}

/// Adds a service client, for whoever administers its unit.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; `BAD_USER_INPUT` for a bad name or no scope.
pub(crate) async fn create(session: &Session, once: Once, new: NewClient<'_>) -> Result<Told, AppError> {
    match session.begin(once).await? {
        Begun::Work(work) => add(*work, new).await,
        Begun::Done(client) => Ok(Told { client: Id::new(client), secret: None }),
    }
}

/// Adds a service client on the unit with a code, by whoever runs the server.
///
/// # Errors
/// `NOT_FOUND` for a code that names no unit; `BAD_USER_INPUT` for a bad name or no scope.
pub async fn create_by_code(
    session: &Session,
    name: &str,
    code: &str,
    scopes: Vec<ClientScope>,
) -> Result<Told, AppError> {
    let work = session.begin_system().await?;
    let unit = named(&work, code, work.today()).await?.ok_or_else(|| AppError::not_found().at("code"))?;
    add(work, NewClient { name, unit, scopes }).await
}

async fn add(work: Work, new: NewClient<'_>) -> Result<Told, AppError> {
    let name = text::clean("name", new.name, text::NAME_MAX, Lines::One)?;
    let mut scopes = new.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        let (vi, en) = ("Cần ít nhất một phạm vi.", "At least one scope is needed.");
        return Err(AppError::new(Code::BadUserInput, vi, en).at("scopes"));
    }
    let permit = administer(&work, Some(new.unit)).await?;
    let (client, secret) = (work.id(), Secret::make()?);
    store::service_client::insert(work.tx(), &permit, (client, &name, new.unit), &scopes, work.now()).await?;
    store::service_client::add_secret(work.tx(), &permit, client, &secret.hash, work.now()).await?;
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    let after = json!({ "name": name, "unit": new.unit.to_string(), "scopes": scopes, "version": 1 });
    work.audit(&permit, event(client, "ADD", None, after)).await?;
    work.commit(client.uuid()).await?;
    Ok(Told { client, secret: Some(secret.plain) })
}

/// Gives a client another secret. The one it has stays good for as long as `overlap`.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT for another version; `RULE_VIOLATED` while two are good already, or if it is disabled.
pub(crate) async fn rotate(session: &Session, once: Once, about: About, overlap: TimeDelta) -> Result<Told, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(client) => return Ok(Told { client: Id::new(client), secret: None }),
    };
    let (_, permit) = administered(&work, about).await?;
    let (tx, now) = (work.tx(), work.now());
    store::service_client::end_secrets(tx, &permit, about.client, now, now + overlap).await?;
    if store::service_client::secrets(tx, work.scope(), about.client, now).await? >= SECRETS {
        let (vi, en) = ("Đang có hai khóa bí mật còn hiệu lực.", "Two of its secrets are good already.");
        return Err(AppError::new(Code::RuleViolated, vi, en).by("service_client.two_secrets"));
    }
    let secret = Secret::make()?;
    store::service_client::add_secret(tx, &permit, about.client, &secret.hash, now).await?;
    let before = json!({ "version": about.version });
    let after = json!({ "version": about.version + 1, "oldSecretEndsAt": (now + overlap).to_rfc3339() });
    work.audit(&permit, event(about.client, "ROTATE_SECRET", Some(before), after)).await?;
    work.commit(about.client.uuid()).await?;
    Ok(Told { client: about.client, secret: Some(secret.plain) })
}

/// Lets a client ask no more, for good.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; CONFLICT for another version; `RULE_VIOLATED` if it is disabled already.
pub(crate) async fn disable(session: &Session, once: Once, about: About) -> Result<ServiceClientId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(client) => return Ok(Id::new(client)),
    };
    let (_, permit) = administered(&work, about).await?;
    store::service_client::disable(work.tx(), &permit, about.client, work.now()).await?;
    let told = |disabled: bool, version: i32| json!({ "disabled": disabled, "version": version });
    let (before, after) = (told(false, about.version), told(true, about.version + 1));
    work.audit(&permit, event(about.client, "DISABLE", Some(before), after)).await?;
    work.commit(about.client.uuid()).await?;
    Ok(about.client)
}

/// The client as it is seen, the right to administer it, and the change noted.
async fn administered(work: &Work, about: About) -> Result<(ClientRecord, Permit), AppError> {
    let found = store::service_client::by_id(work.tx(), work.scope(), about.client, work.today()).await?;
    let found = found.ok_or_else(AppError::not_found)?;
    let permit = administer(work, Some(found.unit)).await?;
    if !store::service_client::step(work.tx(), &permit, about.client, about.version).await? {
        return Err(AppError::stale_version());
    }
    if found.disabled_at.is_some() {
        let (vi, en) = ("Ứng dụng đã bị khóa.", "The client is disabled.");
        return Err(AppError::new(Code::RuleViolated, vi, en).by("service_client.disabled"));
    }
    Ok((found, permit))
}

fn event(client: ServiceClientId, action: &'static str, before: Option<Value>, after: Value) -> Event {
    let subject = client.uuid();
    Event { subject_kind: "SERVICE_CLIENT", subject, action, before, after: Some(after), reason: None }
}
