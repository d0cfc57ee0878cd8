//! Reports by id, whole.

use std::{collections::HashMap, str::FromStr};

use chrono::{DateTime, Utc};
use domain::{
    activity::{ActivityState, Content, Evidence, Quantity, ReportField},
    authz::Action,
    calendar::Day,
    id::{ActivityReportId, EvidenceId, Id, TaskId, UnitId, UserId},
    quota::{Channel, Minutes},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::readable;
use crate::{
    session::Scope,
    store::{StoreError, Tx, WriteTx, sql::Sql},
};

/// A report as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct ReportRecord {
    pub(crate) id: ActivityReportId,
    pub(crate) unit: UnitId,
    pub(crate) content: Content,
    /// The ids of the content's evidence, one for one.
    pub(crate) evidence_ids: Vec<EvidenceId>,
    pub(crate) state: ActivityState,
    pub(crate) version: i32,
    /// Who wrote it down first; nobody for the program itself.
    pub(crate) author: Option<UserId>,
    /// Whoever created, edited or submitted it, in the order of their ids.
    pub(crate) writers: Vec<UserId>,
    pub(crate) first_submitted_at: Option<DateTime<Utc>>,
    /// When it was last submitted.
    pub(crate) submitted_at: Option<DateTime<Utc>>,
    /// When it was last verified or returned.
    pub(crate) decided_at: Option<DateTime<Utc>>,
    /// Why it was last returned.
    pub(crate) return_reason: Option<String>,
    /// What the last return pointed at.
    pub(crate) return_fields: Vec<ReportField>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl ReportRecord {
    /// What it takes to withdraw it: once it was submitted it is more than a draft.
    pub(crate) const fn withdrawal(&self) -> Action {
        match self.first_submitted_at {
            None => Action::WithdrawDraft,
            Some(_) => Action::WithdrawReport,
        }
    }
}

#[derive(FromQueryResult)]
struct ReportRow {
    id: Uuid,
    unit_id: Uuid,
    product: String,
    topic: Option<String>,
    stage: String,
    dated_on: Day,
    quantity: i32,
    minutes: Option<i32>,
    title: String,
    explanation: Option<String>,
    state: String,
    version: i32,
    author_id: Option<Uuid>,
    first_submitted_at: Option<DateTime<Utc>>,
    submitted_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    return_reason: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct TaskRow {
    report_id: Uuid,
    task_id: Uuid,
}

#[derive(FromQueryResult)]
struct WriterRow {
    report_id: Uuid,
    user_id: Uuid,
}

#[derive(FromQueryResult)]
struct WordRow {
    report_id: Uuid,
    word: String,
}

#[derive(FromQueryResult)]
struct EvidenceRow {
    id: Uuid,
    report_id: Uuid,
    address: String,
    address_key: String,
    sha256: Option<String>,
    captured_at: Option<DateTime<Utc>>,
}

/// The reports with these ids that the caller may read.
pub(crate) async fn by_ids(tx: &Tx, scope: &Scope, ids: &[ActivityReportId]) -> Result<Vec<ReportRecord>, StoreError> {
    let rows = tx.all(select(tx, scope, ids)).await?;
    with_parts(tx, rows).await
}

/// The report with this id, if the caller may read it, kept from everybody else's writing until the transaction ends.
pub(crate) async fn locked(
    tx: &WriteTx,
    scope: &Scope,
    id: ActivityReportId,
) -> Result<Option<ReportRecord>, StoreError> {
    let mut sql = select(tx, scope, &[id]);
    sql.either("", " FOR UPDATE");
    let rows = tx.all(sql).await?;
    Ok(with_parts(tx, rows).await?.pop())
}

fn select(tx: &Tx, scope: &Scope, ids: &[ActivityReportId]) -> Sql {
    let mut sql = tx.sql();
    sql.push("SELECT r.id, r.unit_id, r.product, r.topic, r.stage, r.dated_on, r.quantity, r.minutes, r.title, ")
        .push("r.explanation, r.state, r.version, r.author_id, r.first_submitted_at, r.submitted_at, r.decided_at, ")
        .push("r.return_reason, r.created_at, r.updated_at FROM activity_report r WHERE r.id")
        .one_of_ids(ids.iter().copied())
        .push(" AND ");
    readable(&mut sql, scope);
    sql
}

async fn with_parts(tx: &Tx, rows: Vec<ReportRow>) -> Result<Vec<ReportRecord>, StoreError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = tx.sql();
    sql.push("SELECT report_id, task_id FROM activity_report_task WHERE report_id")
        .one_of(ids.clone())
        .push(" ORDER BY task_id");
    let mut tasks: HashMap<Uuid, Vec<TaskId>> = HashMap::new();
    for row in tx.all::<TaskRow>(sql).await? {
        tasks.entry(row.report_id).or_default().push(Id::new(row.task_id));
    }
    let mut sql = tx.sql();
    sql.push("SELECT report_id, user_id FROM activity_report_writer WHERE report_id")
        .one_of(ids.clone())
        .push(" ORDER BY user_id");
    let mut writers: HashMap<Uuid, Vec<UserId>> = HashMap::new();
    for row in tx.all::<WriterRow>(sql).await? {
        writers.entry(row.report_id).or_default().push(Id::new(row.user_id));
    }
    let mut sql = tx.sql();
    sql.push("SELECT report_id, channel AS word FROM activity_report_channel WHERE report_id").one_of(ids.clone());
    let mut channels = words::<Channel>(tx.all(sql).await?)?;
    let mut sql = tx.sql();
    sql.push("SELECT report_id, field AS word FROM activity_report_return_field WHERE report_id").one_of(ids.clone());
    let mut fields = words::<ReportField>(tx.all(sql).await?)?;
    let mut evidence = evidence_of(tx, ids).await?;
    rows.into_iter()
        .map(|row| {
            let (evidence_ids, evidence) = evidence.remove(&row.id).unwrap_or_default().into_iter().unzip();
            let content = Content {
                tasks: tasks.remove(&row.id).unwrap_or_default(),
                product: row.product.parse().map_err(StoreError::corrupt)?,
                channels: channels.remove(&row.id).unwrap_or_default(),
                topic: row.topic.map(|topic| topic.parse()).transpose().map_err(StoreError::corrupt)?,
                stage: row.stage.parse().map_err(StoreError::corrupt)?,
                dated_on: row.dated_on,
                quantity: Quantity::new(row.quantity).map_err(StoreError::corrupt)?,
                minutes: row.minutes.map(Minutes::new).transpose().map_err(StoreError::corrupt)?,
                title: row.title,
                explanation: row.explanation,
                evidence,
            };
            Ok(ReportRecord {
                id: Id::new(row.id),
                unit: Id::new(row.unit_id),
                content,
                evidence_ids,
                state: row.state.parse().map_err(StoreError::corrupt)?,
                version: row.version,
                author: row.author_id.map(Id::new),
                writers: writers.remove(&row.id).unwrap_or_default(),
                first_submitted_at: row.first_submitted_at,
                submitted_at: row.submitted_at,
                decided_at: row.decided_at,
                return_reason: row.return_reason,
                return_fields: fields.remove(&row.id).unwrap_or_default(),
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

/// The words of each report, in the order of their vocabulary.
fn words<W: FromStr + Ord>(rows: Vec<WordRow>) -> Result<HashMap<Uuid, Vec<W>>, StoreError>
where
    W::Err: std::fmt::Display,
{
    let mut found: HashMap<Uuid, Vec<W>> = HashMap::new();
    for row in rows {
        found.entry(row.report_id).or_default().push(row.word.parse().map_err(StoreError::corrupt)?);
    }
    for words in found.values_mut() {
        words.sort_unstable();
    }
    Ok(found)
}

async fn evidence_of(tx: &Tx, reports: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<(EvidenceId, Evidence)>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT id, report_id, address, address_key, sha256, captured_at FROM evidence WHERE report_id")
        .one_of(reports)
        .push(" ORDER BY report_id, position");
    let mut found: HashMap<Uuid, Vec<(EvidenceId, Evidence)>> = HashMap::new();
    for row in tx.all::<EvidenceRow>(sql).await? {
        let evidence =
            Evidence { address: row.address, key: row.address_key, sha256: row.sha256, captured_at: row.captured_at };
        found.entry(row.report_id).or_default().push((Id::new(row.id), evidence));
    }
    Ok(found)
}
