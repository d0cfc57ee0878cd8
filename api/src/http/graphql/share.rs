//! What a request takes out of the buckets of whoever sends it.

use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Api, Refusal};
use crate::{
    graphql::{Audience, Prepared},
    http::peer,
    limit::{Empty, REFUSED, Who},
    session::Caller,
};

/// Takes what a refused request costs: whoever sends nothing but such has to wait, too.
pub(super) fn refused(api: &Api, parts: &Parts, caller: &Caller) -> Result<(), Refusal> {
    let taken = api.state.buckets.take(who(api, parts, caller), REFUSED, api.state.sources.now());
    taken.map(drop).map_err(|empty| Refusal::too_many(empty.wait))
}

/// Takes what an operation costs.
pub(super) fn charge(
    api: &Api,
    parts: &Parts,
    caller: &Caller,
    prepared: Prepared,
    audience: &Audience,
) -> Result<Prepared, Refusal> {
    match api.state.buckets.take(who(api, parts, caller), prepared.cost(), api.state.sources.now()) {
        Ok(standing) => Ok(prepared.charged(standing)),
        Err(Empty { standing, wait }) => {
            tracing::info!(request_id = audience.request_id, "not run: the caller's bucket is empty");
            Err(Refusal::too_many(wait).telling("cost", prepared.charged(standing).told()))
        }
    }
}

fn who(api: &Api, parts: &Parts, caller: &Caller) -> Who {
    let principal = match caller {
        Caller::Anonymous | Caller::System(_) => None,
        Caller::User { user, .. } => Some(user.uuid()),
        Caller::Client { client, .. } => Some(client.uuid()),
        Caller::Identity { identity, .. } => {
            let named = [identity.issuer.as_bytes(), &[0], identity.subject.as_bytes()].concat();
            Uuid::from_slice(&Sha256::digest(named)[..16]).ok()
        }
    };
    Who { principal, address: peer::address(&api.state.proxies, &parts.extensions, &parts.headers) }
}
