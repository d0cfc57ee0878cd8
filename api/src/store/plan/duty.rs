//! Report duties: who reports to whom, through which offices, how often.

use std::collections::HashMap;

use domain::{
    id::{Id, PlanId, PlanOrganisationId, ReportDutyId},
    plan::ReportDuty,
    task::Holder,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::part::{PRINTED, visible_parts};
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Order, Placed, Query},
    },
};

/// A duty to report.
#[derive(Debug, Clone)]
pub(crate) struct DutyRecord {
    pub(crate) duty: ReportDuty,
    /// The holder, if it is an organisation.
    pub(crate) organisation: Option<PlanOrganisationId>,
    /// The offices it goes through, in order.
    pub(crate) through: Vec<PlanOrganisationId>,
}

#[derive(FromQueryResult)]
struct DutyRow {
    id: Uuid,
    position: i32,
    organisation_id: Option<Uuid>,
    organisation_key: Option<String>,
    holders: Option<String>,
    addressee: Option<String>,
    cycle: String,
    form: String,
    embedded_in: Option<String>,
    text: Option<String>,
}

const DUTY_COLUMNS: &str = "x.id, x.position, x.organisation_id, o.key AS organisation_key, x.holders, x.addressee, \
                            x.cycle, x.form, x.embedded_in, x.text";

#[derive(FromQueryResult)]
struct ThroughRow {
    duty_id: Uuid,
    organisation_id: Uuid,
    key: String,
}

/// The report duties that each of the plans states.
pub(crate) async fn duties(
    tx: &Tx,
    scope: &Scope,
    plans: &[PlanId],
    request: &PageRequest,
) -> Result<Vec<(PlanId, Page<DutyRecord>)>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM report_duty x LEFT JOIN plan_organisation o ON o.id = x.organisation_id");
    let query = Query { columns: DUTY_COLUMNS, from: visible_parts(from, scope, plans) };
    let pages: Vec<(Uuid, Page<DutyRow>)> = page::pages(tx, "x.plan_id", query, PRINTED, request).await?;
    let ids = pages.iter().flat_map(|(_, page)| page.rows.iter().map(|(_, row)| Id::new(row.id))).collect::<Vec<_>>();
    let through = through(tx, &ids).await?;
    let duty = |row: DutyRow| duty(row, &through);
    pages.into_iter().map(|(plan, page)| Ok((Id::new(plan), page.try_map(duty)?))).collect()
}

type Through = HashMap<Uuid, Vec<(PlanOrganisationId, String)>>;

async fn through(tx: &Tx, duties: &[ReportDutyId]) -> Result<Through, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT t.duty_id, t.organisation_id, o.key FROM report_duty_through t")
        .push(" JOIN plan_organisation o ON o.id = t.organisation_id WHERE t.duty_id")
        .one_of_ids(duties.iter().copied())
        .push(" ORDER BY t.duty_id, t.position");
    let mut through: Through = HashMap::new();
    for row in tx.all::<ThroughRow>(sql).await? {
        through.entry(row.duty_id).or_default().push((Id::new(row.organisation_id), row.key));
    }
    Ok(through)
}

impl Placed for DutyRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Number(self.position.into()), Key::Id(self.id)]
    }
}

fn duty(row: DutyRow, through: &Through) -> Result<DutyRecord, StoreError> {
    let through = through.get(&row.id).cloned().unwrap_or_default();
    let (ids, keys) = through.into_iter().unzip();
    Ok(DutyRecord {
        duty: ReportDuty {
            holder: holder(row.organisation_key, row.holders)?,
            addressee: row.addressee,
            through: keys,
            cycle: row.cycle.parse().map_err(StoreError::corrupt)?,
            form: row.form.parse().map_err(StoreError::corrupt)?,
            embedded_in: row.embedded_in,
            text: row.text,
        },
        organisation: row.organisation_id.map(Id::new),
        through: ids,
    })
}

/// Exactly one of the two is stored.
pub(in crate::store) fn holder(key: Option<String>, group: Option<String>) -> Result<Holder, StoreError> {
    match (key, group) {
        (Some(key), None) => Ok(Holder::Organisation(key)),
        (None, Some(group)) => group.parse().map(Holder::Group).map_err(StoreError::corrupt),
        _ => Err(StoreError::corrupt("neither one organisation nor one group")),
    }
}

/// Every duty of one plan, in order.
pub(super) async fn all_duties(tx: &Tx, plan: PlanId) -> Result<Vec<ReportDuty>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT ")
        .push(DUTY_COLUMNS)
        .push(" FROM report_duty x LEFT JOIN plan_organisation o ON o.id = x.organisation_id WHERE x.plan_id = ")
        .bind(plan.uuid())
        .push(" ORDER BY x.position");
    let rows: Vec<DutyRow> = tx.all(sql).await?;
    let through = through(tx, &rows.iter().map(|row| Id::new(row.id)).collect::<Vec<_>>()).await?;
    rows.into_iter().map(|row| Ok(duty(row, &through)?.duty)).collect()
}
