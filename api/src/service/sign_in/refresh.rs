//! By refresh token.

use super::{Issued, Issuer, NO_GOOD, Refused, end, give};
use crate::{
    auth::{Tokens, secret},
    session::Session,
    store::{
        self,
        sign_in::{End, SignInRecord},
    },
};

/// Goes on with a sign-in.
///
/// Each refresh token is good once. Whoever sends one a second time has it from somebody else, or somebody else has it
/// from him: nobody can tell which, so the sign-in ends and both sign in anew. There is no span in which a token may be
/// sent again: a thief who knows when a client refreshes would hit it. A client whose answer was lost signs in with the
/// password; one that sends two at once loses.
///
/// # Errors
/// `Refused`.
pub async fn refresh(session: &Session, tokens: &Tokens, issuer: &Issuer, token: &str) -> Result<Issued, Refused> {
    let hash = secret::hash(token);
    let work = session.begin_system().await?;
    let (tx, scope, now) = (work.tx(), work.scope(), work.now());
    let found = store::sign_in::find_refresh(tx, scope, &hash).await?.filter(|found| !found.ended).ok_or(NO_GOOD)?;
    let permit = work.permit_signing_in(found.user)?;
    let first = !found.used && store::sign_in::use_up(tx, &permit, &hash, now).await?;
    if !first {
        // Nobody knows who sent it.
        let permit = work.permit_program()?;
        end(&work, &permit, found.user, found.sign_in, End::Reused).await?;
        work.commit(found.sign_in.uuid()).await?;
        return Err(NO_GOOD);
    }
    if found.expires_at <= now || found.sign_in_expires_at <= now {
        return Err(NO_GOOD);
    }
    let sign_in =
        SignInRecord { id: found.sign_in, user: found.user, created_at: now, expires_at: found.sign_in_expires_at };
    store::sign_in::sweep_refresh(tx, &permit, now).await?;
    let given = give(&work, &permit, (tokens, issuer.lives), &sign_in).await?;
    work.commit(found.sign_in.uuid()).await?;
    Ok(given)
}
