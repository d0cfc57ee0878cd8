//! `user add` and `grant add`.

use super::{CommandError, open, print, system};
use crate::{
    config::{GrantAdd, UserAdd},
    service::{self, grant::GrantInput},
};

/// Adds a user.
pub(super) async fn add(add: &UserAdd) -> Result<(), CommandError> {
    let store = open(&add.database.database_url, 1).await?;
    let session = system(&store, "user add from the command line");
    print(service::user::add(&session, &add.name, add.display_name.as_deref()).await?)
}

/// Gives a grant.
pub(super) async fn grant(add: &GrantAdd) -> Result<(), CommandError> {
    let store = open(&add.database.database_url, 1).await?;
    let session = system(&store, "grant add from the command line");
    let input = GrantInput { user: &add.name, role: add.role, code: &add.code, on: add.on, from: add.from, to: add.to };
    print(service::grant::add(&session, input).await?)
}
