//! Grants: giving and ending them.

use domain::{
    authz::Role,
    calendar::Day,
    id::{GrantId, Id, UnitId, UserId},
    unit::CodeScheme,
};
use serde_json::{Value, json};

use super::user::administer;
use crate::{
    error::{AppError, Code},
    session::{Begun, Event, Once, Session, Work},
    store::{
        self,
        grant::{GrantRecord, NewGrant},
    },
};

/// The grant to give.
#[derive(Debug, Clone)]
pub struct GrantInput<'a> {
    /// The user's unique name.
    pub user: &'a str,
    /// What he may do.
    pub role: Role,
    /// The unit's code; `VN` is the nation. Or its id, which is all that an organisation of a plan has.
    pub code: &'a str,
    /// The day on which the code named the unit; today if none.
    pub on: Option<Day>,
    /// The first day of the grant; open if none.
    pub from: Option<Day>,
    /// The last day of the grant; open if none.
    pub to: Option<Day>,
}

/// Gives a user a role on a unit between two days.
///
/// # Errors
/// `NOT_FOUND` for an unknown user or code, `BAD_USER_INPUT` for days in the wrong order; FORBIDDEN.
pub async fn add(session: &Session, input: GrantInput<'_>) -> Result<GrantId, AppError> {
    let work = session.begin_system().await?;
    let grant = enter(&work, input).await?;
    work.commit(grant.uuid()).await?;
    Ok(grant)
}

/// Gives a grant within a write in progress.
///
/// # Errors
/// As [`add`].
pub(crate) async fn enter(work: &Work, input: GrantInput<'_>) -> Result<GrantId, AppError> {
    let user = store::user::by_name(work.tx(), work.scope(), input.user).await?.ok_or_else(|| missing("user"))?;
    let day = input.on.unwrap_or_else(|| work.today());
    let unit = named(work, input.code, day).await?.ok_or_else(|| missing("code"))?;
    let new = NewGrant { id: work.id(), user: user.id, unit, role: input.role, from: input.from, to: input.to };
    give_within(work, new).await
}

/// A grant to be given by an administrator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    pub(crate) user: UserId,
    pub(crate) unit: UnitId,
    pub(crate) role: Role,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// Gives a user a role, for whoever administers the unit. Nobody gives himself any.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; `BAD_USER_INPUT` for days in the wrong order.
pub(crate) async fn give(session: &Session, once: Once, given: Given) -> Result<GrantId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(grant) => return Ok(Id::new(grant)),
    };
    let (tx, scope) = (work.tx(), work.scope());
    if store::user::by_id(tx, scope, given.user, work.today()).await?.is_none() {
        return Err(missing("user"));
    }
    if scope.user() == Some(given.user) {
        return Err(AppError::forbidden());
    }
    let Given { user, unit, role, from, to } = given;
    let new = NewGrant { id: work.id(), user, unit, role, from, to };
    let grant = give_within(&work, new).await.map_err(|refused| refused.called(|field| as_sent(field).to_owned()))?;
    work.commit(grant.uuid()).await?;
    Ok(grant)
}

/// What the API calls a field of a grant.
fn as_sent(field: &str) -> &str {
    if field == "to" { "validTo" } else { field }
}

async fn give_within(work: &Work, new: NewGrant) -> Result<GrantId, AppError> {
    let permit = administer(work, Some(new.unit)).await?;
    in_order(new.from, new.to, "to")?;
    store::grant::insert(work.tx(), &permit, new, work.now()).await?;
    let after = told(new.user, new.role, (new.from, new.to), false);
    work.audit(&permit, event(new.id, "ADD", None, after)).await?;
    Ok(new.id)
}

/// Lets a grant end with a day, or takes it back at once. What it was good for stays as it is.
///
/// # Errors
/// `NOT_FOUND`; FORBIDDEN; `RULE_VIOLATED` for a day that is over, or on which it has ended.
pub(crate) async fn end(session: &Session, once: Once, grant: GrantId, on: Option<Day>) -> Result<GrantId, AppError> {
    let work = match session.begin(once).await? {
        Begun::Work(work) => work,
        Begun::Done(grant) => return Ok(Id::new(grant)),
    };
    let found = store::grant::by_id(work.tx(), work.scope(), grant, work.today()).await?;
    let found = found.ok_or_else(AppError::not_found)?;
    let permit = administer(&work, Some(found.unit)).await?;
    let (last, taken_back) = match on {
        Some(day) => (Some(ends_on(&work, &found, day)?), false),
        None if found.taken_back_at.is_some() => return Err(ended()),
        None => (found.to, true),
    };
    match on {
        Some(day) => store::grant::end(work.tx(), &permit, grant, day).await?,
        None => store::grant::take_back(work.tx(), &permit, grant, work.now()).await?,
    }
    let before = told(found.user, found.role, (found.from, found.to), false);
    let after = told(found.user, found.role, (found.from, last), taken_back);
    work.audit(&permit, event(grant, "END", Some(before), after)).await?;
    work.commit(grant.uuid()).await?;
    Ok(grant)
}

/// The last day that a grant gets.
fn ends_on(work: &Work, grant: &GrantRecord, day: Day) -> Result<Day, AppError> {
    in_order(grant.from, Some(day), "on")?;
    if day < work.today() {
        let (vi, en) = ("Ngày này đã qua.", "The day is over.");
        return Err(AppError::new(Code::RuleViolated, vi, en).by("grant.past_day").at("on"));
    }
    if grant.taken_back_at.is_some() || grant.to.is_some_and(|to| to <= day) {
        return Err(ended());
    }
    Ok(day)
}

fn ended() -> AppError {
    let (vi, en) = ("Quyền này đã kết thúc vào lúc đó.", "The grant has ended by then.");
    AppError::new(Code::RuleViolated, vi, en).by("grant.ended")
}

fn in_order(from: Option<Day>, to: Option<Day>, field: &str) -> Result<(), AppError> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            let (vi, en) = ("Ngày cuối đứng trước ngày đầu.", "The last day is before the first.");
            Err(AppError::new(Code::BadUserInput, vi, en).at(field))
        }
        _ => Ok(()),
    }
}

/// What the trail says of a grant.
fn told(user: UserId, role: Role, (from, to): (Option<Day>, Option<Day>), taken_back: bool) -> Value {
    json!({
        "user": user.to_string(),
        "role": role.as_str(),
        "from": from.map(|day| day.to_string()),
        "to": to.map(|day| day.to_string()),
        "takenBack": taken_back,
    })
}

fn event(grant: GrantId, action: &'static str, before: Option<Value>, after: Value) -> Event {
    Event { subject_kind: "GRANT", subject: grant.uuid(), action, before, after: Some(after), reason: None }
}

/// The unit with an id, or with a code on a day.
pub(super) async fn named(work: &Work, code: &str, day: Day) -> Result<Option<UnitId>, AppError> {
    if let Ok(id) = code.parse::<UnitId>() {
        return Ok(store::unit::by_ids(work.tx(), work.scope(), &[id]).await?.pop().map(|unit| unit.id));
    }
    let scheme = if code == "VN" { CodeScheme::Local } else { CodeScheme::Gso };
    Ok(store::unit::by_code(work.tx(), work.scope(), scheme, code, day).await?.map(|unit| unit.id))
}

fn missing(field: &'static str) -> AppError {
    AppError::not_found().at(field)
}
