//! The directory as a whole: read to be compared, written where it differs.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    calendar::Day,
    id::{Id, SuccessionId, UnitId, UnitVersionId},
    text::fold,
    unit::{
        Affiliation, Ancestor, Body, CodeScheme, Difference, Directory, Life, Succession, Unit, UnitChange, UnitForm,
        Version,
    },
};
use sea_orm::{FromQueryResult, Set};
use uuid::Uuid;

use super::rows::{CodeRow, UnitRow, VersionRow};
use crate::{
    session::{Permit, Scope},
    store::{StoreError, Tx, WriteTx},
};

#[derive(FromQueryResult)]
struct SuccessionRow {
    predecessor_id: Uuid,
    successor_id: Option<Uuid>,
    effective_on: Day,
    kind: String,
    extent: String,
    legal_act: Option<String>,
}

/// Every unit with every version, and every succession.
pub(crate) async fn directory(tx: &Tx, _scope: &Scope) -> Result<Directory, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT version_id, scheme, code FROM unit_code");
    let mut codes: HashMap<Uuid, BTreeMap<CodeScheme, String>> = HashMap::new();
    for row in tx.all::<CodeRow>(sql).await? {
        let scheme = row.scheme.parse().map_err(StoreError::corrupt)?;
        codes.entry(row.version_id).or_default().insert(scheme, row.code);
    }
    let mut sql = tx.sql();
    sql.push("SELECT id, unit_id, name, kind, tier, parent_id, valid_from, valid_to FROM unit_version");
    let mut versions: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for row in tx.all::<VersionRow>(sql).await? {
        let version = Version {
            name: row.name,
            kind: row.kind,
            tier: row.tier.parse().map_err(StoreError::corrupt)?,
            parent: row.parent_id.map(Id::new),
            codes: codes.remove(&row.id).unwrap_or_default(),
            life: Life::new(row.valid_from, row.valid_to).map_err(StoreError::corrupt)?,
        };
        versions.entry(row.unit_id).or_default().push(version);
    }
    let mut sql = tx.sql();
    sql.push("SELECT id, form, territory_id, affiliation FROM unit");
    let units = tx.all::<UnitRow>(sql).await?.into_iter().map(|row| {
        let versions = versions.remove(&row.id).unwrap_or_default();
        Ok(Unit::new(Id::new(row.id), body(&row)?, versions))
    });
    let units = units.collect::<Result<Vec<_>, StoreError>>()?;
    let mut sql = tx.sql();
    sql.push("SELECT predecessor_id, successor_id, effective_on, kind, extent, legal_act FROM unit_succession");
    let successions = tx.all::<SuccessionRow>(sql).await?.into_iter().map(|row| {
        Ok(Succession {
            predecessor: Id::new(row.predecessor_id),
            successor: row.successor_id.map(Id::new),
            effective_on: row.effective_on,
            kind: row.kind.parse().map_err(StoreError::corrupt)?,
            extent: row.extent.parse().map_err(StoreError::corrupt)?,
            legal_act: row.legal_act,
        })
    });
    Ok(Directory::new(units, successions.collect::<Result<Vec<_>, StoreError>>()?))
}

fn body(row: &UnitRow) -> Result<Body, StoreError> {
    match (row.form.parse::<UnitForm>().map_err(StoreError::corrupt)?, row.territory_id, &row.affiliation) {
        (UnitForm::Territory, None, None) => Ok(Body::Territory),
        (UnitForm::Organisation, Some(territory), Some(affiliation)) => Ok(Body::Organisation {
            territory: Id::new(territory),
            affiliation: affiliation.parse::<Affiliation>().map_err(StoreError::corrupt)?,
        }),
        _ => Err(StoreError::corrupt(format!("unit {} is neither a territory nor an organisation", row.id))),
    }
}

/// Brings the stored directory to its new state.
pub(crate) async fn apply(
    tx: &WriteTx,
    permit: &Permit,
    difference: &Difference,
    now: DateTime<Utc>,
    mut new_id: impl FnMut() -> Uuid + Send,
) -> Result<(), StoreError> {
    add(tx, permit, &difference.added, now, &mut new_id).await?;
    for change in &difference.changed {
        alter(tx, change, &mut new_id).await?;
    }
    for gone in &difference.successions_removed {
        let mut sql = tx.sql();
        sql.push("DELETE FROM unit_succession WHERE predecessor_id = ").bind(gone.predecessor.uuid());
        sql.push(" AND effective_on = ").bind(gone.effective_on);
        match gone.successor {
            Some(successor) => sql.push(" AND successor_id = ").bind(successor.uuid()),
            None => sql.push(" AND successor_id IS NULL"),
        };
        tx.execute(sql).await?;
    }
    let rows = difference.successions_added.iter().map(|new| succession(SuccessionId::new(new_id()), new));
    tx.insert_all(rows.collect()).await
}

/// Adds units that are new, with all their versions.
pub(crate) async fn add(
    tx: &WriteTx,
    _permit: &Permit,
    units: &[Unit],
    now: DateTime<Utc>,
    mut new_id: impl FnMut() -> Uuid + Send,
) -> Result<(), StoreError> {
    // Territories before the organisations that belong to them.
    let (territories, organisations): (Vec<&Unit>, Vec<&Unit>) =
        units.iter().partition(|unit| unit.body() == Body::Territory);
    let rows = territories.into_iter().chain(organisations).map(|unit| {
        let (territory, affiliation) = match unit.body() {
            Body::Territory => (None, None),
            Body::Organisation { territory, affiliation } => (Some(territory), Some(affiliation)),
        };
        entity::unit::ActiveModel {
            id: Set(unit.id().uuid()),
            form: Set(unit.body().form().as_str().to_owned()),
            territory_id: Set(territory.map(Id::uuid)),
            affiliation: Set(affiliation.map(|word| word.as_str().to_owned())),
            created_at: Set(now),
        }
    });
    tx.insert_all(rows.collect()).await?;
    let versions: Vec<_> = units
        .iter()
        .flat_map(|unit| unit.versions().iter().map(|version| (unit.id(), version)))
        .map(|(unit, version)| (UnitVersionId::new(new_id()), unit, version))
        .collect();
    tx.insert_all(versions.iter().map(|(id, unit, version)| version_row(*id, *unit, version)).collect()).await?;
    tx.insert_all(versions.iter().flat_map(|(id, _, version)| code_rows(*id, version)).collect()).await
}

