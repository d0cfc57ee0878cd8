//! `migrate`.

use clap::Args;

use super::{Database, Owner};

/// Which tables to bring up to date.
#[derive(Debug, Clone, Args)]
pub struct Migrate {
    /// The database, as the server will open it.
    #[command(flatten)]
    pub database: Database,
    /// Who owns the tables.
    #[command(flatten)]
    pub owner: Owner,
}
