//! The command line, nothing else.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use mimalloc::MiMalloc;
use tonghop::{
    command::{self, Outcome},
    config::Cli,
    telemetry,
};

/// The answer to a dashboard is thousands of small values, made and dropped at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start();
    match command::run(cli).await {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Differences) => ExitCode::FAILURE,
        Err(error) => {
            // Nobody is left to tell when standard error is gone.
            let _ = writeln!(io::stderr(), "tonghop: {error}");
            ExitCode::from(2)
        }
    }
}
