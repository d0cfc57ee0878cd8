//! What can go wrong in the store.

use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure of the store. It keeps its source for the log; nothing of it is ever shown to a client.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// No connection came free in time, or the database is locked by somebody else.
    #[error("the database is busy")]
    Busy(#[source] Arc<DbErr>),
    /// A unique index refused the row: somebody else was faster.
    #[error("a row like it exists")]
    Taken(#[source] Arc<DbErr>),
    /// A cursor of another list or another order.
    #[error("the cursor is of another list")]
    ForeignCursor,
    /// A stored value is not of the vocabulary the code knows.
    #[error("stored value cannot be read: {0}")]
    Corrupt(String),
    /// Anything else the database said.
    #[error("the database failed")]
    Database(#[source] Arc<DbErr>),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let taken = matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)));
        let busy = is_busy(&error);
        let error = Arc::new(error);
        if taken {
            Self::Taken(error)
        } else if busy {
            Self::Busy(error)
        } else {
            Self::Database(error)
        }
    }
}

impl StoreError {
    /// A stored value that does not parse.
    pub(super) fn corrupt(error: impl std::fmt::Display) -> Self {
        Self::Corrupt(error.to_string())
    }
}

fn is_busy(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(RuntimeErr::SqlxError(e))
        | DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e)) => e
            .as_database_error()
            .and_then(sea_orm::sqlx::error::DatabaseError::code)
            .is_some_and(|code| says_busy(&code)),
        _ => false,
    }
}

/// PostgreSQL's codes have five characters. SQLite's are numbers of fewer digits, whose low byte is the error and the rest
/// which kind of it: 261 is 5, while the file is recovered.
fn says_busy(code: &str) -> bool {
    // 40001 serialization, 40P01 deadlock, 55P03 lock, 57014 time-out.
    const POSTGRES: [&str; 4] = ["40001", "40P01", "55P03", "57014"];
    // 5 BUSY, 6 LOCKED, 9 INTERRUPT.
    const SQLITE: [u32; 3] = [5, 6, 9];
    if code.len() == 5 {
        POSTGRES.contains(&code)
    } else {
        code.parse().is_ok_and(|code: u32| SQLITE.contains(&(code & 0xff)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_busy_is_busy_and_nothing_else_is() {
        // SQLite: BUSY, LOCKED, INTERRUPT, BUSY_RECOVERY, LOCKED_SHAREDCACHE, BUSY_SNAPSHOT, BUSY_TIMEOUT.
        for code in ["5", "6", "9", "261", "262", "517", "773", "40001", "40P01", "55P03", "57014"] {
            assert!(says_busy(code), "{code}");
        }
        // SQLite: ERROR, IOERR, FULL, CONSTRAINT_UNIQUE, IOERR_READ. PostgreSQL: unique, disk full, and some whose numbers
        // would end in the same byte.
        for code in ["1", "10", "13", "2067", "266", "23505", "53100", "22021", "22022", ""] {
            assert!(!says_busy(code), "{code}");
        }
    }
}
