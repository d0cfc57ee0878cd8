//! `user add` and `user password`.

use clap::{Args, Subcommand};

use super::Database;

/// What to do with users.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a user.
    Add(UserAdd),
    /// Give a user a password, asked for at the terminal or read from standard input. What he signed in with before ends.
    Password(UserPassword),
}

/// Whose password.
#[derive(Debug, Clone, Args)]
pub struct UserPassword {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The user's unique name.
    pub name: String,
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
    /// The unit whose administrators administer the user, by its code today or its id; those of the nation when left out.
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
}
