//! Organisations of a territory, and what a new one needs to know of it.

use std::collections::BTreeMap;

use domain::{
    id::{Id, UnitId},
    unit::{Ancestor, Body, Life, Unit, Version},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::by_ids;
use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

/// An organisation as it is or was called.
#[derive(Debug, Clone)]
pub(crate) struct NamedOrganisation {
    pub(crate) unit: UnitId,
    pub(crate) name: String,
    /// The days on which it is called so.
    pub(crate) life: Life,
}

#[derive(FromQueryResult)]
struct NamedRow {
    unit_id: Uuid,
    name: String,
    valid_from: Option<domain::calendar::Day>,
    valid_to: Option<domain::calendar::Day>,
}

/// The organisations of a territory that ever had one of the names, the earliest version first.
pub(crate) async fn named(
    tx: &Tx,
    _scope: &Scope,
    territory: UnitId,
    names: &[String],
) -> Result<Vec<NamedOrganisation>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT v.unit_id, v.name, v.valid_from, v.valid_to FROM unit u")
        .push(" JOIN unit_version v ON v.unit_id = u.id WHERE u.form = 'ORGANISATION' AND u.territory_id = ")
        .bind(territory.uuid())
        .push(" AND v.name")
        .one_of(names.iter().map(String::as_str))
        .push(" ORDER BY v.unit_id");
    let rows: Vec<NamedRow> = tx.all(sql).await?;
    let found = rows.into_iter().map(|row| {
        Ok(NamedOrganisation {
            unit: Id::new(row.unit_id),
            name: row.name,
            life: Life::new(row.valid_from, row.valid_to).map_err(StoreError::corrupt)?,
        })
    });
    let mut found = found.collect::<Result<Vec<_>, StoreError>>()?;
    found.sort_by_key(|named| named.life);
    Ok(found)
}

#[derive(FromQueryResult)]
struct AncestorRow {
    ancestor_id: Uuid,
    distance: i32,
    via_id: Uuid,
    valid_from: domain::calendar::Day,
    valid_to: domain::calendar::Day,
}

/// Who stands at and above one unit, on all its days.
pub(crate) async fn ancestry(tx: &Tx, _scope: &Scope, unit: UnitId) -> Result<Vec<Ancestor>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT ancestor_id, distance, via_id, valid_from, valid_to FROM unit_ancestor WHERE unit_id = ")
        .bind(unit.uuid())
        .push(" ORDER BY ancestor_id, valid_from");
    let rows: Vec<AncestorRow> = tx.all(sql).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Ancestor {
                unit,
                ancestor: Id::new(row.ancestor_id),
                distance: row.distance.try_into().map_err(StoreError::corrupt)?,
                via: Id::new(row.via_id),
                life: Life::new(Some(row.valid_from), Some(row.valid_to)).map_err(StoreError::corrupt)?,
            })
        })
        .collect()
}

/// One territory as the domain knows it, or nothing if there is none with that id.
pub(crate) async fn territory(tx: &Tx, scope: &Scope, unit: UnitId) -> Result<Option<Unit>, StoreError> {
    let Some(record) = by_ids(tx, scope, &[unit]).await?.pop() else {
        return Ok(None);
    };
    let versions = record.versions.into_iter().map(|version| {
        Ok(Version {
            name: version.name,
            kind: version.kind,
            tier: version.tier,
            parent: version.parent,
            codes: version.codes.into_iter().collect::<BTreeMap<_, _>>(),
            life: Life::new(version.valid_from, version.valid_to).map_err(StoreError::corrupt)?,
        })
    });
    Ok(Some(Unit::new(unit, Body::Territory, versions.collect::<Result<_, StoreError>>()?)))
}
