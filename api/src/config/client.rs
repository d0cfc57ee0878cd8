//! `client add`.

use clap::{Args, Subcommand};
use domain::authz::ClientScope;

use super::Database;

/// What to do with service clients.
#[derive(Debug, Subcommand)]
pub enum Client {
    /// Add a service client; prints its id and its secret, which is told this once.
    Add(ClientAdd),
}

/// The service client to add.
#[derive(Debug, Clone, Args)]
pub struct ClientAdd {
    /// The database.
    #[command(flatten)]
    pub database: Database,
    /// The client's name for people.
    pub name: String,
    /// The code today of the unit its scopes hold on, or the unit's id; VN is the nation.
    pub code: String,
    /// READ, `WRITE_REPORT`, `SUBMIT_REPORT`; each includes READ.
    #[arg(required = true, value_name = "SCOPE", value_parser = scope)]
    pub scopes: Vec<ClientScope>,
}

fn scope(word: &str) -> Result<ClientScope, String> {
    word.parse().map_err(|_| {
        let words: Vec<&str> = ClientScope::ALL.iter().map(|scope| scope.as_str()).collect();
        format!("one of {}", words.join(", "))
    })
}
