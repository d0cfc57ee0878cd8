//! What to measure, from the command line and the environment.

use std::time::Duration;

use tonghop::service::benchmark::Shape;

use crate::{Outcome, place::Kind};

/// The environment variable with the PostgreSQL server to use.
const SERVER: &str = "TONGHOP_BENCH_POSTGRES";

/// What this process is.
pub(crate) enum Role {
    /// The benchmark.
    Bench(Settings),
    /// The server that is measured, with the arguments of `tonghop serve`.
    Server(Vec<String>),
    /// Nothing: it was only asked which tests there are.
    Nothing,
}

/// What to measure.
pub(crate) struct Settings {
    pub(crate) shape: Shape,
    /// How many reports, growing.
    pub(crate) sizes: Vec<usize>,
    /// How long each load lasts.
    pub(crate) seconds: Duration,
    /// The address of a PostgreSQL server, if there is one.
    pub(crate) postgres: Option<String>,
    only: Option<Kind>,
}

impl Settings {
    #[expect(clippy::disallowed_methods, reason = "the benchmark's own server is no setting of the program")]
    pub(crate) fn read() -> Outcome<Role> {
        let mut arguments = std::env::args().skip(1);
        let mut settings = Self {
            shape: Shape::NATION,
            sizes: vec![20_000, 200_000, 2_000_000],
            seconds: Duration::from_secs(10),
            postgres: std::env::var(SERVER).ok(),
            only: None,
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--serve" => return Ok(Role::Server(arguments.collect())),
                "--list" => return Ok(Role::Nothing),
                "--quick" => {
                    settings.shape = Shape::PROVINCE;
                    settings.sizes = vec![20_000];
                    settings.seconds = Duration::from_secs(4);
                }
                "--database-url" => settings.postgres = arguments.next(),
                "--sqlite" => settings.only = Some(Kind::Sqlite),
                "--postgres" => settings.only = Some(Kind::Postgres),
                // Cargo says what it runs.
                "--bench" => {}
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        if settings.postgres.is_none() && settings.only != Some(Kind::Sqlite) {
            return Err(format!(
                "no PostgreSQL server: run tests/bench, which starts one, or name one with {SERVER} or --database-url, \
                 or measure SQLite alone with --sqlite"
            )
            .into());
        }
        Ok(Role::Bench(settings))
    }

    /// The databases to measure.
    pub(crate) fn databases(&self) -> Vec<Kind> {
        self.only.map_or_else(|| vec![Kind::Postgres, Kind::Sqlite], |only| vec![only])
    }
}
