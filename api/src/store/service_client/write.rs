//! Writing service clients.

use chrono::{DateTime, Utc};
use domain::{
    authz::ClientScope,
    id::{ServiceClientId, UnitId},
};
use sea_orm::{FromQueryResult, Set};

use crate::{
    session::{Permit, Scope},
    store::{StoreError, Tx, WriteTx},
};

/// Adds a client with its scopes.
pub(crate) async fn insert(
    tx: &WriteTx,
    _permit: &Permit,
    (id, name, unit): (ServiceClientId, &str, UnitId),
    scopes: &[ClientScope],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::service_client::ActiveModel {
        id: Set(id.uuid()),
        name: Set(name.to_owned()),
        unit_id: Set(unit.uuid()),
        version: Set(1),
        created_at: Set(now),
        disabled_at: Set(None),
    }])
    .await?;
    let scope = |scope: &ClientScope| entity::service_client_scope::ActiveModel {
        client_id: Set(id.uuid()),
        scope: Set(scope.as_str().to_owned()),
    };
    tx.insert_all(scopes.iter().map(scope).collect()).await
}

/// Notes a change, if the client is still at the version the writer saw; says whether it was.
pub(crate) async fn step(
    tx: &WriteTx,
    _permit: &Permit,
    client: ServiceClientId,
    version: i32,
) -> Result<bool, StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE service_client SET version = version + 1 WHERE id = ").bind(client.uuid());
    sql.push(" AND version = ").bind(version);
    Ok(tx.execute(sql).await? == 1)
}

/// Lets a client ask no more.
pub(crate) async fn disable(
    tx: &WriteTx,
    _permit: &Permit,
    client: ServiceClientId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("UPDATE service_client SET disabled_at = ").bind(now);
    sql.push(" WHERE disabled_at IS NULL AND id = ").bind(client.uuid());
    tx.execute(sql).await?;
    Ok(())
}

/// Lets the secrets of a client end no later than at an instant, and forgets those that ended.
pub(crate) async fn end_secrets(
    tx: &WriteTx,
    _permit: &Permit,
    client: ServiceClientId,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("DELETE FROM service_client_secret WHERE client_id = ").bind(client.uuid());
    sql.push(" AND expires_at <= ").bind(now);
    tx.execute(sql).await?;
    let mut sql = tx.sql();
    sql.push("UPDATE service_client_secret SET expires_at = ").bind(at);
    sql.push(" WHERE client_id = ").bind(client.uuid()).push(" AND (expires_at IS NULL OR expires_at > ");
    sql.bind(at).push(")");
    tx.execute(sql).await?;
    Ok(())
}

/// Keeps the hash of a new secret.
pub(crate) async fn add_secret(
    tx: &WriteTx,
    _permit: &Permit,
    client: ServiceClientId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_all(vec![entity::service_client_secret::ActiveModel {
        hash: Set(hash.to_owned()),
        client_id: Set(client.uuid()),
        created_at: Set(now),
        expires_at: Set(None),
    }])
    .await
}

/// How many secrets of a client are good now.
#[derive(Debug, Clone, Copy, FromQueryResult)]
struct Secrets {
    good: i64,
}

/// How many secrets of a client are good now.
pub(crate) async fn secrets(
    tx: &Tx,
    _scope: &Scope,
    client: ServiceClientId,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT COUNT(*) AS good FROM service_client_secret WHERE client_id = ").bind(client.uuid());
    sql.push(" AND (expires_at IS NULL OR expires_at > ").bind(now).push(")");
    Ok(tx.one::<Secrets>(sql).await?.map_or(0, |row| row.good))
}
