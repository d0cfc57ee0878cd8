//! What a request takes out of the buckets of whoever sends it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{extract::ConnectInfo, http::request::Parts};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Api, Refusal};
use crate::{
    graphql::{Audience, Prepared},
    limit::{Empty, REFUSED, Who},
    session::Caller,
};

/// The header in which proxies say for whom they speak.
const FORWARDED: &str = "x-forwarded-for";

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
    Who { principal, address: address(api, parts) }
}

/// From where a request comes. Without a connection there is nowhere.
fn address(api: &Api, parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
    let forwarded: Vec<&str> =
        parts.headers.get_all(FORWARDED).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    api.state.proxies.client(peer, forwarded.into_iter())
}
