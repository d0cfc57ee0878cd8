//! `token`.

use chrono::TimeDelta;

use super::{CommandError, open, print, system};
use crate::{
    auth::{Bearer, Provenance, SigningKey, Tokens},
    clock::Sources,
    config::Token,
    service,
};

/// Prints a token for a user.
pub(super) async fn run(token: &Token) -> Result<(), CommandError> {
    let store = open(&token.database.database_url, 1).await?;
    let session = system(&store, "a token from the command line");
    let user = service::user::by_name(&session, &token.user).await?;
    let key = SigningKey::load_or_make(&token.key.signing_key, Provenance::Service)?;
    print(Tokens::new(&key, &[]).sign(Bearer::User(user), Sources::system().now(), TimeDelta::hours(token.hours))?)
}
