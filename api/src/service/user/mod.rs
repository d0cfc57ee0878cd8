//! Users: adding and administering them.

mod administer;
mod linking;
mod password;

use domain::{
    authz::Action,
    id::{UnitId, UserId},
    text::{self, Lines},
    unit::CodeScheme,
};
use serde_json::{Value, json};

pub(crate) use administer::{About, Said, change, create, disable, enable};
pub(crate) use linking::{link, unlink};
pub use password::give as give_password;
pub(crate) use password::{change as change_password, set as set_password, sign_out};

use super::grant::named;
use crate::{
    error::{AppError, Code},
    session::{Event, Permit, Reach, Session, Subject, Work},
    store::{self, user::UserRecord},
};

/// Adds a user with a unique name. He may do nothing before he is given a grant.
///
/// # Errors
/// `BAD_USER_INPUT` for a bad name, CONFLICT for one that is taken; FORBIDDEN.
pub async fn add(session: &Session, name: &str, display_name: Option<&str>) -> Result<UserId, AppError> {
    add_at(session, name, display_name, None).await
}

/// Adds a user whom the administrators of a unit administer, named by its code today or its id.
///
/// # Errors
/// As [`add`]; `NOT_FOUND` for an unknown unit.
pub async fn add_at(
    session: &Session,
    name: &str,
    display_name: Option<&str>,
    unit: Option<&str>,
) -> Result<UserId, AppError> {
    let work = session.begin_system().await?;
    let unit = match unit {
        Some(code) => Some(named(&work, code, work.today()).await?.ok_or_else(|| AppError::not_found().at("unit"))?),
        None => None,
    };
    let new = NewUser { name, display_name, unit };
    let user = enter(&work, new).await?;
    work.commit(user.uuid()).await?;
    Ok(user)
}

/// A user to be added.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// The unique name.
    pub name: &'a str,
    /// The name shown to people; the unique name if none.
    pub display_name: Option<&'a str>,
    /// The unit whose administrators administer him; those of the nation if none.
    pub unit: Option<UnitId>,
}

/// Adds a user within a write in progress.
///
/// # Errors
/// As [`add`].
pub(crate) async fn enter(work: &Work, new: NewUser<'_>) -> Result<UserId, AppError> {
    let name = text::clean("name", new.name, text::NAME_MAX, Lines::One)?;
    let display_name = text::clean_optional("displayName", new.display_name, text::NAME_MAX, Lines::One)?;
    let permit = if work.scope().is_program() && new.unit.is_none() {
        work.permit_program()?
    } else {
        administer(work, new.unit).await?
    };
    if store::user::by_name(work.tx(), work.scope(), &name).await?.is_some() {
        return Err(AppError::new(Code::Conflict, "Tên người dùng đã có.", "The user's name is taken.").at("name"));
    }
    let user = UserRecord {
        id: work.id(),
        display_name: display_name.unwrap_or_else(|| name.clone()),
        name,
        unit: new.unit,
        version: 1,
        disabled_at: None,
    };
    let event = event(user.id, "ADD", None, Some(told(&user)));
    let id = user.id;
    store::user::insert(work.tx(), &permit, user, work.now()).await?;
    work.audit(&permit, event).await?;
    Ok(id)
}

/// The user with a name.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn by_name(session: &Session, name: &str) -> Result<UserId, AppError> {
    let reading = session.reading().await?;
    let user = store::user::by_name(reading.tx(), reading.scope(), name).await?;
    user.map(|user| user.id).ok_or_else(|| AppError::not_found().at("user"))
}

/// What the trail says of a user.
fn told(user: &UserRecord) -> Value {
    json!({
        "name": user.name,
        "displayName": user.display_name,
        "unit": user.unit.map(|unit| unit.to_string()),
        "disabled": user.disabled_at.is_some(),
        "version": user.version,
    })
}

fn event(user: UserId, action: &'static str, before: Option<Value>, after: Option<Value>) -> Event {
    Event { subject_kind: "USER", subject: user.uuid(), action, before, after, reason: None }
}

/// A user whom the caller may see.
async fn seen(work: &Work, user: UserId) -> Result<UserRecord, AppError> {
    let user = store::user::by_id(work.tx(), work.scope(), user, work.today()).await?;
    user.ok_or_else(AppError::not_found)
}

/// The right to administer what belongs to a unit; to the nation if none. Where the unit lives no more, that of whoever
/// stood above it in the end.
pub(crate) async fn administer(work: &Work, unit: Option<UnitId>) -> Result<Permit, AppError> {
    let (tx, scope, today) = (work.tx(), work.scope(), work.today());
    let unit = if let Some(unit) = unit {
        unit
    } else {
        let root = store::unit::by_code(tx, scope, CodeScheme::Local, "VN", today).await?;
        root.ok_or_else(AppError::forbidden)?.id
    };
    let day = store::unit::day_judged(tx, scope, unit, today).await?;
    let day = day.ok_or_else(|| AppError::not_found().at("unit"))?;
    work.permit(Action::Administer, Subject { unit, day, writers: &[] }).await
}

/// Whether the caller may do what would let him become the user: only over whom he has power wherever that user has any,
/// today or later. Nobody does it to himself: whoever has his token for a moment would have it for good.
async fn may_become(session: &Session, work: &Work, user: UserId) -> Result<(), AppError> {
    if work.scope().user() == Some(user) {
        return Err(AppError::forbidden());
    }
    // Grants that he does not see count above all.
    let program = session.program("where somebody has any power says who may become him");
    let reading = program.reading().await?;
    for unit in store::grant::units_to_come(reading.tx(), reading.scope(), user, work.today()).await? {
        administer(work, Some(unit)).await?;
    }
    Ok(())
}

/// Whether the caller administers anything at all; asked before work is done for him that costs much.
async fn administers(session: &Session) -> Result<(), AppError> {
    let reading = session.reading().await?;
    let any = match reading.scope().administers() {
        Reach::Everything => true,
        Reach::Units(units) => !units.is_empty(),
    };
    if any { Ok(()) } else { Err(AppError::forbidden()) }
}
