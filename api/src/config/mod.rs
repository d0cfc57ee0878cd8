//! The command line and the environment. Nothing else in the program reads either.

mod client;
mod database;
mod demo;
mod documents;
mod grant;
mod import;
mod key;
mod limits;
mod migrate;
mod owner;
mod requests;
mod serve;
mod sign_in;
mod token;
mod user;

use clap::{Parser, Subcommand};

pub use client::{Client, ClientAdd};
pub use database::Database;
pub use demo::Demo;
pub use documents::Documents;
pub use grant::{Grant, GrantAdd};
pub use import::{Import, ImportPlan, ImportUnits};
pub use key::Key;
pub use limits::Limits;
pub use migrate::Migrate;
pub use owner::Owner;
pub use requests::Requests;
pub use serve::{Serve, connections};
pub use sign_in::SignIn;
pub use token::Token;
pub use user::{User, UserAdd, UserPassword};

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
    Serve(Box<Serve>),
    /// Show it: makes a database of demonstration data in a folder, prints how to sign in, and serves it to this machine.
    Demo(Demo),
    /// Bring the database's tables up to date; creates an SQLite file that is not there yet.
    Migrate(Migrate),
    /// Load units or plans. All or nothing.
    #[command(subcommand)]
    Import(Import),
    /// Manage users.
    #[command(subcommand)]
    User(User),
    /// Manage grants: user × role × unit × dates.
    #[command(subcommand)]
    Grant(Grant),
    /// Manage service clients: programs that ask by themselves.
    #[command(subcommand)]
    Client(Client),
    /// Print a token for a user, and nothing else.
    Token(Token),
    /// Recompute every stored figure from the reports and print the differences; exit 1 if there are any.
    Verify(Database),
    /// Print the GraphQL schema (SDL).
    Schema,
}
