//! `migrate`.

use super::CommandError;
use crate::config::Migrate;

/// Brings the tables up to date.
pub(super) async fn run(migrate: &Migrate) -> Result<(), CommandError> {
    Ok(crate::store::migrate(&migrate.database.database_url, migrate.owner.owner_database_url.as_deref()).await?)
}
