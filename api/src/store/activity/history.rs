//! What happened to a report, from the audit trail.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    activity::{ActivityState, ReportField},
    id::{ActivityReportId, Id},
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

use super::readable;
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
    },
};

/// One thing that happened to a report.
#[derive(Debug, Clone)]
pub(crate) struct ReportEvent {
    pub(crate) at: DateTime<Utc>,
    /// The display name of who did it; nobody for the program itself.
    pub(crate) actor: Option<String>,
    /// The word of the audit trail: `CREATE`, or a step of the report's life.
    pub(crate) action: String,
    pub(crate) reason: Option<String>,
    pub(crate) fields: Vec<ReportField>,
    /// None when it was only then written down.
    pub(crate) before: Option<ActivityState>,
    pub(crate) after: ActivityState,
}

#[derive(FromQueryResult)]
struct EventRow {
    seq: i64,
    at: DateTime<Utc>,
    action: String,
    reason: Option<String>,
    before: Option<String>,
    after: Option<String>,
    display_name: Option<String>,
}

impl Placed for EventRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Number(self.seq)]
    }
}

const IN_ORDER: Order = Order { name: "history", columns: &[("a.seq", Direction::Up, Holds::Number)] };

/// What happened to each of `reports`, in order, for whoever may read the report itself.
pub(crate) async fn history(
    tx: &Tx,
    scope: &Scope,
    reports: &[ActivityReportId],
    request: &PageRequest,
) -> Result<HashMap<ActivityReportId, Page<ReportEvent>>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM audit_event a JOIN activity_report r ON r.id = a.subject_id")
        .push(r#" LEFT JOIN "user" u ON u.id = a.actor_id LEFT JOIN service_client c ON c.id = a.client_id"#)
        .push(" WHERE a.subject_kind = 'ACTIVITY_REPORT'")
        .push(" AND a.subject_id")
        .one_of_ids(reports.iter().copied())
        .push(" AND ");
    readable(&mut from, scope);
    let columns =
        "a.seq, a.at, a.action, a.reason, a.before, a.after, COALESCE(u.display_name, c.name) AS display_name";
    let query = Query { columns, from };
    let pages: Vec<(Uuid, Page<EventRow>)> = page::pages(tx, "a.subject_id", query, IN_ORDER, request).await?;
    pages.into_iter().map(|(report, page)| Ok((Id::new(report), page.try_map(event)?))).collect()
}

/// The part of an audited content that the history shows.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Audited {
    state: Option<String>,
    return_fields: Vec<String>,
}

fn event(row: EventRow) -> Result<ReportEvent, StoreError> {
    let before = audited(row.before.as_deref())?;
    let after = audited(row.after.as_deref())?;
    // Later events carry the fields of the last return along; only the return itself names them.
    let named = if row.action == "RETURN" { after.return_fields } else { Vec::new() };
    let state = |word: Option<String>| word.map(|word| word.parse()).transpose().map_err(StoreError::corrupt);
    Ok(ReportEvent {
        at: row.at,
        actor: row.display_name,
        action: row.action,
        reason: row.reason,
        fields: named.iter().map(|word| word.parse().map_err(StoreError::corrupt)).collect::<Result<_, _>>()?,
        before: state(before.state)?,
        after: state(after.state)?.ok_or_else(|| StoreError::corrupt("an event without a state"))?,
    })
}

fn audited(json: Option<&str>) -> Result<Audited, StoreError> {
    json.map_or_else(|| Ok(Audited::default()), |json| serde_json::from_str(json).map_err(StoreError::corrupt))
}
