//! `user add`.

use clap::{Args, Subcommand};

use super::Database;

/// What to do with users.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a user.
    Add(UserAdd),
}

/// The user to add.
#[derive(Debug, Clone, Args)]
pub struct UserAdd {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The user's unique name.
    pub name: String,
    /// The name shown to people; the unique name when left out.
    #[arg(long)]
    pub display_name: Option<String>,
}
