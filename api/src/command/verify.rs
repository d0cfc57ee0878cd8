//! `verify`.

use super::{CommandError, Outcome, open, print, system};
use crate::{config::Database, service};

/// Recomputes every stored figure and the chain of the audit trail; prints what differs, line by line, and last where the
/// chain ends.
pub(super) async fn run(database: &Database) -> Result<Outcome, CommandError> {
    let store = open(&database.database_url, 1).await?;
    let mut verification =
        service::verify::Verification::new(system(&store, "every stored figure and the audit trail are checked"));
    let mut outcome = Outcome::Well;
    while let Some(differences) = verification.next().await? {
        for difference in differences {
            print(difference)?;
            outcome = Outcome::Differences;
        }
    }
    print(verification.head().await?)?;
    Ok(outcome)
}
