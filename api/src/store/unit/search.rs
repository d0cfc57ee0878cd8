//! Units by name, and the children of a unit.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::{Id, UnitId},
    text::fold,
    unit::{Tier, UnitForm},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::record::in_force;
use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        sql::Sql,
    },
};

/// Which units are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct UnitFilter {
    /// The day whose tree is meant.
    pub(crate) on: Day,
    /// Part of a name, in any spelling: case and marks do not count.
    pub(crate) name: Option<String>,
    pub(crate) tier: Option<Tier>,
    pub(crate) form: Option<UnitForm>,
    /// The kind word, such as `xã`.
    pub(crate) kind: Option<String>,
    /// Only units below this one.
    pub(crate) below: Option<UnitId>,
}

const BY_NAME: Order = Order {
    name: "name",
    columns: &[("v.name_folded", Direction::Up, Holds::Text), ("v.unit_id", Direction::Up, Holds::Id)],
};

#[derive(FromQueryResult)]
struct NamedRow {
    unit_id: Uuid,
    name_folded: String,
}

impl Placed for NamedRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Text(self.name_folded.clone()), Key::Id(self.unit_id)]
    }
}

/// The units that fit, by folded name.
pub(crate) async fn search(
    tx: &Tx,
    _scope: &Scope,
    filter: &UnitFilter,
    request: &PageRequest,
) -> Result<Page<UnitId>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM unit_version v JOIN unit u ON u.id = v.unit_id WHERE ");
    fits(&mut from, filter);
    let query = Query { columns: "v.unit_id, v.name_folded", from };
    let page: Page<NamedRow> = page::page(tx, query, BY_NAME, request).await?;
    Ok(page.map(|row| Id::new(row.unit_id)))
}

/// The direct children of each of `parents`, by folded name.
pub(crate) async fn children(
    tx: &Tx,
    _scope: &Scope,
    parents: &[UnitId],
    filter: &UnitFilter,
    request: &PageRequest,
) -> Result<HashMap<UnitId, Page<UnitId>>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM unit_version v JOIN unit u ON u.id = v.unit_id WHERE v.parent_id")
        .one_of_ids(parents.iter().copied())
        .push(" AND ");
    fits(&mut from, filter);
    let query = Query { columns: "v.unit_id, v.name_folded", from };
    let pages: Vec<(Uuid, Page<NamedRow>)> = page::pages(tx, "v.parent_id", query, BY_NAME, request).await?;
    Ok(pages.into_iter().map(|(parent, page)| (Id::new(parent), page.map(|row| Id::new(row.unit_id)))).collect())
}

fn fits(sql: &mut Sql, filter: &UnitFilter) {
    in_force(sql, "v", filter.on);
    if let Some(name) = &filter.name {
        // Folded text has letters, digits, spaces and a few signs; what LIKE reads as a pattern is taken literally.
        let pattern = fold(name).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        if pattern.is_empty() {
            // Apostrophes and marks alone: part of no name, where an empty pattern would be part of every one.
            sql.push(" AND 1 = 0");
        } else {
            sql.push(" AND v.name_folded LIKE ").bind(format!("%{pattern}%")).push(" ESCAPE '\\'");
        }
    }
    if let Some(tier) = filter.tier {
        sql.push(" AND v.tier = ").bind(tier.as_str());
    }
    if let Some(form) = filter.form {
        sql.push(" AND u.form = ").bind(form.as_str());
    }
    if let Some(kind) = &filter.kind {
        sql.push(" AND v.kind = ").bind(kind.as_str());
    }
    if let Some(below) = filter.below {
        sql.push(" AND EXISTS (SELECT 1 FROM unit_ancestor a WHERE a.unit_id = v.unit_id AND a.distance > 0")
            .push(" AND a.ancestor_id = ")
            .bind(below.uuid())
            .push(" AND a.valid_from <= ")
            .bind(filter.on)
            .push(" AND a.valid_to >= ")
            .bind(filter.on)
            .push(")");
    }
}
