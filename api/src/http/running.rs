//! Whether the program goes on, or is about to end.

use tokio::sync::watch;

/// Known to all who must end in order: what serves, what waits for news, what works in the background.
#[derive(Debug, Clone)]
pub struct Running(watch::Sender<bool>);

impl Default for Running {
    fn default() -> Self {
        Self(watch::Sender::new(true))
    }
}

impl Running {
    /// Begins to end.
    pub fn end(&self) {
        self.0.send_replace(false);
    }

    /// Whether it has begun to end.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        !*self.0.borrow()
    }

    /// Waits until it begins to end.
    pub async fn ending(&self) {
        // The sender is here, so there is something to wait for.
        let _ = self.0.subscribe().wait_for(|running| !running).await;
    }
}
