//! `migrate`.

use super::CommandError;
use crate::config::Database;

/// Brings the tables up to date.
pub(super) async fn run(database: &Database) -> Result<(), CommandError> {
    Ok(crate::store::migrate(&database.database_url).await?)
}
