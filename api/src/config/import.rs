//! `import units` and `import plan`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::Database;

/// What to load.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Load the country's units: one edition up to a day, the next from the day after, and what became what.
    Units(ImportUnits),
    /// Load and issue plans from files.
    Plan(ImportPlan),
}

/// Two editions of the directory and their successions.
#[derive(Debug, Clone, Args)]
pub struct ImportUnits {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The last day of the first edition.
    #[arg(long, value_name = "DAY", requires = "valid_from")]
    pub valid_to: NaiveDate,
    /// The first edition: `code,name,level,kind,parent_code`.
    #[arg(value_name = "FIRST.csv")]
    pub first: PathBuf,
    /// The first day of the second edition.
    #[arg(long, value_name = "DAY")]
    pub valid_from: NaiveDate,
    /// The second edition.
    #[arg(value_name = "SECOND.csv")]
    pub second: PathBuf,
    /// What became what: `predecessor_code,successor_code,effective_from,change,extent`.
    #[arg(long, value_name = "FILE.csv")]
    pub successions: PathBuf,
}

/// Plans to load.
#[derive(Debug, Clone, Args)]
pub struct ImportPlan {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The plan files (JSON).
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}
