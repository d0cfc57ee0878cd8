//! What the command line's commands do. Each prints one clear line when something is wrong.

pub mod demo;
mod documents;
mod import;
mod migrate;
mod schema;
mod serve;
mod token;
mod user;
mod verify;

use std::io::{self, Write};

use crate::{
    auth::KeyError,
    clock::Sources,
    config::{Cli, Client, Command, Grant, Import, User},
    error::AppError,
    session::{Caller, Request, Session},
    store::{ConnectError, Store},
};
use domain::refusal::Lang;

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The database cannot be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The signing key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A file or the network failed.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// The program refused.
    #[error("{0}")]
    Refused(String),
}

impl From<AppError> for CommandError {
    fn from(error: AppError) -> Self {
        let field = error.field().map(|field| format!(" ({field})")).unwrap_or_default();
        let cause = error.cause().map(|cause| format!(" [{cause:?}]")).unwrap_or_default();
        let rule = error.rule().map(|rule| format!(" {rule}")).unwrap_or_default();
        Self::Refused(format!("{}{rule}: {}{field}{cause}", error.code().as_str(), error.text(Lang::En)))
    }
}

impl CommandError {
    fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Whether all is well, or something was found that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Well,
    /// Exit code 1, without a message: what was found is already printed.
    Differences,
}

/// Does what the command line asks.
///
/// # Errors
/// What went wrong, as one line for the one who called.
pub async fn run(cli: Cli) -> Result<Outcome, CommandError> {
    match cli.command {
        Command::Serve(serve) => serve::run(*serve).await?,
        Command::Demo(demo) => demo::run(demo).await?,
        Command::Import(Import::Units(units)) => import::units(&units).await?,
        Command::Import(Import::Plan(plan)) => import::plan(&plan).await?,
        Command::Migrate(migrate) => migrate::run(&migrate).await?,
        Command::User(User::Add(add)) => user::add(&add).await?,
        Command::User(User::Password(password)) => user::password(&password).await?,
        Command::Grant(Grant::Add(add)) => user::grant(&add).await?,
        Command::Client(Client::Add(add)) => user::client(&add).await?,
        Command::Token(token) => token::run(&token).await?,
        Command::Verify(database) => return verify::run(&database).await,
        Command::Schema => schema::run()?,
    }
    Ok(Outcome::Well)
}

/// Prints to standard output; a reader that went away is no fault.
fn print(text: impl std::fmt::Display) -> Result<(), CommandError> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CommandError::Io { what: "cannot print".to_owned(), source: error })
        }
        _ => Ok(()),
    }
}

/// A database that is there and up to date, for a command.
async fn open(url: &str, connections: u32) -> Result<Store, CommandError> {
    refuse_pending(url).await?;
    Ok(Store::connect(url, connections).await?)
}

/// A database whose tables are out of date is not used.
async fn refuse_pending(url: &str) -> Result<(), CommandError> {
    let pending = crate::store::pending_migrations(url).await?;
    if pending > 0 {
        return Err(CommandError::Refused(format!("the database lacks {pending} migrations; run: tonghop migrate")));
    }
    Ok(())
}

/// A session of the program itself.
fn system(store: &Store, reason: &'static str) -> Session {
    Session::new(store.clone(), Sources::system(), Caller::System(reason), Request::default())
}