async fn alter(tx: &WriteTx, change: &UnitChange, mut new_id: impl FnMut() -> Uuid + Send) -> Result<(), StoreError> {
    for gone in &change.removed {
        let id = version_id(tx, change.unit, gone).await?;
        delete_codes(tx, id).await?;
        let mut sql = tx.sql();
        sql.push("DELETE FROM unit_version WHERE id = ").bind(id.uuid());
        tx.execute(sql).await?;
    }
    for (before, after) in &change.altered {
        let id = version_id(tx, change.unit, before).await?;
        delete_codes(tx, id).await?;
        let mut sql = tx.sql();
        sql.push("UPDATE unit_version SET name = ").bind(after.name.as_str());
        sql.push(", name_folded = ").bind(fold(&after.name));
        sql.push(", kind = ").bind(after.kind.as_str());
        sql.push(", tier = ").bind(after.tier.as_str());
        sql.push(", parent_id = ").bind(after.parent.map(Id::uuid));
        sql.push(", valid_from = ").bind(after.life.from());
        sql.push(", valid_to = ").bind(after.life.to());
        sql.push(" WHERE id = ").bind(id.uuid());
        tx.execute(sql).await?;
        tx.insert_all(code_rows(id, after).collect()).await?;
    }
    for new in &change.added {
        let id = UnitVersionId::new(new_id());
        tx.insert_all(vec![version_row(id, change.unit, new)]).await?;
        tx.insert_all(code_rows(id, new).collect()).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// A version is known by its unit and its first day.
async fn version_id(tx: &Tx, unit: UnitId, version: &Version) -> Result<UnitVersionId, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT id FROM unit_version WHERE unit_id = ").bind(unit.uuid());
    match version.life.from() {
        Some(day) => sql.push(" AND valid_from = ").bind(day),
        None => sql.push(" AND valid_from IS NULL"),
    };
    let row: Option<IdRow> = tx.one(sql).await?;
    row.map(|row| Id::new(row.id)).ok_or_else(|| StoreError::corrupt(format!("no such version of {unit}")))
}

async fn delete_codes(tx: &WriteTx, version: UnitVersionId) -> Result<(), StoreError> {
    let mut sql = tx.sql();
    sql.push("DELETE FROM unit_code WHERE version_id = ").bind(version.uuid());
    tx.execute(sql).await?;
    Ok(())
}

fn version_row(id: UnitVersionId, unit: UnitId, version: &Version) -> entity::unit_version::ActiveModel {
    entity::unit_version::ActiveModel {
        id: Set(id.uuid()),
        unit_id: Set(unit.uuid()),
        name: Set(version.name.clone()),
        name_folded: Set(fold(&version.name)),
        kind: Set(version.kind.clone()),
        tier: Set(version.tier.as_str().to_owned()),
        parent_id: Set(version.parent.map(Id::uuid)),
        valid_from: Set(version.life.from()),
        valid_to: Set(version.life.to()),
    }
}

fn code_rows(id: UnitVersionId, version: &Version) -> impl Iterator<Item = entity::unit_code::ActiveModel> {
    version.codes.iter().map(move |(scheme, code)| entity::unit_code::ActiveModel {
        version_id: Set(id.uuid()),
        scheme: Set(scheme.as_str().to_owned()),
        code: Set(code.clone()),
    })
}

fn succession(id: SuccessionId, new: &Succession) -> entity::unit_succession::ActiveModel {
    entity::unit_succession::ActiveModel {
        id: Set(id.uuid()),
        predecessor_id: Set(new.predecessor.uuid()),
        successor_id: Set(new.successor.map(Id::uuid)),
        effective_on: Set(new.effective_on),
        kind: Set(new.kind.as_str().to_owned()),
        extent: Set(new.extent.as_str().to_owned()),
        legal_act: Set(new.legal_act.clone()),
    }
}

/// Replaces what is known of who stood above these units.
pub(crate) async fn replace_ancestors(
    tx: &WriteTx,
    permit: &Permit,
    units: &[UnitId],
    rows: &[Ancestor],
) -> Result<(), StoreError> {
    for chunk in units.chunks(1_000) {
        let mut sql = tx.sql();
        sql.push("DELETE FROM unit_ancestor WHERE unit_id").one_of_ids(chunk.iter().copied());
        tx.execute(sql).await?;
    }
    add_ancestors(tx, permit, rows).await
}

/// Adds who stood above units that are new.
pub(crate) async fn add_ancestors(tx: &WriteTx, _permit: &Permit, rows: &[Ancestor]) -> Result<(), StoreError> {
    let rows = rows.iter().map(|row| entity::unit_ancestor::ActiveModel {
        unit_id: Set(row.unit.uuid()),
        ancestor_id: Set(row.ancestor.uuid()),
        distance: Set(i32::from(row.distance)),
        via_id: Set(row.via.uuid()),
        valid_from: Set(row.life.first_day()),
        valid_to: Set(row.life.last_day()),
    });
    tx.insert_all(rows.collect()).await
}
