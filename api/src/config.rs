//! The command line and the environment. Nothing else in the program reads either.

use std::{net::SocketAddr, num::NonZero, path::PathBuf, thread};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, builder::BoolishValueParser};
use domain::authz::Role;

/// tonghop rolls activity reports of Vietnam's provinces, districts and communes up into compliance figures, and
/// serves them as a GraphQL API.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API.
    Serve(Serve),
    /// Show it: makes a database of demonstration data in a folder, prints how to sign in, and serves it to this machine.
    Demo(Demo),
    /// Bring the database's tables up to date; creates an SQLite file that is not there yet.
    Migrate(Database),
    /// Load units or plans. All or nothing.
    #[command(subcommand)]
    Import(Import),
    /// Manage users.
    #[command(subcommand)]
    User(User),
    /// Manage grants: user × role × unit × dates.
    #[command(subcommand)]
    Grant(Grant),
    /// Print a token for a user, and nothing else.
    Token(Token),
    /// Recompute every stored figure from the reports and print the differences; exit 1 if there are any.
    Verify(Database),
    /// Print the GraphQL schema (SDL).
    Schema,
}

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// The database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite:tonghop.db", hide_env_values = true)]
    pub database_url: String,
}

/// Where the signing key is.
#[derive(Debug, Clone, Args)]
pub struct Key {
    /// The file of the key that signs tokens; made (mode 0600) if it is not there.
    #[arg(long, env = "SIGNING_KEY", default_value = "tonghop-signing-key.pem")]
    pub signing_key: PathBuf,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The signing key.
    #[command(flatten)]
    pub key: Key,
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
}

/// How to show.
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// The folder for the demonstration's database and key; made if it is not there.
    #[arg(long, env = "DEMO_FOLDER", default_value = "tonghop-demo")]
    pub folder: PathBuf,
    /// Another database instead of an SQLite file in the folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The address and port to listen on.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

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

/// As many database connections as serve this machine best, with as many again well within what PostgreSQL takes.
#[must_use]
pub fn connections() -> u32 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(cores).unwrap_or(u32::MAX).saturating_mul(3).clamp(4, 32)
}

fn role(word: &str) -> Result<Role, String> {
    word.parse().map_err(|_| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("one of {}", words.join(", "))
    })
}
