//! `user add`, `user password`, `grant add` and `client add`.

use std::io::{self, IsTerminal};

use super::{CommandError, open, print, system};
use crate::{
    auth::Passwords,
    config::{ClientAdd, GrantAdd, UserAdd, UserPassword},
    service::{self, grant::GrantInput},
};

/// Adds a user.
pub(super) async fn add(add: &UserAdd) -> Result<(), CommandError> {
    let store = open(&add.database.database_url, 1).await?;
    let session = system(&store, "user add from the command line");
    let (name, display_name) = (add.name.as_str(), add.display_name.as_deref());
    print(service::user::add_at(&session, name, display_name, add.unit.as_deref()).await?)
}

/// Gives a password. It is never an argument: those can be read by everybody on the machine.
pub(super) async fn password(password: &UserPassword) -> Result<(), CommandError> {
    let new = if io::stdin().is_terminal() { asked()? } else { line()? };
    let store = open(&password.database.database_url, 1).await?;
    let session = system(&store, "user password from the command line");
    Ok(service::user::give_password(&session, Passwords::of_process(), &password.name, &new).await?)
}

/// Asked for twice, unseen.
fn asked() -> Result<String, CommandError> {
    let ask = |prompt: &str| rpassword::prompt_password(prompt).map_err(CommandError::io("cannot ask for a password"));
    let new = ask("New password: ")?;
    if new == ask("Again: ")? { Ok(new) } else { Err(CommandError::Refused("the two differ".to_owned())) }
}

/// The first line of standard input.
fn line() -> Result<String, CommandError> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(CommandError::io("cannot read the password"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Gives a grant.
pub(super) async fn grant(add: &GrantAdd) -> Result<(), CommandError> {
    let store = open(&add.database.database_url, 1).await?;
    let session = system(&store, "grant add from the command line");
    let input = GrantInput { user: &add.name, role: add.role, code: &add.code, on: add.on, from: add.from, to: add.to };
    print(service::grant::add(&session, input).await?)
}

/// Adds a service client.
pub(super) async fn client(add: &ClientAdd) -> Result<(), CommandError> {
    let store = open(&add.database.database_url, 1).await?;
    let session = system(&store, "client add from the command line");
    let told = service::service_client::create_by_code(&session, &add.name, &add.code, add.scopes.clone()).await?;
    print(format!("{}\n{}", told.client, told.secret.unwrap_or_default()))
}
