//! The command line, nothing else.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, error::ErrorKind};
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
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return refuse(&sentence(&error.to_string()));
        }
        Err(help) => help.exit(),
    };
    telemetry::start();
    match command::run(cli).await {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Differences) => ExitCode::FAILURE,
        Err(error) => refuse(&error.to_string()),
    }
}

fn refuse(why: &str) -> ExitCode {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "tonghop: {why}");
    ExitCode::from(2)
}

/// What the command line's parser says, without its label and its hints, in one line.
fn sentence(said: &str) -> String {
    let said = said.strip_prefix("error: ").unwrap_or(said);
    said.lines().take_while(|line| !line.is_empty()).map(str::trim).collect::<Vec<_>>().join(" ")
}
