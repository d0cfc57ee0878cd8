//! Evidence that more than one report claims.
//!
//! Two reports claim the same when an address of one has the normal form of an address of the other and both are about
//! the same product. A draft claims nothing yet, a withdrawn report nothing any more; neither is told what others
//! claim, or whoever wanted to know would only have to write a draft.

use std::collections::{HashMap, HashSet};

use domain::{
    calendar::Day,
    id::{ActivityReportId, EvidenceId, Id},
};
use sea_orm::FromQueryResult;
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

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// Those of `evidence` that another report claims too, whether or not the caller may read that report.
pub(crate) async fn claimed_twice(
    tx: &Tx,
    scope: &Scope,
    evidence: &[EvidenceId],
) -> Result<HashSet<EvidenceId>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT e.id FROM evidence e JOIN activity_report r ON r.id = e.report_id WHERE e.id")
        .one_of_ids(evidence.iter().copied())
        .push(" AND r.state NOT IN ('DRAFT', 'WITHDRAWN') AND ");
    readable(&mut sql, scope);
    sql.push(" AND ").either(
        "EXISTS (SELECT 1 FROM evidence same JOIN activity_report other ON other.id = same.report_id \
         WHERE same.address_key = e.address_key AND same.report_id <> e.report_id \
         AND other.product = r.product AND other.state NOT IN ('DRAFT', 'WITHDRAWN'))",
        // The same, over the wall.
        "evidence_is_claimed_twice(e.id)",
    );
    Ok(tx.all::<IdRow>(sql).await?.into_iter().map(|row| Id::new(row.id)).collect())
}

#[derive(FromQueryResult)]
struct ClaimRow {
    id: Uuid,
    dated_on: Day,
}

impl Placed for ClaimRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Day(self.dated_on), Key::Id(self.id)]
    }
}

const OLDEST: Order =
    Order { name: "claims", columns: &[("r.dated_on", Direction::Up, Holds::Day), ("r.id", Direction::Up, Holds::Id)] };

/// The other reports that claim each of `evidence`, as far as the caller may read them.
pub(crate) async fn other_claims(
    tx: &Tx,
    scope: &Scope,
    evidence: &[EvidenceId],
    request: &PageRequest,
) -> Result<HashMap<EvidenceId, Page<ActivityReportId>>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM evidence e JOIN activity_report own ON own.id = e.report_id")
        .push(" JOIN evidence same ON same.address_key = e.address_key AND same.report_id <> e.report_id")
        .push(" JOIN activity_report r ON r.id = same.report_id AND r.product = own.product WHERE e.id")
        .one_of_ids(evidence.iter().copied())
        .push(" AND own.state NOT IN ('DRAFT', 'WITHDRAWN') AND r.state NOT IN ('DRAFT', 'WITHDRAWN')")
        // A report may name one address twice, with two fragments.
        .push(" AND NOT EXISTS (SELECT 1 FROM evidence twin WHERE twin.report_id = same.report_id")
        .push(" AND twin.address_key = same.address_key AND twin.position < same.position) AND ");
    readable(&mut from, scope);
    let query = Query { columns: "r.id, r.dated_on", from };
    let pages: Vec<(Uuid, Page<ClaimRow>)> = page::pages(tx, "e.id", query, OLDEST, request).await?;
    Ok(pages.into_iter().map(|(evidence, page)| (Id::new(evidence), page.map(|row| Id::new(row.id)))).collect())
}
