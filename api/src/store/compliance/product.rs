//! Sums per product.

use std::collections::HashMap;

use domain::{
    compliance::ProductSum,
    id::{Id, UnitId},
    quota::Product,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Asked, from_kept, from_obligations};
use crate::{
    session::Scope,
    store::{StoreError, Tx, obligation::Sight},
};

/// The sums of one product of one direct subordinate with all below it, or of the unit itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProductPart {
    /// The direct subordinate, or the unit itself.
    pub(crate) via: UnitId,
    pub(crate) product: Product,
    pub(crate) sum: ProductSum,
}

#[derive(FromQueryResult)]
struct ProductRow {
    root_id: Uuid,
    via_id: Uuid,
    product: String,
    target: i64,
    due: i64,
    achieved: i64,
    pending: i64,
}

/// The sums per product of each of `roots`, by direct subordinate in the order of their ids. EXEMPT obligations are in none.
pub(crate) async fn products(
    tx: &Tx,
    scope: &Scope,
    roots: &[UnitId],
    asked: &Asked,
    sight: Sight,
) -> Result<HashMap<UnitId, Vec<ProductPart>>, StoreError> {
    let ids: Vec<Uuid> = roots.iter().map(|root| root.uuid()).collect();
    let mut sql = tx.sql();
    if asked.is_kept(sight) {
        sql.push("SELECT a.ancestor_id AS root_id, a.via_id, t.product, CAST(SUM(t.target) AS BIGINT) AS target,")
            .push(" CAST(SUM(t.achieved) AS BIGINT) AS achieved, CAST(SUM(t.pending) AS BIGINT) AS pending,")
            .push(" CAST(SUM(CASE WHEN t.ends_on <= ")
            .bind(asked.day())
            .push(" THEN t.target ELSE 0 END) AS BIGINT) AS due");
        from_kept(&mut sql, "product_tally", &ids, asked);
        sql.push(" AND t.obligations > 0 GROUP BY a.ancestor_id, a.via_id, t.product");
    } else {
        tx.plan_for_values().await?;
        sql.push("SELECT a.ancestor_id AS root_id, a.via_id, o.product, CAST(SUM(o.target) AS BIGINT) AS target,")
            .push(" CAST(SUM(o.achieved) AS BIGINT) AS achieved, CAST(SUM(o.pending) AS BIGINT) AS pending,")
            .push(" CAST(SUM(CASE WHEN o.ends_on <= ")
            .bind(asked.day())
            .push(" THEN o.target ELSE 0 END) AS BIGINT) AS due");
        from_obligations(&mut sql, tx, scope, &ids, asked, sight);
        sql.push(" AND o.product IS NOT NULL AND o.state <> 'EXEMPT' GROUP BY a.ancestor_id, a.via_id, o.product");
    }
    let mut found: HashMap<UnitId, Vec<ProductPart>> = HashMap::new();
    for row in tx.all::<ProductRow>(sql).await? {
        let sum = ProductSum { target: row.target, due: row.due, achieved: row.achieved, pending: row.pending };
        let product = row.product.parse().map_err(StoreError::corrupt)?;
        found.entry(Id::new(row.root_id)).or_default().push(ProductPart { via: Id::new(row.via_id), product, sum });
    }
    for parts in found.values_mut() {
        parts.sort_unstable_by_key(|part| part.via);
    }
    Ok(found)
}
