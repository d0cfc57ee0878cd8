//! The units that a plan may bind, with their days below the issuer.

use std::collections::BTreeMap;

use domain::{
    calendar::Day,
    id::{Id, UnitId},
    task::GroupMember,
    unit::Life,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    session::Scope,
    store::{StoreError, Tx},
};

#[derive(FromQueryResult)]
struct BelowRow {
    unit_id: Uuid,
    valid_from: Day,
    valid_to: Day,
}

#[derive(FromQueryResult)]
struct MemberRow {
    unit_id: Uuid,
    valid_from: Day,
    valid_to: Day,
    version_from: Option<Day>,
    version_to: Option<Day>,
}

/// The days on which each of the units stands below the issuer, future days included.
pub(crate) async fn standing_below(
    tx: &Tx,
    _scope: &Scope,
    issuer: UnitId,
    units: &[UnitId],
) -> Result<BTreeMap<UnitId, Vec<Life>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT unit_id, valid_from, valid_to FROM unit_ancestor WHERE distance > 0 AND ancestor_id = ")
        .bind(issuer.uuid())
        .push(" AND unit_id")
        .one_of_ids(units.iter().copied())
        .push(" ORDER BY unit_id, valid_from");
    let mut found: BTreeMap<UnitId, Vec<Life>> = BTreeMap::new();
    for row in tx.all::<BelowRow>(sql).await? {
        let life = Life::new(Some(row.valid_from), Some(row.valid_to)).map_err(StoreError::corrupt)?;
        found.entry(Id::new(row.unit_id)).or_default().push(life);
    }
    Ok(found)
}

/// The units of a set, with the days on which they stand below the issuer and are of the set, future days included.
pub(crate) async fn members(
    tx: &Tx,
    _scope: &Scope,
    issuer: UnitId,
    set: GroupMember,
) -> Result<BTreeMap<UnitId, Vec<Life>>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT a.unit_id, a.valid_from, a.valid_to, v.valid_from AS version_from, v.valid_to AS version_to")
        .push(" FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id JOIN unit_version v ON v.unit_id = a.unit_id")
        .push(" WHERE a.distance > 0 AND a.ancestor_id = ")
        .bind(issuer.uuid())
        .push(match set {
            GroupMember::Communes => " AND u.form = 'TERRITORY' AND v.tier = 'COMMUNE'",
            GroupMember::Districts => " AND u.form = 'TERRITORY' AND v.tier = 'DISTRICT'",
            GroupMember::Departments => {
                " AND a.distance = 1 AND v.parent_id = a.ancestor_id AND v.kind = 'DEPARTMENT' \
                 AND u.form = 'ORGANISATION' AND u.affiliation = 'AUTHORITY'"
            }
        })
        .push(" ORDER BY a.unit_id, a.valid_from, v.valid_from");
    let mut found: BTreeMap<UnitId, Vec<Life>> = BTreeMap::new();
    for row in tx.all::<MemberRow>(sql).await? {
        let below = Life::new(Some(row.valid_from), Some(row.valid_to)).map_err(StoreError::corrupt)?;
        let version = Life::new(row.version_from, row.version_to).map_err(StoreError::corrupt)?;
        if let Some(life) = below.intersect(version) {
            found.entry(Id::new(row.unit_id)).or_default().push(life);
        }
    }
    Ok(found)
}
