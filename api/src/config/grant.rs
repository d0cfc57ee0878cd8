//! `grant add`.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use domain::authz::Role;

use super::Database;

/// What to do with grants.
#[derive(Debug, Subcommand)]
pub enum Grant {
    /// Give a user a role on a unit.
    Add(GrantAdd),
}

/// The grant to add.
#[derive(Debug, Clone, Args)]
pub struct GrantAdd {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The user's unique name.
    pub name: String,
    /// VIEWER, REPORTER, APPROVER, REVIEWER, ADMINISTRATOR or AUDITOR.
    #[arg(value_parser = role)]
    pub role: Role,
    /// The unit's code; VN is the nation. An organisation has none: its id (`unit_…`), as the API shows it.
    pub code: String,
    /// The day on which the code named the unit; today when left out.
    #[arg(long, value_name = "DAY")]
    pub on: Option<NaiveDate>,
    /// The first day of the grant; open when left out.
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// The last day of the grant; open when left out.
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
}

fn role(word: &str) -> Result<Role, String> {
    word.parse().map_err(|_| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("one of {}", words.join(", "))
    })
}
