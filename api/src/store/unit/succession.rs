//! What units became, and what they came from.

use std::collections::HashMap;

use domain::{
    calendar::Day,
    id::{Id, UnitId},
    unit::{SuccessionExtent, SuccessionKind},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    page::{Key, Page, PageRequest},
    session::Scope,
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
    },
};

/// The step from one unit to one that came after it.
#[derive(Debug, Clone)]
pub(crate) struct Succession {
    pub(crate) predecessor: UnitId,
    pub(crate) successor: Option<UnitId>,
    pub(crate) effective_on: Day,
    pub(crate) kind: SuccessionKind,
    pub(crate) extent: SuccessionExtent,
    pub(crate) legal_act: Option<String>,
}

#[derive(FromQueryResult)]
struct SuccessionRow {
    id: Uuid,
    predecessor_id: Uuid,
    successor_id: Option<Uuid>,
    effective_on: Day,
    kind: String,
    extent: String,
    legal_act: Option<String>,
}

impl Placed for SuccessionRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Day(self.effective_on), Key::Id(self.id)]
    }
}

/// Which way successions are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Successions {
    /// What the unit became.
    After,
    /// What the unit came from.
    Before,
}

const BY_DAY: Order = Order {
    name: "effective_on",
    columns: &[("s.effective_on", Direction::Up, Holds::Day), ("s.id", Direction::Up, Holds::Id)],
};

/// The successions of each of `units`, oldest first.
pub(crate) async fn successions(
    tx: &Tx,
    _scope: &Scope,
    units: &[UnitId],
    which: Successions,
    request: &PageRequest,
) -> Result<HashMap<UnitId, Page<Succession>>, StoreError> {
    let side = match which {
        Successions::After => "s.predecessor_id",
        Successions::Before => "s.successor_id",
    };
    let mut from = tx.sql();
    from.push("FROM unit_succession s WHERE ").push(side).one_of_ids(units.iter().copied());
    let columns = "s.id, s.predecessor_id, s.successor_id, s.effective_on, s.kind, s.extent, s.legal_act";
    let pages: Vec<(Uuid, Page<SuccessionRow>)> =
        page::pages(tx, side, Query { columns, from }, BY_DAY, request).await?;
    pages.into_iter().map(|(unit, page)| Ok((Id::new(unit), page.try_map(succession)?))).collect()
}

fn succession(row: SuccessionRow) -> Result<Succession, StoreError> {
    Ok(Succession {
        predecessor: Id::new(row.predecessor_id),
        successor: row.successor_id.map(Id::new),
        effective_on: row.effective_on,
        kind: row.kind.parse().map_err(StoreError::corrupt)?,
        extent: row.extent.parse().map_err(StoreError::corrupt)?,
        legal_act: row.legal_act,
    })
}
