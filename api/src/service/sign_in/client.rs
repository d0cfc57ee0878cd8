//! As a service client.

use domain::{authz::ClientScope, id::ServiceClientId};
use serde_json::json;

use super::{Issued, Issuer, Refused, event_of};
use crate::{
    auth::{Bearer, Tokens, secret, words},
    session::Session,
    store,
};

/// Signs a service client in by its secret, for no more than the scopes it asks for.
///
/// # Errors
/// `Refused`.
pub async fn client_credentials(
    session: &Session,
    tokens: &Tokens,
    issuer: &Issuer,
    (client, given): (ServiceClientId, &str),
    asked: Option<Vec<ClientScope>>,
) -> Result<Issued, Refused> {
    let work = session.begin_system().await?;
    let (tx, scope, now) = (work.tx(), work.scope(), work.now());
    let has = store::service_client::by_secret(tx, scope, client, &secret::hash(given), now).await?;
    let has = has.ok_or(Refused::Client)?;
    let scopes = asked.unwrap_or_else(|| has.clone());
    if scopes.is_empty() || !scopes.iter().all(|scope| has.contains(scope)) {
        return Err(Refused::Scope);
    }
    let access_token = tokens.sign(Bearer::Client(client, &scopes), now, issuer.lives.access)?;
    let permit = work.permit_client_signing_in(client)?;
    let after = json!({ "scope": words(&scopes) });
    work.audit(&permit, event_of("SERVICE_CLIENT", client.uuid(), "SIGN_IN", after)).await?;
    work.commit(client.uuid()).await?;
    Ok(Issued { access_token, access_life: issuer.lives.access, refresh_token: None, scopes: Some(scopes) })
}
