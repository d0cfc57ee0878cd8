//! Grants: giving one.

use domain::{
    authz::{Action, Role},
    calendar::Day,
    id::{GrantId, UnitId},
    unit::CodeScheme,
};

use crate::{
    error::{AppError, Code},
    session::{Event, Session, Subject, Work},
    store::{self, grant::NewGrant},
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
    if let (Some(from), Some(to)) = (input.from, input.to)
        && to < from
    {
        return Err(AppError::new(
            Code::BadUserInput,
            "Ngày cuối đứng trước ngày đầu.",
            "The last day is before the first.",
        )
        .at("to"));
    }
    let user = store::user::by_name(work.tx(), work.scope(), input.user).await?.ok_or_else(|| missing("user"))?;
    let day = input.on.unwrap_or_else(|| work.today());
    let unit = named(work, input.code, day).await?.ok_or_else(|| missing("code"))?;
    let permit = work.permit(Action::Administer, Subject { unit, day, writers: &[] }).await?;
    let grant = NewGrant { id: work.id(), user: user.id, unit, role: input.role, from: input.from, to: input.to };
    store::grant::insert(work.tx(), &permit, grant, work.now()).await?;
    let after = serde_json::json!({
        "user": user.id.to_string(),
        "role": input.role.as_str(),
        "from": input.from.map(|day| day.to_string()),
        "to": input.to.map(|day| day.to_string()),
    });
    let event = Event {
        subject_kind: "GRANT",
        subject: grant.id.uuid(),
        action: "ADD",
        before: None,
        after: Some(after),
        reason: None,
    };
    work.audit(&permit, event).await?;
    Ok(grant.id)
}

/// The unit with an id, or with a code on a day.
async fn named(work: &Work, code: &str, day: Day) -> Result<Option<UnitId>, AppError> {
    if let Ok(id) = code.parse::<UnitId>() {
        return Ok(store::unit::by_ids(work.tx(), work.scope(), &[id]).await?.pop().map(|unit| unit.id));
    }
    let scheme = if code == "VN" { CodeScheme::Local } else { CodeScheme::Gso };
    Ok(store::unit::by_code(work.tx(), work.scope(), scheme, code, day).await?.map(|unit| unit.id))
}

fn missing(field: &'static str) -> AppError {
    AppError::not_found().at(field)
}
