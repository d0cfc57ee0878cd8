//! Rows of which an answer has hundreds, read column by column.

use sea_orm::{DbErr, QueryResult, TryGetable};

/// The columns of a row in the order of its SELECT. No name is looked up: of a province's figures that is a twentieth of
/// the server's time.
pub(super) struct Columns<'a> {
    row: &'a QueryResult,
    next: usize,
}

impl<'a> Columns<'a> {
    pub(super) const fn of(row: &'a QueryResult) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub(super) fn next<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        let at = self.next;
        self.next += 1;
        self.row.try_get_by_index(at)
    }
}
