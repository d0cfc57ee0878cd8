//! Measures what the edge does before anything is read from the database, and prints it as tables.
//!
//! ```sh
//! cargo bench -p tests --bench edge
//! ```

mod hostile;
mod time;

use std::{
    error::Error,
    io::{self, Write},
};

use mimalloc::MiMalloc;
use tokio::runtime::Builder;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Whatever goes wrong ends the run and is told.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    if std::env::args().any(|argument| argument == "--list") {
        return Ok(());
    }
    Builder::new_current_thread().enable_all().build()?.block_on(hostile::measure())
}

/// Prints a line.
pub(crate) fn say(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}
