//! From where a request comes: the address of the peer, or what a proxy says that is trusted.

use std::{net::IpAddr, str::FromStr};

/// A proxy, or a network of them, that is trusted to say from where a request comes: `10.0.0.7`, `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proxy {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is neither an address nor a network such as 10.0.0.0/8");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let address = address.parse::<IpAddr>().map_err(|_| wrong())?.to_canonical();
        let most = if address.is_ipv4() { u32::BITS } else { u128::BITS };
        match bits.unwrap_or(most) {
            bits if bits <= most => Ok(Self { address, bits }),
            _ => Err(wrong()),
        }
    }
}

impl Proxy {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differs = network.to_bits() ^ address.to_bits();
                differs.checked_shr(u32::BITS - self.bits).unwrap_or_default() == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differs = network.to_bits() ^ address.to_bits();
                differs.checked_shr(u128::BITS - self.bits).unwrap_or_default() == 0
            }
            _ => false,
        }
    }
}

/// The proxies that are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Proxy>);

impl Proxies {
    /// These and no others.
    #[must_use]
    pub const fn new(trusted: Vec<Proxy>) -> Self {
        Self(trusted)
    }

    /// The client's address, told by the connection's and by what stands in `X-Forwarded-For`, of all such headers in
    /// order. Each proxy adds at its end whom it speaks for; so the last that is no trusted proxy is the client. Whatever
    /// stands before it may be invented.
    #[must_use]
    pub fn client<'a>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'a str>) -> IpAddr {
        let mut client = peer.to_canonical();
        let mut said = forwarded.rev().flat_map(|header| header.rsplit(','));
        while self.0.iter().any(|proxy| proxy.holds(client)) {
            match said.next().and_then(address) {
                Some(before) => client = before,
                None => break,
            }
        }
        client
    }
}

/// An address as proxies write it: some add a port.
fn address(said: &str) -> Option<IpAddr> {
    let said = said.trim();
    let bare = said.strip_prefix('[').and_then(|said| said.split_once(']')).map_or(said, |(address, _)| address);
    let parsed =
        bare.parse().ok().or_else(|| bare.rsplit_once(':')?.0.parse::<std::net::Ipv4Addr>().ok().map(IpAddr::V4));
    parsed.map(|address: IpAddr| address.to_canonical())
}

/// What stands for an address: itself, or the network of 64 bits that one customer has of IPv6.
pub(super) fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        // Never that of an address of IPv4, which has nothing in the upper half.
        IpAddr::V6(address) => (address.to_bits() >> 64) << 64 | 1 << 63,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies = Proxies::new(trusted.iter().map(|proxy| proxy.parse().unwrap()).collect());
        proxies.client(peer.parse().unwrap(), forwarded.iter().copied()).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_connection_tells() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "10.1.2.3", &[]), "10.1.2.3");
    }

    #[test]
    fn the_last_that_is_no_trusted_proxy_is_the_client() {
        let trusted = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"];
        for (peer, forwarded, told) in [
            ("10.1.2.3", vec!["198.51.100.7"], "198.51.100.7"),
            ("::ffff:10.1.2.3", vec!["198.51.100.7"], "198.51.100.7"),
            ("10.1.2.3", vec!["203.0.113.1, 198.51.100.7"], "198.51.100.7"),
            ("10.1.2.3", vec!["203.0.113.1", "198.51.100.7"], "198.51.100.7"),
            ("10.1.2.3", vec!["198.51.100.7, 10.9.9.9, 192.0.2.7"], "198.51.100.7"),
            ("10.1.2.3", vec!["198.51.100.7:4711, [2001:db8::1]:80"], "198.51.100.7"),
            ("10.1.2.3", vec!["2001:db9::5"], "2001:db9::5"),
            ("10.1.2.3", vec!["10.9.9.9"], "10.9.9.9"),
            // What is no address ends the search: the proxy that let it through is answerable.
            ("10.1.2.3", vec!["198.51.100.7, unknown"], "10.1.2.3"),
            ("10.1.2.3", vec![""], "10.1.2.3"),
        ] {
            assert_eq!(client(&trusted, peer, &forwarded), told, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused() {
        for wrong in ["", "x", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/x", "::/129", "10.0.0.0/-1"] {
            assert!(wrong.parse::<Proxy>().is_err(), "{wrong}");
        }
        assert_eq!(client(&["0.0.0.0/0"], "10.1.2.3", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(&["::/0"], "10.1.2.3", &["198.51.100.7"]), "10.1.2.3");
    }
}
