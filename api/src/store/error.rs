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
    // SQLite: 5 BUSY, 6 LOCKED. PostgreSQL: 40001 serialization, 40P01 deadlock, 55P03 lock, 57014 time-out.
    const CODES: [&str; 6] = ["5", "6", "40001", "40P01", "55P03", "57014"];
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => e
            .as_database_error()
            .and_then(sea_orm::sqlx::error::DatabaseError::code)
            .is_some_and(|code| CODES.contains(&code.as_ref())),
        _ => false,
    }
}
