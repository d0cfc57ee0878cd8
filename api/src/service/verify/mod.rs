//! The check of every stored figure: contributions against reports and plans, amounts against contributions, tallies
//! against obligations; and of the audit trail against its seals.
//!
//! It reads one snapshot, a chunk at a time, and writes nothing.

mod contribution;
mod figure;
mod trail;

use std::fmt;

use domain::id::{ActivityReportId, UnitId};

pub use self::trail::Head;
use crate::{error::AppError, session::Session};

/// A stored figure that is not what it should be, as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    what: String,
    stored: String,
    expected: String,
}

impl Difference {
    fn new(what: impl fmt::Display, stored: impl fmt::Display, expected: impl fmt::Display) -> Self {
        Self { what: what.to_string(), stored: stored.to_string(), expected: expected.to_string() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: stored {}, should be {}", self.what, self.stored, self.expected)
    }
}

/// A check in progress.
#[derive(Debug)]
pub struct Verification {
    session: Session,
    next: Step,
}

#[derive(Debug, Clone)]
enum Step {
    Reports(Option<ActivityReportId>),
    Plans,
    Units(Option<UnitId>),
    Seals(trail::Reached),
    Done,
}

impl Verification {
    /// Begins to check everything that `session` sees: the program's own.
    #[must_use]
    pub const fn new(session: Session) -> Self {
        Self { session, next: Step::Reports(None) }
    }

    /// Checks the next chunk and gives what differs in it, often nothing; `None` when all is checked.
    ///
    /// # Errors
    /// The database failed, or holds a value that cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<Difference>>, AppError> {
        let reading = self.session.reading().await?;
        let mut found = Vec::new();
        self.next = match self.next.clone() {
            Step::Reports(after) => match contribution::reports(&reading, after, &mut found).await? {
                Some(last) => Step::Reports(Some(last)),
                None => Step::Plans,
            },
            Step::Plans => {
                contribution::plans(&reading, &mut found).await?;
                Step::Units(None)
            }
            Step::Units(after) => match figure::units(&reading, after, &mut found).await? {
                Some(last) => Step::Units(Some(last)),
                None => Step::Seals(trail::Reached::default()),
            },
            Step::Seals(reached) => match trail::seals(&reading, reached, &mut found).await? {
                Some(reached) => Step::Seals(reached),
                None => Step::Done,
            },
            Step::Done => return Ok(None),
        };
        Ok(Some(found))
    }

    /// Where the chain of the audit trail ends, in the snapshot that is checked.
    ///
    /// # Errors
    /// The database failed.
    pub async fn head(&self) -> Result<Head, AppError> {
        Head::read(&*self.session.reading().await?).await
    }
}
