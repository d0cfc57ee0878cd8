//! Keyset pages in SQL: a page is found by the values of the row before it, so rows that come or go elsewhere move
//! nothing.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{StoreError, Tx, sql::Sql};
use crate::page::{Cursor, Key, Page, PageRequest, Side, Total};

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

impl Direction {
    const fn seen_from(self, side: Side) -> Self {
        match (self, side) {
            (kept, Side::First) => kept,
            (Self::Up, Side::Last) => Self::Down,
            (Self::Down, Side::Last) => Self::Up,
        }
    }
}

/// What a column of an order holds; a cursor's values must be of the same kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Number,
    Day,
    Instant,
    Id,
}

impl Holds {
    const fn fits(self, key: &Key) -> bool {
        matches!(
            (self, key),
            (Self::Text, Key::Text(_))
                | (Self::Number, Key::Number(_))
                | (Self::Day, Key::Day(_))
                | (Self::Instant, Key::Instant(_))
                | (Self::Id, Key::Id(_))
        )
    }
}

/// An order of rows: columns that are never NULL, the last of them unique.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    /// Its name, which stands in every cursor.
    pub(super) name: &'static str,
    /// The columns as expressions of the query.
    pub(super) columns: &'static [(&'static str, Direction, Holds)],
}

/// A row that knows its place in the order it was asked for in.
pub(super) trait Placed {
    /// The row's values of the columns of `order`.
    fn keys(&self, order: Order) -> Vec<Key>;
}

/// A query without its order: `SELECT`'s columns, and all from `FROM` to the last condition of `WHERE`.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// The columns.
    pub(super) columns: &'static str,
    /// From `FROM`; it must end in a `WHERE` that conditions can be added to with `AND`.
    pub(super) from: Sql,
}

/// One page of a query.
pub(super) async fn page<T>(tx: &Tx, query: Query, order: Order, request: &PageRequest) -> Result<Page<T>, StoreError>
where
    T: FromQueryResult + Placed,
{
    tx.plan_for_values().await?;
    let total = match request.total {
        Total::Unwanted => None,
        Total::Wanted => Some(count(tx, query.from.clone()).await?),
    };
    let mut sql = tx.sql();
    sql.push("SELECT ").push(query.columns).push(" ").append(query.from);
    after(&mut sql, order, request)?;
    order_by(&mut sql, order, request.side);
    sql.push(" LIMIT ").bind(i64::from(request.size) + 1);
    let rows: Vec<T> = tx.all(sql).await?;
    Ok(Page::of(request, placed(rows, order), total))
}

/// A row found for one of several parents.
#[derive(Debug)]
pub(super) struct Child<T> {
    parent: Uuid,
    row: T,
}

impl<T: FromQueryResult> FromQueryResult for Child<T> {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { parent: row.try_get(prefix, "page_parent")?, row: T::from_query_result(row, prefix)? })
    }
}

/// The same page of the query for each of several parents, in one statement.
///
/// `parent` is the query's expression for the parent's id; the query itself names the parents that are asked for.
pub(super) async fn pages<T>(
    tx: &Tx,
    parent: &'static str,
    query: Query,
    order: Order,
    request: &PageRequest,
) -> Result<Vec<(Uuid, Page<T>)>, StoreError>
where
    T: FromQueryResult + Placed,
{
    tx.plan_for_values().await?;
    let totals: Vec<ParentCount> = match request.total {
        Total::Unwanted => Vec::new(),
        Total::Wanted => {
            let mut sql = tx.sql();
            sql.push("SELECT ").push(parent).push(" AS page_parent, COUNT(*) AS rows_found ");
            sql.append(query.from.clone()).push(" GROUP BY ").push(parent);
            tx.all(sql).await?
        }
    };
    let mut sql = tx.sql();
    sql.push("SELECT * FROM (SELECT ").push(query.columns).push(", ").push(parent).push(" AS page_parent, ");
    sql.push("ROW_NUMBER() OVER (PARTITION BY ").push(parent);
    order_by(&mut sql, order, request.side);
    sql.push(") AS page_position ").append(query.from);
    after(&mut sql, order, request)?;
    sql.push(") page WHERE page_position <= ").bind(i64::from(request.size) + 1);
    sql.push(" ORDER BY page_parent, page_position");
    let rows: Vec<Child<T>> = tx.all(sql).await?;
    let mut pages: Vec<(Uuid, Vec<T>)> = Vec::new();
    for Child { parent, row } in rows {
        match pages.last_mut() {
            Some((last, found)) if *last == parent => found.push(row),
            _ => pages.push((parent, vec![row])),
        }
    }
    // A parent with rows in the list but none on this page still has a count.
    for known in &totals {
        if !pages.iter().any(|(parent, _)| *parent == known.page_parent) {
            pages.push((known.page_parent, Vec::new()));
        }
    }
    Ok(pages
        .into_iter()
        .map(|(parent, rows)| {
            let total = match request.total {
                Total::Unwanted => None,
                Total::Wanted => {
                    Some(totals.iter().find(|known| known.page_parent == parent).map_or(0, |known| known.rows_found))
                }
            };
            (parent, Page::of(request, placed(rows, order), total))
        })
        .collect())
}

