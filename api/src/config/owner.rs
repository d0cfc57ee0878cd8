//! Who owns the tables of a PostgreSQL database.

use clap::Args;

/// Who owns the tables.
#[derive(Debug, Clone, Args)]
pub struct Owner {
    /// The same PostgreSQL database by the role that owns its tables, or is to. The role of --database-url, which is the
    /// server's, must own nothing; it is given the rights it needs.
    #[arg(long, env = "OWNER_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub owner_database_url: Option<String>,
}
