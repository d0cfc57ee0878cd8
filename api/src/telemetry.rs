//! Logs, to standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt};

/// Begins to log: warnings of everything and this program's own doings.
pub fn start() {
    let filter = EnvFilter::new("warn,tonghop=info");
    // Colours are for people; a file or a journal gets plain lines.
    let log = fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // A second start in one process (a test's) keeps the first.
    let _ = log.try_init();
}
