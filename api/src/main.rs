//! The command line, nothing else.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use tonghop::{
    command::{self, Outcome},
    config::Cli,
    telemetry,
};

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
