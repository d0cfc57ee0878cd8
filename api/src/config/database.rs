//! Which database.

use clap::Args;

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// The database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite:tonghop.db", hide_env_values = true)]
    pub database_url: String,
}
