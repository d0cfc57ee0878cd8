//! What is set for requests as a whole.

use std::time::Duration;

use axum::http::HeaderValue;

/// How requests are treated.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long the server works on one.
    pub deadline: Duration,
    /// How many are worked on at the same time.
    pub at_once: u16,
    /// How many more may wait for it.
    pub waiting: u16,
    /// How long a connection may take to send the head of its next request.
    pub head_within: Duration,
    /// How long a body may take.
    pub body_within: Duration,
    /// How long a client may take nothing of an answer, where the system can tell.
    pub unread_within: Duration,
    /// The web pages of other hosts that may call this one, by their origins: `https://example.vn`.
    pub origins: Vec<HeaderValue>,
    /// For how long a client may keep the answer to a trusted query without asking whether it still holds.
    pub keep_for: Duration,
    /// For how long the server goes on, not ready any more, after it was told to end.
    pub end_after: Duration,
    /// How long what is in work then may take.
    pub end_within: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(10),
            at_once: 64,
            waiting: 1_000,
            head_within: Duration::from_mins(1),
            body_within: Duration::from_secs(20),
            unread_within: Duration::from_secs(30),
            origins: Vec::new(),
            keep_for: Duration::ZERO,
            end_after: Duration::ZERO,
            end_within: Duration::from_secs(30),
        }
    }
}
