//! Tallies as they are stored, for the check of every figure.

use domain::{
    calendar::Day,
    compliance::Tally,
    id::{Id, UnitId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{ProductKey, ProductTally, TallyKey};
use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

#[derive(FromQueryResult)]
struct TallyRow {
    unit_id: Uuid,
    ends_on: Day,
    starts_on: Day,
    closes_on: Day,
    exempt: i32,
    met: i32,
    met_late: i32,
    ready: i32,
    short: i32,
    begun: i32,
}

/// The tallies of these units.
pub(crate) async fn of_units(tx: &Tx, _scope: &Scope, units: &[UnitId]) -> Result<Vec<(TallyKey, Tally)>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT unit_id, ends_on, starts_on, closes_on, exempt, met, met_late, ready, short, begun FROM tally")
        .push(" WHERE unit_id")
        .one_of_ids(units.iter().copied());
    let turn = |row: TallyRow| {
        let TallyRow { ends_on, starts_on, closes_on, .. } = row;
        let tally = Tally {
            exempt: row.exempt.into(),
            met: row.met.into(),
            met_late: row.met_late.into(),
            ready: row.ready.into(),
            short: row.short.into(),
            begun: row.begun.into(),
        };
        (TallyKey { unit: Id::new(row.unit_id), ends_on, starts_on, closes_on }, tally)
    };
    Ok(tx.all::<TallyRow>(sql).await?.into_iter().map(turn).collect())
}

#[derive(FromQueryResult)]
struct ProductRow {
    unit_id: Uuid,
    ends_on: Day,
    product: String,
    obligations: i32,
    target: i64,
    achieved: i64,
    pending: i64,
}

/// The products' tallies of these units.
pub(crate) async fn products_of_units(
    tx: &Tx,
    _scope: &Scope,
    units: &[UnitId],
) -> Result<Vec<(ProductKey, ProductTally)>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT unit_id, ends_on, product, obligations, target, achieved, pending FROM product_tally")
        .push(" WHERE unit_id")
        .one_of_ids(units.iter().copied());
    tx.all::<ProductRow>(sql)
        .await?
        .into_iter()
        .map(|row| {
            let product = row.product.parse().map_err(StoreError::corrupt)?;
            let key = ProductKey { unit: Id::new(row.unit_id), ends_on: row.ends_on, product };
            let ProductRow { target, achieved, pending, .. } = row;
            Ok((key, ProductTally { obligations: row.obligations.into(), target, achieved, pending }))
        })
        .collect()
}
