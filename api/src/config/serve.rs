//! `serve`.

use std::{net::SocketAddr, num::NonZero, thread};

use clap::{Args, builder::BoolishValueParser};

use super::{Database, Documents, Key, Limits, Requests, SignIn};

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The signing key.
    #[command(flatten)]
    pub key: Key,
    /// How people and programs sign in.
    #[command(flatten)]
    pub sign_in: SignIn,
    /// The address and port to listen on.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// How many database connections read at the same time, and on PostgreSQL as many again that write; when left out,
    /// three for each core, 4 at least and 32 at most. With more, requests get into each other's way in the database
    /// instead of waiting in line.
    #[arg(long, env = "CONNECTIONS", default_value_t = connections())]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub connections: u32,
    /// Serve the GraphiQL page at /graphiql.
    #[arg(long, env = "GRAPHIQL", value_parser = BoolishValueParser::new())]
    pub graphiql: bool,
    /// How requests are treated.
    #[command(flatten)]
    pub requests: Requests,
    /// Which documents are run.
    #[command(flatten)]
    pub documents: Documents,
    /// How much a client may ask for.
    #[command(flatten)]
    pub limits: Limits,
}

/// As many database connections as serve this machine best, with as many again well within what PostgreSQL takes.
#[must_use]
pub fn connections() -> u32 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(cores).unwrap_or(u32::MAX).saturating_mul(3).clamp(4, 32)
}
