//! From where a request comes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};

use crate::limit::Proxies;

/// The header in which proxies say for whom they speak.
const FORWARDED: &str = "x-forwarded-for";

/// The address of the client: of the connection, or what proxies that are trusted say. Without a connection there is
/// nowhere.
pub(super) fn address(proxies: &Proxies, extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
    let forwarded: Vec<&str> =
        headers.get_all(FORWARDED).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    proxies.client(peer, forwarded.into_iter())
}
