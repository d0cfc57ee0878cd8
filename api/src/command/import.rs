//! `import`.

use std::path::Path;

use super::{CommandError, open, print, system};
use crate::{
    config::ImportUnits,
    service::{
        self,
        unit::{Content, UnitFiles},
    },
};

/// Loads two editions of the directory.
pub(super) async fn units(import: &ImportUnits) -> Result<(), CommandError> {
    let (first, second, successions) = (read(&import.first)?, read(&import.second)?, read(&import.successions)?);
    let (names, store) = (
        [&import.first, &import.second, &import.successions].map(|path| path.display().to_string()),
        open(&import.database.database_url, 1).await?,
    );
    let files = UnitFiles {
        first: Content { name: &names[0], bytes: &first },
        second: Content { name: &names[1], bytes: &second },
        successions: Content { name: &names[2], bytes: &successions },
        valid_to: import.valid_to,
        valid_from: import.valid_from,
    };
    let session = system(&store, "import units from the command line");
    let done = service::unit::import(&session, files).await?;
    print(format!(
        "{} rows and {} successions read: {} units added, {} changed",
        done.rows, done.successions, done.added, done.changed
    ))
}

/// The whole content of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    std::fs::read(path).map_err(CommandError::io(format!("cannot read {}", path.display())))
}
