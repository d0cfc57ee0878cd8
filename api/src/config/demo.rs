//! `demo`.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

use super::Owner;

/// How to show.
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// The folder for the demonstration's database and key; made if it is not there.
    #[arg(long, env = "DEMO_FOLDER", default_value = "tonghop-demo")]
    pub folder: PathBuf,
    /// Another database instead of an SQLite file in the folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Who owns its tables.
    #[command(flatten)]
    pub owner: Owner,
    /// The address and port to listen on.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}
