//! Kept sums of obligations, moved by differences.
//!
//! Rows are held in the order of their keys, so no two writers wait for each other in a circle. A difference may be
//! negative but a row never is, not even within a statement: a row that may be new is made empty first.

mod read;

use std::ops::AddAssign;

use domain::{calendar::Day, compliance::Tally, id::UnitId, quota::Product};

pub(crate) use self::read::{of_units, products_of_units};
use super::{StoreError, Tx, WriteTx, sql::Sql};
use crate::session::Permit;

/// How many rows one statement writes at most.
const CHUNK: usize = 1_000;

/// Which obligations a tally counts. Its order is the order of the rows' keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TallyKey {
    pub(crate) unit: UnitId,
    pub(crate) ends_on: Day,
    pub(crate) starts_on: Day,
    pub(crate) closes_on: Day,
}

/// Which obligations a product's tally sums up. Its order is the order of the rows' keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ProductKey {
    pub(crate) unit: UnitId,
    pub(crate) ends_on: Day,
    pub(crate) product: Product,
}

impl Ord for ProductKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Products by their stored word, as the database sorts them.
        let key = |of: &Self| (of.unit, of.ends_on, of.product.as_str());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for ProductKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Sums over the obligations of one product that are neither EXEMPT nor revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ProductTally {
    pub(crate) obligations: i64,
    pub(crate) target: i64,
    pub(crate) achieved: i64,
    pub(crate) pending: i64,
}

impl AddAssign for ProductTally {
    fn add_assign(&mut self, other: Self) {
        self.obligations += other.obligations;
        self.target += other.target;
        self.achieved += other.achieved;
        self.pending += other.pending;
    }
}

impl std::ops::Neg for ProductTally {
    type Output = Self;

    fn neg(self) -> Self {
        Self { obligations: -self.obligations, target: -self.target, achieved: -self.achieved, pending: -self.pending }
    }
}

/// Adds a difference to each of these tallies; `shifts` are sorted by key.
pub(crate) async fn shift(tx: &WriteTx, _permit: &Permit, shifts: &[(TallyKey, Tally)]) -> Result<(), StoreError> {
    // Every new row before any is held: a second part's new rows may be another's, who waits for this one's first part.
    for chunk in shifts.chunks(CHUNK) {
        if let Some(sql) = new_tallies(tx, chunk) {
            tx.execute(sql).await?;
        }
    }
    for chunk in shifts.chunks(CHUNK) {
        hold(tx, TALLY_HOLD, values(tx, chunk, |sql, (key, _)| tally_key(sql, key)), TALLY_ORDER).await?;
        let mut sql = tx.sql();
        sql.push("UPDATE tally SET exempt = tally.exempt + v.column5, met = tally.met + v.column6,")
            .push(" met_late = tally.met_late + v.column7, ready = tally.ready + v.column8,")
            .push(" short = tally.short + v.column9, begun = tally.begun + v.column10 FROM ")
            .append(values(tx, chunk, |sql, (key, by)| {
                tally_key(sql, key);
                for number in [by.exempt, by.met, by.met_late, by.ready, by.short, by.begun] {
                    sql.push(", ").bind(number);
                }
            }))
            .push(" WHERE tally.unit_id = v.column1 AND tally.ends_on = v.column2 AND tally.starts_on = v.column3")
            .push(" AND tally.closes_on = v.column4");
        all_there(tx.execute(sql).await?, chunk)?;
    }
    Ok(())
}

/// Adds a difference to each of these products' tallies; `shifts` are sorted by key.
pub(crate) async fn shift_products(
    tx: &WriteTx,
    _permit: &Permit,
    shifts: &[(ProductKey, ProductTally)],
) -> Result<(), StoreError> {
    for chunk in shifts.chunks(CHUNK) {
        if let Some(sql) = new_product_tallies(tx, chunk) {
            tx.execute(sql).await?;
        }
    }
    for chunk in shifts.chunks(CHUNK) {
        hold(tx, PRODUCT_HOLD, values(tx, chunk, |sql, (key, _)| product_key(sql, key)), PRODUCT_ORDER).await?;
        let mut sql = tx.sql();
        sql.push("UPDATE product_tally SET obligations = product_tally.obligations + v.column4,")
            .push(" target = product_tally.target + v.column5, achieved = product_tally.achieved + v.column6,")
            .push(" pending = product_tally.pending + v.column7 FROM ")
            .append(values(tx, chunk, |sql, (key, by)| {
                product_key(sql, key);
                for number in [by.obligations, by.target, by.achieved, by.pending] {
                    sql.push(", ").bind(number);
                }
            }))
            .push(" WHERE product_tally.unit_id = v.column1 AND product_tally.ends_on = v.column2")
            .push(" AND product_tally.product = v.column3");
        all_there(tx.execute(sql).await?, chunk)?;
    }
    Ok(())
}

