//! How requests are treated.

use std::time::Duration;

use axum::http::HeaderValue;
use clap::Args;

use crate::http::Settings;

/// How requests are treated.
#[derive(Debug, Clone, Args)]
pub struct Requests {
    /// How many seconds the server works on a request before it stops it.
    #[arg(long, env = "DEADLINE", value_name = "SECONDS", default_value_t = 10)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub deadline: u64,
    /// How many requests are worked on at the same time; when left out, eight for each database connection that reads.
    #[arg(long, env = "REQUESTS", value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    pub requests: Option<u16>,
    /// How many more requests may wait; the next is told to come again (503).
    #[arg(long, env = "WAITING", value_name = "COUNT", default_value_t = 1_000)]
    pub waiting: u16,
    /// An origin whose web pages may call the API, as a browser writes it: `https://example.vn`. Give it again for another;
    /// in the environment, separate them by commas.
    #[arg(long = "allow-origin", env = "ALLOW_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = origin)]
    pub origins: Vec<HeaderValue>,
    /// How many seconds the server goes on after SIGTERM, while /readyz says that it is not ready any more.
    #[arg(long, env = "END_AFTER", value_name = "SECONDS", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u64).range(..=3_600))]
    pub end_after: u64,
    /// How many seconds requests in work may then take to end.
    #[arg(long, env = "END_WITHIN", value_name = "SECONDS", default_value_t = 30)]
    #[arg(value_parser = clap::value_parser!(u64).range(..=3_600))]
    pub end_within: u64,
}

impl Requests {
    /// What is set, for a server with as many database connections.
    #[must_use]
    pub fn settings(&self, connections: u32) -> Settings {
        let by_connections = u16::try_from(connections.saturating_mul(8)).unwrap_or(u16::MAX);
        Settings {
            deadline: Duration::from_secs(self.deadline),
            at_once: self.requests.unwrap_or(by_connections),
            waiting: self.waiting,
            origins: self.origins.clone(),
            end_after: Duration::from_secs(self.end_after),
            end_within: Duration::from_secs(self.end_within),
            ..Settings::default()
        }
    }
}

/// An origin: scheme, host and, unless it is the scheme's own, port; nothing behind it.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.:[]".contains(letter);
    if host.is_empty() || !host.chars().all(letter) {
        return Err("an origin is a scheme and a host in small letters, with its port if it has one of its own, and \
                    nothing behind: https://example.vn"
            .to_owned());
    }
    HeaderValue::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends_of_a_page_and_nothing_else() {
        for right in ["https://example.vn", "http://localhost:3000", "https://a-b.example.vn:8443", "http://[::1]:80"] {
            assert_eq!(origin(right).unwrap(), right);
        }
        for wrong in [
            "",
            "*",
            "null",
            "example.vn",
            "https://",
            "https://example.vn/",
            "https://Example.vn",
            "ftp://example.vn",
            "https://*.example.vn",
            "https://a.vn,https://b.vn",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
