//! What events say of how things were before and after.

use domain::id::AuditEventId;
use sea_orm::FromQueryResult;
use serde_json::Value;

use super::{
    list::{id_of, seq_of},
    sight,
};
use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

/// Of so many letters of content one more event is read, and no further.
const LETTERS: i64 = 2_000_000;

/// How a thing was before and after.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// As it was written down.
    Read { before: Option<Value>, after: Option<Value> },
    /// Too much was asked for at once.
    TooMuch,
}

#[derive(FromQueryResult)]
struct ContentRow {
    seq: i64,
    before: Option<String>,
    after: Option<String>,
    is_read: bool,
}

/// The contents of those of the events that the caller may read and whose subject he may read.
pub(crate) async fn contents(
    tx: &Tx,
    scope: &Scope,
    ids: &[AuditEventId],
) -> Result<Vec<(AuditEventId, Content)>, StoreError> {
    let mut sql = tx.sql();
    sql.push(
        "SELECT seq, CASE WHEN is_read THEN before END AS before, CASE WHEN is_read THEN after END AS after, is_read",
    )
    .push(" FROM (SELECT seq, before, after, SUM(letters) OVER (ORDER BY seq DESC) - letters < ")
    .bind(LETTERS)
    .push(" AS is_read FROM (SELECT a.seq, a.before, a.after,")
    .push(" COALESCE(LENGTH(a.before), 0) + COALESCE(LENGTH(a.after), 0) AS letters")
    .push(" FROM audit_event a WHERE a.seq")
    .one_of(ids.iter().copied().filter_map(seq_of))
    .push(" AND ");
    sight::visible(&mut sql, &sight::reach(tx, scope).await?);
    sql.push(" AND ");
    sight::content_visible(&mut sql, scope);
    sql.push(") written) measured");
    let rows: Vec<ContentRow> = tx.all(sql).await?;
    rows.into_iter().map(|row| Ok((id_of(row.seq), content(row)?))).collect()
}

fn content(row: ContentRow) -> Result<Content, StoreError> {
    let json = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    if !row.is_read {
        return Ok(Content::TooMuch);
    }
    let (before, after) = (json(row.before), json(row.after));
    Ok(Content::Read { before: before.map_err(StoreError::corrupt)?, after: after.map_err(StoreError::corrupt)? })
}