#[derive(FromQueryResult)]
struct ParentCount {
    page_parent: Uuid,
    rows_found: i64,
}

#[derive(FromQueryResult)]
struct Count {
    rows_found: i64,
}

async fn count(tx: &Tx, from: Sql) -> Result<i64, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT COUNT(*) AS rows_found ").append(from);
    Ok(tx.one::<Count>(sql).await?.map_or(0, |count| count.rows_found))
}

fn placed<T: Placed>(rows: Vec<T>, order: Order) -> Vec<(Cursor, T)> {
    rows.into_iter().map(|row| (Cursor { order: order.name.to_owned(), keys: row.keys(order) }, row)).collect()
}

fn order_by(sql: &mut Sql, order: Order, side: Side) {
    for (n, (column, direction, _)) in order.columns.iter().enumerate() {
        sql.push(if n == 0 { " ORDER BY " } else { ", " }).push(column);
        sql.push(match direction.seen_from(side) {
            Direction::Up => " ASC",
            Direction::Down => " DESC",
        });
    }
}

/// Adds the condition that a row lies beyond the cursor: `a >= x AND (a > x OR (a = x AND (b > y OR …)))`. The first part
/// says nothing new; by it an index is entered at the cursor instead of being read up to there.
fn after(sql: &mut Sql, order: Order, request: &PageRequest) -> Result<(), StoreError> {
    let Some(cursor) = &request.cursor else {
        return Ok(());
    };
    let fits = cursor.keys.len() == order.columns.len()
        && order.columns.iter().zip(&cursor.keys).all(|((_, _, holds), key)| holds.fits(key));
    if cursor.order != order.name || !fits {
        return Err(StoreError::ForeignCursor);
    }
    sql.push(" AND ");
    let last = order.columns.len() - 1;
    if let (Some((column, direction, _)), Some(key)) = (order.columns.first(), cursor.keys.first()) {
        let from = match direction.seen_from(request.side) {
            Direction::Up => " >= ",
            Direction::Down => " <= ",
        };
        sql.push(column).push(from).bind(value(key)).push(" AND ");
    }
    for (n, ((column, direction, _), key)) in order.columns.iter().zip(&cursor.keys).enumerate() {
        let beyond = match direction.seen_from(request.side) {
            Direction::Up => " > ",
            Direction::Down => " < ",
        };
        sql.push("(").push(column).push(beyond).bind(value(key));
        if n < last {
            sql.push(" OR (").push(column).push(" = ").bind(value(key)).push(" AND ");
        }
    }
    for _ in 0..last {
        sql.push("))");
    }
    sql.push(")");
    Ok(())
}

fn value(key: &Key) -> Value {
    match key {
        Key::Text(text) => text.clone().into(),
        Key::Number(number) => (*number).into(),
        Key::Day(day) => Value::from(*day as NaiveDate),
        Key::Instant(instant) => Value::from(*instant as DateTime<Utc>),
        Key::Id(id) => Value::from(*id as Uuid),
    }
}
