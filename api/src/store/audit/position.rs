//! How far the trail is written, settled and sealed.

use sea_orm::FromQueryResult;

use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

#[derive(FromQueryResult)]
struct Position {
    seq: i64,
}

/// The highest sequence number below which nothing is still uncommitted, as this transaction sees the data; at least
/// the last one that is sealed.
///
/// On PostgreSQL the numbers above it, from the last one down to the first that shows, are those written beside a
/// transaction that still runs: as a rule a few.
///
/// No scope: it is a number that says nothing of what was written, nor by whom.
pub(crate) async fn position(tx: &Tx, _scope: &Scope) -> Result<i64, StoreError> {
    let mut sql = tx.sql();
    sql.either(
        "SELECT COALESCE((SELECT a.seq FROM audit_event a WHERE a.seq > sealed.seq ORDER BY a.seq DESC LIMIT 1), \
         sealed.seq) AS seq FROM (SELECT COALESCE(MAX(to_seq), 0) AS seq FROM audit_seal) sealed",
        // The same, over the wall, of what is settled.
        "SELECT audit_position() AS seq",
    );
    let row: Option<Position> = tx.one(sql).await?;
    Ok(row.map_or(0, |row| row.seq))
}

/// How far the trail is written and sealed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct Standing {
    /// The number of the last row that is sealed: what subscriptions resume from.
    pub sealed: i64,
    /// The number of the last row that shows.
    pub written: i64,
}

impl Standing {
    /// How many numbers wait to be sealed.
    #[must_use]
    pub const fn lag(self) -> i64 {
        self.written - self.sealed
    }
}

/// How far the trail is written and sealed.
pub(crate) async fn standing(tx: &Tx, _scope: &Scope) -> Result<Standing, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT sealed, CASE WHEN seq > sealed THEN seq ELSE sealed END AS written FROM")
        .push(" (SELECT COALESCE((SELECT MAX(to_seq) FROM audit_seal), 0) AS sealed,")
        .push(" COALESCE((SELECT MAX(seq) FROM audit_event), 0) AS seq) AS ends");
    Ok(tx.one(sql).await?.unwrap_or_default())
}
