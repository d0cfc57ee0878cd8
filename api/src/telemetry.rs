//! Logs, to standard error.

use tracing_subscriber::{EnvFilter, fmt};

/// Begins to log: warnings of everything and this program's own doings.
pub fn start() {
    let filter = EnvFilter::new("warn,tonghop=info");
    // A second start in one process (a test's) keeps the first.
    let _ = fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