/// Makes empty rows where obligations come in. Where they only change their standing, the row is there.
fn new_tallies(tx: &Tx, shifts: &[(TallyKey, Tally)]) -> Option<Sql> {
    let new: Vec<&TallyKey> = shifts.iter().filter(|(_, by)| by.bound() + by.exempt > 0).map(|(key, _)| key).collect();
    let mut sql = tx.sql();
    sql.push("INSERT INTO tally (unit_id, ends_on, starts_on, closes_on, exempt, met, met_late, ready, short, begun)")
        .push(" VALUES ");
    for (n, key) in new.iter().enumerate() {
        sql.push(if n == 0 { "(" } else { ", (" });
        tally_key(&mut sql, key);
        sql.push(", 0, 0, 0, 0, 0, 0)");
    }
    sql.push(" ON CONFLICT (unit_id, ends_on, starts_on, closes_on) DO NOTHING");
    (!new.is_empty()).then_some(sql)
}

/// The same for products.
fn new_product_tallies(tx: &Tx, shifts: &[(ProductKey, ProductTally)]) -> Option<Sql> {
    let new: Vec<&ProductKey> = shifts.iter().filter(|(_, by)| by.obligations > 0).map(|(key, _)| key).collect();
    let mut sql = tx.sql();
    sql.push("INSERT INTO product_tally (unit_id, ends_on, product, obligations, target, achieved, pending) VALUES ");
    for (n, key) in new.iter().enumerate() {
        sql.push(if n == 0 { "(" } else { ", (" });
        product_key(&mut sql, key);
        sql.push(", 0, 0, 0, 0)");
    }
    sql.push(" ON CONFLICT (unit_id, ends_on, product) DO NOTHING");
    (!new.is_empty()).then_some(sql)
}

const TALLY_HOLD: &str = "SELECT t.unit_id FROM tally t JOIN ";
const TALLY_ORDER: &str = " ON t.unit_id = v.column1 AND t.ends_on = v.column2 AND t.starts_on = v.column3 \
                           AND t.closes_on = v.column4 ORDER BY t.unit_id, t.ends_on, t.starts_on, t.closes_on";
const PRODUCT_HOLD: &str = "SELECT t.unit_id FROM product_tally t JOIN ";
const PRODUCT_ORDER: &str = " ON t.unit_id = v.column1 AND t.ends_on = v.column2 AND t.product = v.column3 \
                             ORDER BY t.unit_id, t.ends_on, t.product";

/// Holds rows in the order of their keys. SQLite has one writer at a time and nothing to hold.
async fn hold(tx: &WriteTx, select: &'static str, keys: Sql, order: &'static str) -> Result<(), StoreError> {
    if tx.backend() == super::Backend::Postgres {
        let mut sql = tx.sql();
        sql.push(select).append(keys).push(order).push(" FOR UPDATE OF t");
        tx.hold(sql).await?;
    }
    Ok(())
}

/// `(VALUES (…), (…)) AS v`, whose columns both databases call `column1`, `column2` and so on.
fn values<T>(tx: &Tx, rows: &[T], row: impl Fn(&mut Sql, &T)) -> Sql {
    let mut sql = tx.sql();
    sql.push("(VALUES ");
    for (n, one) in rows.iter().enumerate() {
        sql.push(if n == 0 { "(" } else { ", (" });
        row(&mut sql, one);
        sql.push(")");
    }
    sql.push(") AS v");
    sql
}

fn tally_key(sql: &mut Sql, key: &TallyKey) {
    sql.bind(key.unit.uuid())
        .push(", ")
        .bind(key.ends_on)
        .push(", ")
        .bind(key.starts_on)
        .push(", ")
        .bind(key.closes_on);
}

fn product_key(sql: &mut Sql, key: &ProductKey) {
    sql.bind(key.unit.uuid()).push(", ").bind(key.ends_on).push(", ").bind(key.product.as_str());
}

fn all_there<T>(touched: u64, chunk: &[T]) -> Result<(), StoreError> {
    if touched == u64::try_from(chunk.len()).unwrap_or(u64::MAX) {
        Ok(())
    } else {
        Err(StoreError::corrupt("a tally is not there"))
    }
}
