//! Writing contributions. The figures that follow from them are moved by `service::figure`.

use domain::{
    calendar::Day,
    contribution::{Credit, Source},
    id::{ActivityReportId, ContributionId, Id, ObligationId, PlanId},
};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use crate::{
    session::Permit,
    store::{StoreError, WriteTx},
};

/// What contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A report.
    Report(ActivityReportId),
    /// An issued plan.
    Plan(PlanId),
}

impl Origin {
    const fn source(self) -> Source {
        match self {
            Self::Report(_) => Source::Report,
            Self::Plan(_) => Source::Plan,
        }
    }
}

/// A contribution to be entered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewContribution {
    pub(crate) id: ContributionId,
    pub(crate) obligation: ObligationId,
    pub(crate) origin: Origin,
    pub(crate) amount: i64,
    pub(crate) credit: Credit,
    pub(crate) dated_on: Day,
}

/// Enters contributions to obligations that are held.
pub(crate) async fn insert(tx: &WriteTx, _permit: &Permit, new: &[NewContribution]) -> Result<(), StoreError> {
    let row = |new: &NewContribution| {
        let (report, plan) = match new.origin {
            Origin::Report(report) => (Some(report.uuid()), None),
            Origin::Plan(plan) => (None, Some(plan.uuid())),
        };
        entity::contribution::ActiveModel {
            id: Set(new.id.uuid()),
            obligation_id: Set(new.obligation.uuid()),
            source: Set(new.origin.source().as_str().to_owned()),
            report_id: Set(report),
            source_plan_id: Set(plan),
            amount: Set(new.amount),
            state: Set(new.credit.as_str().to_owned()),
            dated_on: Set(new.dated_on),
        }
    };
    tx.insert_all(new.iter().map(row).collect()).await
}

/// What a report adds to one obligation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReportPart {
    pub(crate) obligation: ObligationId,
    pub(crate) amount: i64,
    pub(crate) credit: Credit,
    pub(crate) dated_on: Day,
}

#[derive(FromQueryResult)]
struct PartRow {
    obligation_id: Uuid,
    amount: i64,
    state: String,
    dated_on: Day,
}

/// What a report that is held adds to which obligations.
pub(crate) async fn parts_of(
    tx: &WriteTx,
    _permit: &Permit,
    report: ActivityReportId,
) -> Result<Vec<ReportPart>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT obligation_id, amount, state, dated_on FROM contribution WHERE report_id = ")
        .bind(report.uuid())
        .push(" ORDER BY obligation_id");
    let rows: Vec<PartRow> = tx.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            Ok(ReportPart {
                obligation: Id::new(row.obligation_id),
                amount: row.amount,
                credit: row.state.parse().map_err(StoreError::corrupt)?,
                dated_on: row.dated_on,
            })
        })
        .collect()
}

/// Turns what a report adds from pending to achieved.
pub(crate) async fn achieve(tx: &WriteTx, _permit: &Permit, report: ActivityReportId) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE contribution SET state = 'ACHIEVED' WHERE report_id = ").bind(report.uuid());
    tx.execute(sql).await?;
    Ok(())
}

/// Takes back what a report adds.
pub(crate) async fn delete_of_report(
    tx: &WriteTx,
    _permit: &Permit,
    report: ActivityReportId,
) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("DELETE FROM contribution WHERE report_id = ").bind(report.uuid());
    tx.execute(sql).await?;
    Ok(())
}

/// Takes back what a plan adds.
pub(crate) async fn delete_of_plan(tx: &WriteTx, _permit: &Permit, plan: PlanId) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("DELETE FROM contribution WHERE source_plan_id = ").bind(plan.uuid());
    tx.execute(sql).await?;
    Ok(())
}
