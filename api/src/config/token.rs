//! `token`.

use clap::Args;

use super::{Database, Key};

/// Whose token.
#[derive(Debug, Clone, Args)]
pub struct Token {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The signing key.
    #[command(flatten)]
    pub key: Key,
    /// The user's unique name.
    #[arg(long)]
    pub user: String,
    /// For how many hours the token is good.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(i64).range(1..=24 * 366))]
    pub hours: i64,
}
