//! Signing out.

use domain::id::{SignInId, UserId};

use super::{end, nothing};
use crate::{
    auth::secret,
    error::AppError,
    session::Session,
    store::{self, sign_in::End},
};

/// Ends the sign-in that a refresh token goes on from. One that is none, or ended, ends nothing.
///
/// # Errors
/// The database failed.
pub async fn revoke(session: &Session, token: &str) -> Result<(), AppError> {
    let work = session.begin_system().await?;
    let found = store::sign_in::find_refresh(work.tx(), work.scope(), &secret::hash(token)).await?;
    let Some(found) = found else {
        return Ok(());
    };
    let permit = work.permit_signing_in(found.user)?;
    end(&work, &permit, found.user, found.sign_in, End::SignedOut).await?;
    let subject = nothing(&work);
    work.commit(subject).await
}

/// Ends the sign-in that an access token belongs to.
///
/// # Errors
/// The database failed.
pub async fn revoke_sign_in(session: &Session, user: UserId, sign_in: SignInId) -> Result<(), AppError> {
    let work = session.begin_system().await?;
    let permit = work.permit_signing_in(user)?;
    end(&work, &permit, user, sign_in, End::SignedOut).await?;
    let subject = nothing(&work);
    work.commit(subject).await
}
