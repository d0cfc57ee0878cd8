//! Service clients: programs that ask by themselves.

mod list;
mod write;

use chrono::{DateTime, Utc};
use domain::{
    authz::{ClientScope, Right},
    id::{Id, ServiceClientId},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub(crate) use list::{ClientRecord, by_id, by_ids, search};
pub(crate) use write::{add_secret, disable, end_secrets, insert, secrets, step};

use super::{Backend, StoreError, Tx, wall};
use crate::session::{Held, Scope};

#[derive(FromQueryResult)]
struct HeldRow {
    unit_id: Uuid,
    scope: String,
}

/// What a service client holds, of `only` these scopes if its token names any; nothing at all for one that is disabled or
/// unknown. From here on it is the client whom the transaction shows what it shows.
pub(crate) async fn held(
    tx: &Tx,
    _scope: &Scope,
    client: ServiceClientId,
    only: Option<&[ClientScope]>,
) -> Result<Option<Vec<Held>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT c.unit_id, s.scope FROM service_client c JOIN service_client_scope s ON s.client_id = c.id")
        .push(" WHERE c.disabled_at IS NULL AND c.id = ");
    let sql = match tx.backend() {
        Backend::Sqlite => sql.bind(client.uuid()).push(" ORDER BY s.scope").clone(),
        Backend::Postgres => wall::entered_by_client(tx, client, only, sql.push("me.id").clone()),
    };
    let rows: Vec<HeldRow> = tx.all(sql).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let scope: ClientScope = row.scope.parse().map_err(StoreError::corrupt)?;
        if only.is_none_or(|only| only.contains(&scope)) {
            held.push(Held { grant: None, unit: Id::new(row.unit_id), right: Right::Scope(scope) });
        }
    }
    Ok(Some(held))
}

#[derive(FromQueryResult)]
struct ScopeRow {
    scope: String,
}

/// The scopes of the client that a secret is of, if it is not disabled and the secret is good now.
pub(crate) async fn by_secret(
    tx: &Tx,
    _scope: &Scope,
    client: ServiceClientId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Vec<ClientScope>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT s.scope FROM service_client_secret k JOIN service_client c ON c.id = k.client_id")
        .push(" JOIN service_client_scope s ON s.client_id = c.id WHERE c.disabled_at IS NULL AND k.hash = ")
        .bind(hash)
        .push(" AND c.id = ")
        .bind(client.uuid())
        .push(" AND (k.expires_at IS NULL OR k.expires_at > ")
        .bind(now)
        .push(") ORDER BY s.scope");
    let rows: Vec<ScopeRow> = tx.all(sql).await?;
    let scopes =
        rows.iter().map(|row| row.scope.parse().map_err(StoreError::corrupt)).collect::<Result<Vec<_>, _>>()?;
    Ok((!scopes.is_empty()).then_some(scopes))
}
