//! Writing reports. Each change states the version it was based on.

use chrono::{DateTime, Utc};
use domain::{
    activity::{Content, Evidence, Return},
    id::{ActivityReportId, EvidenceId, Id, UnitId, UserId},
};
use sea_orm::Set;
use uuid::Uuid;

use crate::{
    session::Permit,
    store::{StoreError, WriteTx, sql::Sql},
};

/// A report to be kept, in DRAFT.
#[derive(Debug)]
pub(crate) struct NewReport<'a> {
    pub(crate) id: ActivityReportId,
    pub(crate) unit: UnitId,
    pub(crate) author: Option<UserId>,
    pub(crate) content: &'a Content,
    pub(crate) evidence_ids: Vec<EvidenceId>,
}

/// A report and the version of it that the caller saw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) report: ActivityReportId,
    pub(crate) version: i32,
}

/// Whether the caller had seen the latest version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Outcome {
    /// It was saved.
    Saved,
    /// Somebody else was faster; nothing was written.
    Stale,
}

/// Keeps a new report.
pub(crate) async fn insert(
    tx: &WriteTx,
    permit: &Permit,
    report: NewReport<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let content = report.content;
    tx.insert_all(vec![entity::activity_report::ActiveModel {
        id: Set(report.id.uuid()),
        unit_id: Set(report.unit.uuid()),
        product: Set(content.product.as_str().to_owned()),
        topic: Set(content.topic.as_ref().map(ToString::to_string)),
        stage: Set(content.stage.as_str().to_owned()),
        dated_on: Set(content.dated_on),
        quantity: Set(narrow(content.quantity.get())?),
        minutes: Set(minutes(content)?),
        title: Set(content.title.clone()),
        explanation: Set(content.explanation.clone()),
        state: Set("DRAFT".to_owned()),
        version: Set(1),
        author_id: Set(report.author.map(Id::uuid)),
        first_submitted_at: Set(None),
        submitted_at: Set(None),
        decided_at: Set(None),
        return_reason: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }])
    .await?;
    note_writer(tx, permit, report.id).await?;
    insert_parts(tx, permit, report.id, content, &report.evidence_ids).await
}

/// Gives the report another content.
pub(crate) async fn update(
    tx: &WriteTx,
    permit: &Permit,
    seen: Seen,
    content: &Content,
    evidence_ids: &[EvidenceId],
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let mut sql = stamped(tx, now);
    sql.push(", product = ")
        .bind(content.product.as_str())
        .push(", topic = ")
        .bind(content.topic.as_ref().map(ToString::to_string))
        .push(", stage = ")
        .bind(content.stage.as_str())
        .push(", dated_on = ")
        .bind(content.dated_on)
        .push(", quantity = ")
        .bind(narrow(content.quantity.get())?)
        .push(", minutes = ")
        .bind(minutes(content)?)
        .push(", title = ")
        .bind(content.title.as_str())
        .push(", explanation = ")
        .bind(content.explanation.clone());
    if save(tx, sql, seen).await? == Outcome::Stale {
        return Ok(Outcome::Stale);
    }
    note_writer(tx, permit, seen.report).await?;
    for statement in [
        "DELETE FROM activity_report_task WHERE report_id = ",
        "DELETE FROM activity_report_channel WHERE report_id = ",
        "DELETE FROM evidence WHERE report_id = ",
    ] {
        delete(tx, statement, seen.report).await?;
    }
    insert_parts(tx, permit, seen.report, content, evidence_ids).await?;
    Ok(Outcome::Saved)
}

/// Hands the report in. The first time stays for good.
pub(crate) async fn submit(
    tx: &WriteTx,
    permit: &Permit,
    seen: Seen,
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let mut sql = stamped(tx, now);
    sql.push(", state = 'SUBMITTED', submitted_at = ")
        .bind(now)
        .push(", first_submitted_at = COALESCE(first_submitted_at, ")
        .bind(now)
        .push(")");
    if save(tx, sql, seen).await? == Outcome::Stale {
        return Ok(Outcome::Stale);
    }
    note_writer(tx, permit, seen.report).await?;
    Ok(Outcome::Saved)
}

/// Finds the report right.
pub(crate) async fn verify(
    tx: &WriteTx,
    _permit: &Permit,
    seen: Seen,
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let mut sql = stamped(tx, now);
    sql.push(", state = 'VERIFIED', decided_at = ").bind(now);
    save(tx, sql, seen).await
}

