//! Many reports at once, each as it came to stand.

use domain::activity::Evidence;
use sea_orm::Set;

use super::{
    ReportRecord,
    write::{minutes, narrow},
};
use crate::{
    session::Permit,
    store::{StoreError, WriteTx},
};

/// Writes reports with their tasks, writers, channels, evidence and the fields of their last return.
pub(crate) async fn insert_all(tx: &WriteTx, _permit: &Permit, reports: &[ReportRecord]) -> Result<(), StoreError> {
    tx.insert_all(reports.iter().map(row).collect::<Result<Vec<_>, _>>()?).await?;
    let tasks = reports.iter().flat_map(|report| {
        report.content.tasks.iter().map(|task| entity::activity_report_task::ActiveModel {
            report_id: Set(report.id.uuid()),
            task_id: Set(task.uuid()),
        })
    });
    tx.insert_all(tasks.collect()).await?;
    let writers = reports.iter().flat_map(|report| {
        report.writers.iter().map(|user| entity::activity_report_writer::ActiveModel {
            report_id: Set(report.id.uuid()),
            user_id: Set(user.uuid()),
        })
    });
    tx.insert_all(writers.collect()).await?;
    let channels = reports.iter().flat_map(|report| {
        report.content.channels.iter().map(|channel| entity::activity_report_channel::ActiveModel {
            report_id: Set(report.id.uuid()),
            channel: Set(channel.as_str().to_owned()),
        })
    });
    tx.insert_all(channels.collect()).await?;
    let fields = reports.iter().flat_map(|report| {
        report.return_fields.iter().map(|field| entity::activity_report_return_field::ActiveModel {
            report_id: Set(report.id.uuid()),
            field: Set(field.as_str().to_owned()),
        })
    });
    tx.insert_all(fields.collect()).await?;
    let evidence = reports.iter().flat_map(evidence);
    tx.insert_all(evidence.collect::<Result<Vec<_>, _>>()?).await
}

fn row(report: &ReportRecord) -> Result<entity::activity_report::ActiveModel, StoreError> {
    let content = &report.content;
    Ok(entity::activity_report::ActiveModel {
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
        state: Set(report.state.as_str().to_owned()),
        version: Set(report.version),
        author_id: Set(report.author.map(domain::id::Id::uuid)),
        first_submitted_at: Set(report.first_submitted_at),
        submitted_at: Set(report.submitted_at),
        decided_at: Set(report.decided_at),
        return_reason: Set(report.return_reason.clone()),
        created_at: Set(report.created_at),
        updated_at: Set(report.updated_at),
    })
}

fn evidence(report: &ReportRecord) -> impl Iterator<Item = Result<entity::evidence::ActiveModel, StoreError>> {
    report.evidence_ids.iter().zip(&report.content.evidence).enumerate().map(|(position, (id, evidence))| {
        let Evidence { address, key, sha256, captured_at } = evidence;
        Ok(entity::evidence::ActiveModel {
            id: Set(id.uuid()),
            report_id: Set(report.id.uuid()),
            position: Set(narrow(position)?),
            address: Set(address.clone()),
            address_key: Set(key.clone()),
            sha256: Set(sha256.clone()),
            captured_at: Set(*captured_at),
        })
    })
}
