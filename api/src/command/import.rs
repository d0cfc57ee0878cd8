//! `import`.

use std::path::Path;

use super::{CommandError, open, print, system};
use crate::{
    config::{ImportPlan, ImportUnits},
    service::{
        self,
        plan::PlanImported,
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

/// Loads and issues plans, and says for each file what became of it.
pub(super) async fn plan(import: &ImportPlan) -> Result<(), CommandError> {
    let mut read_in = Vec::with_capacity(import.files.len());
    for path in &import.files {
        read_in.push((path.display().to_string(), read(path)?));
    }
    let files: Vec<Content<'_>> = read_in.iter().map(|(name, bytes)| Content { name, bytes }).collect();
    let store = open(&import.database.database_url, 1).await?;
    let session = system(&store, "import plan from the command line");
    for outcome in service::plan::import(&session, &files).await? {
        let done = match outcome.done {
            PlanImported::Unchanged => "unchanged".to_owned(),
            PlanImported::Revoked => "revoked before".to_owned(),
            PlanImported::Issued { tasks, quotas, obligations } => {
                format!("issued: {tasks} tasks, {quotas} quotas, {obligations} obligations")
            }
        };
        print(format!("{}: {} {} {done}", outcome.file, outcome.plan, outcome.symbol.as_deref().unwrap_or("-")))?;
    }
    Ok(())
}

/// The whole content of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    std::fs::read(path).map_err(CommandError::io(format!("cannot read {}", path.display())))
}