/// Gives the report back.
pub(crate) async fn give_back(
    tx: &WriteTx,
    _permit: &Permit,
    seen: Seen,
    decision: &Return,
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let mut sql = stamped(tx, now);
    sql.push(", state = 'RETURNED', decided_at = ").bind(now).push(", return_reason = ").bind(decision.reason.as_str());
    if save(tx, sql, seen).await? == Outcome::Stale {
        return Ok(Outcome::Stale);
    }
    delete(tx, "DELETE FROM activity_report_return_field WHERE report_id = ", seen.report).await?;
    let field = |field: &domain::activity::ReportField| entity::activity_report_return_field::ActiveModel {
        report_id: Set(seen.report.uuid()),
        field: Set(field.as_str().to_owned()),
    };
    tx.insert_all(decision.fields.iter().map(field).collect()).await?;
    Ok(Outcome::Saved)
}

/// Takes the report back.
pub(crate) async fn withdraw(
    tx: &WriteTx,
    _permit: &Permit,
    seen: Seen,
    now: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let mut sql = stamped(tx, now);
    sql.push(", state = 'WITHDRAWN'");
    save(tx, sql, seen).await
}

fn stamped(tx: &WriteTx, now: DateTime<Utc>) -> Sql {
    let mut sql = tx.sql();
    sql.push("UPDATE activity_report SET version = version + 1, updated_at = ").bind(now);
    sql
}

async fn save(tx: &WriteTx, mut sql: Sql, seen: Seen) -> Result<Outcome, StoreError> {
    sql.push(" WHERE id = ").bind(seen.report.uuid()).push(" AND version = ").bind(seen.version);
    Ok(if tx.execute(sql).await? == 1 { Outcome::Saved } else { Outcome::Stale })
}

async fn delete(tx: &WriteTx, statement: &'static str, report: ActivityReportId) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push(statement).bind(report.uuid());
    tx.execute(sql).await?;
    Ok(())
}

/// Keeps for good that whoever acts wrote at the report.
async fn note_writer(tx: &WriteTx, permit: &Permit, report: ActivityReportId) -> Result<(), StoreError> {
    let Some(user) = permit.actor() else {
        return Ok(());
    };
    let mut sql = tx.sql();
    sql.push("INSERT INTO activity_report_writer (report_id, user_id) VALUES (")
        .bind(report.uuid())
        .push(", ")
        .bind(user.uuid())
        .push(") ON CONFLICT (report_id, user_id) DO NOTHING");
    tx.execute(sql).await?;
    Ok(())
}

async fn insert_parts(
    tx: &WriteTx,
    _permit: &Permit,
    report: ActivityReportId,
    content: &Content,
    evidence_ids: &[EvidenceId],
) -> Result<(), StoreError> {
    let report_id: Uuid = report.uuid();
    let task = |task: &domain::id::TaskId| entity::activity_report_task::ActiveModel {
        report_id: Set(report_id),
        task_id: Set(task.uuid()),
    };
    tx.insert_all(content.tasks.iter().map(task).collect()).await?;
    let channel = |channel: &domain::quota::Channel| entity::activity_report_channel::ActiveModel {
        report_id: Set(report_id),
        channel: Set(channel.as_str().to_owned()),
    };
    tx.insert_all(content.channels.iter().map(channel).collect()).await?;
    let evidence = |(position, (id, evidence)): (usize, (&EvidenceId, &Evidence))| {
        Ok(entity::evidence::ActiveModel {
            id: Set(id.uuid()),
            report_id: Set(report_id),
            position: Set(narrow(position)?),
            address: Set(evidence.address.clone()),
            address_key: Set(evidence.key.clone()),
            sha256: Set(evidence.sha256.clone()),
            captured_at: Set(evidence.captured_at),
        })
    };
    let rows = evidence_ids.iter().zip(&content.evidence).enumerate().map(evidence);
    tx.insert_all(rows.collect::<Result<_, StoreError>>()?).await
}

pub(super) fn minutes(content: &Content) -> Result<Option<i32>, StoreError> {
    content.minutes.map(|minutes| narrow(minutes.get())).transpose()
}

/// A number within the domain's limits as the column keeps it.
pub(super) fn narrow<N>(number: N) -> Result<i32, StoreError>
where
    i32: TryFrom<N, Error = std::num::TryFromIntError>,
{
    i32::try_from(number).map_err(StoreError::corrupt)
}
