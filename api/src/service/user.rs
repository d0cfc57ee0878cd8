//! Users: adding one.

use domain::{
    id::UserId,
    text::{self, Lines},
};

use crate::{
    error::{AppError, Code},
    session::{Event, Session, Work},
    store::{self, user::UserRecord},
};

/// Adds a user with a unique name. He may do nothing before he is given a grant.
///
/// # Errors
/// `BAD_USER_INPUT` for a bad name, CONFLICT for one that is taken; FORBIDDEN.
pub async fn add(session: &Session, name: &str, display_name: Option<&str>) -> Result<UserId, AppError> {
    let work = session.begin_system().await?;
    let user = enter(&work, name, display_name).await?;
    work.commit(user.uuid()).await?;
    Ok(user)
}

/// Adds a user within a write in progress.
///
/// # Errors
/// As [`add`].
pub(crate) async fn enter(work: &Work, name: &str, display_name: Option<&str>) -> Result<UserId, AppError> {
    let name = text::clean("name", name, text::NAME_MAX, Lines::One)?;
    let display_name = text::clean_optional("displayName", display_name, text::NAME_MAX, Lines::One)?;
    let permit = work.permit_program()?;
    if store::user::by_name(work.tx(), work.scope(), &name).await?.is_some() {
        return Err(AppError::new(Code::Conflict, "Tên người dùng đã có.", "The user's name is taken.").at("name"));
    }
    let user = UserRecord { id: work.id(), display_name: display_name.unwrap_or_else(|| name.clone()), name };
    let event = Event {
        subject_kind: "USER",
        subject: user.id.uuid(),
        action: "ADD",
        before: None,
        after: Some(serde_json::json!({ "name": user.name, "displayName": user.display_name })),
        reason: None,
    };
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
