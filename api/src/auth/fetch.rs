//! Asking another issuer for its keys, over HTTPS.

use std::time::Duration;

use reqwest::{Client, Url, redirect::Policy};

/// How long one answer may take, from the first byte sent to the last received.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The largest answer, in bytes.
const LARGEST: usize = 1 << 20;

/// Why an issuer's document could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none, or not safe.
    #[error("{0} is no https address (http is for this machine alone)")]
    Address(String),
    /// The network, the certificate or the time.
    #[error("no answer: {0}")]
    Network(#[from] reqwest::Error),
    /// An answer that is none; a redirect is none either.
    #[error("the answer is {0}")]
    Status(u16),
    /// An answer that is too large.
    #[error("the answer has more than {LARGEST} bytes")]
    TooLarge,
    /// An answer that is no such document.
    #[error("the answer is no {0}")]
    Content(&'static str),
}

/// Fetches documents: no redirects, no endless answers.
#[derive(Debug, Clone)]
pub struct Fetch(Client);

impl Fetch {
    /// One for all fetches of the program. It trusts whom the machine trusts.
    ///
    /// # Errors
    /// The machine trusts nobody.
    pub fn new() -> Result<Self, FetchError> {
        let client = Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy().referer(false);
        Ok(Self(client.build()?))
    }

    /// The document at `address`.
    pub(super) async fn get(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        let mut answer = self.0.get(safe(address)?).header("accept", "application/json").send().await?;
        if answer.status().as_u16() != 200 {
            return Err(FetchError::Status(answer.status().as_u16()));
        }
        let mut document = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if document.len() + chunk.len() > LARGEST {
                return Err(FetchError::TooLarge);
            }
            document.extend_from_slice(&chunk);
        }
        Ok(document)
    }
}

/// The address, if nobody between here and there can change what comes from it.
pub(super) fn safe(address: &str) -> Result<Url, FetchError> {
    let url = Url::parse(address).map_err(|_| FetchError::Address(address.to_owned()))?;
    let here = match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback()),
        None => false,
    };
    let plain = url.username().is_empty() && url.password().is_none();
    if plain && (url.scheme() == "https" || (url.scheme() == "http" && here)) {
        Ok(url)
    } else {
        Err(FetchError::Address(address.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_https_or_from_this_machine() {
        for address in
            ["https://id.example.vn/keys", "http://127.0.0.1:9/keys", "http://[::1]/keys", "http://localhost:1/"]
        {
            assert!(safe(address).is_ok(), "{address}");
        }
        for address in [
            "http://id.example.vn/keys",
            "http://127.0.0.1.example.vn/keys",
            "http://localhost.example.vn/",
            "https://user:secret@id.example.vn/keys",
            "file:///etc/passwd",
            "keys",
            "",
        ] {
            assert!(safe(address).is_err(), "{address}");
        }
    }
}
