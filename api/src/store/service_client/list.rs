//! Which service clients an administrator sees.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    authz::ClientScope,
    calendar::Day,
    id::{Id, ServiceClientId, UnitId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    page::{Key, Page, PageRequest},
    session::{Principal, Scope},
    store::{
        StoreError, Tx,
        page::{self, Direction, Holds, Order, Placed, Query},
        scope,
        sql::Sql,
    },
};

/// A service client.
#[derive(Debug, Clone)]
pub(crate) struct ClientRecord {
    pub(crate) id: ServiceClientId,
    pub(crate) name: String,
    pub(crate) unit: UnitId,
    pub(crate) scopes: Vec<ClientScope>,
    pub(crate) version: i32,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) disabled_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct ClientRow {
    id: Uuid,
    name: String,
    unit_id: Uuid,
    version: i32,
    created_at: DateTime<Utc>,
    disabled_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct ScopeRow {
    client_id: Uuid,
    scope: String,
}

#[derive(FromQueryResult)]
struct ListRow {
    id: Uuid,
}

impl Placed for ListRow {
    fn keys(&self, _order: Order) -> Vec<Key> {
        vec![Key::Id(self.id)]
    }
}

const OLDEST: Order = Order { name: "service_clients", columns: &[("c.id", Direction::Up, Holds::Id)] };

/// Adds a condition: the caller is the client `c`, or administers its unit.
fn visible(sql: &mut Sql, caller: &Scope, today: Day) {
    sql.push("(");
    if let Some(Principal::Client(client)) = caller.principal() {
        sql.push("c.id = ").bind(client.uuid()).push(" OR ");
    }
    scope::at_or_below_now(sql, &caller.administers(), "c.unit_id", today);
    sql.push(")");
}

/// Those of the clients that the caller may see.
pub(crate) async fn by_ids(
    tx: &Tx,
    caller: &Scope,
    clients: &[ServiceClientId],
    today: Day,
) -> Result<Vec<ClientRecord>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT c.id, c.name, c.unit_id, c.version, c.created_at, c.disabled_at FROM service_client c WHERE c.id")
        .one_of_ids(clients.iter().copied())
        .push(" AND ");
    visible(&mut sql, caller, today);
    let rows: Vec<ClientRow> = tx.all(sql).await?;
    let mut sql = tx.sql();
    sql.push("SELECT client_id, scope FROM service_client_scope WHERE client_id")
        .one_of::<Uuid>(rows.iter().map(|row| row.id))
        .push(" ORDER BY scope");
    let mut scopes: HashMap<Uuid, Vec<ClientScope>> = HashMap::new();
    for row in tx.all::<ScopeRow>(sql).await? {
        scopes.entry(row.client_id).or_default().push(row.scope.parse().map_err(StoreError::corrupt)?);
    }
    Ok(rows
        .into_iter()
        .map(|row| ClientRecord {
            scopes: scopes.remove(&row.id).unwrap_or_default(),
            id: Id::new(row.id),
            name: row.name,
            unit: Id::new(row.unit_id),
            version: row.version,
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        })
        .collect())
}

/// A client that the caller may see.
pub(crate) async fn by_id(
    tx: &Tx,
    caller: &Scope,
    client: ServiceClientId,
    today: Day,
) -> Result<Option<ClientRecord>, StoreError> {
    Ok(by_ids(tx, caller, &[client], today).await?.pop())
}

/// The clients that the caller administers, of one unit or of all, the oldest first.
pub(crate) async fn search(
    tx: &Tx,
    caller: &Scope,
    unit: Option<UnitId>,
    today: Day,
    request: &PageRequest,
) -> Result<Page<ServiceClientId>, StoreError> {
    let mut from = tx.sql();
    from.push("FROM service_client c WHERE ");
    scope::at_or_below_now(&mut from, &caller.administers(), "c.unit_id", today);
    if let Some(unit) = unit {
        from.push(" AND c.unit_id = ").bind(unit.uuid());
    }
    let page: Page<ListRow> = page::page(tx, Query { columns: "c.id", from }, OLDEST, request).await?;
    Ok(page.map(|row| Id::new(row.id)))
}
