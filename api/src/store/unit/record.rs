//! Units with their versions: by id, by code and day, and below another.

use domain::{
    calendar::{Day, Span},
    id::{Id, UnitId, UnitVersionId},
    unit::{Affiliation, CodeScheme, Life, Tier, UnitForm},
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    session::Scope,
    store::{StoreError, Tx, columns::Columns, sql::Sql},
};

/// One unit with all its versions, oldest first.
#[derive(Debug, Clone)]
pub(crate) struct UnitRecord {
    pub(crate) id: UnitId,
    pub(crate) form: UnitForm,
    /// The territory an organisation belongs to.
    pub(crate) territory: Option<UnitId>,
    pub(crate) affiliation: Option<Affiliation>,
    pub(crate) versions: Vec<UnitVersion>,
}

/// What a unit is called and where it stands between two days, on all of which it lives.
#[derive(Debug, Clone)]
pub(crate) struct UnitVersion {
    pub(crate) id: UnitVersionId,
    pub(crate) unit: UnitId,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) tier: Tier,
    pub(crate) parent: Option<UnitId>,
    pub(crate) valid_from: Option<Day>,
    pub(crate) valid_to: Option<Day>,
    pub(crate) codes: Vec<(CodeScheme, String)>,
}

impl UnitVersion {
    /// Whether the version is in force on `day`.
    pub(crate) fn contains(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl UnitRecord {
    /// The version in force on `day`.
    pub(crate) fn on(&self, day: Day) -> Option<&UnitVersion> {
        self.versions.iter().find(|version| version.contains(day))
    }

    /// The version in force on `day`, or else the last one before it, or else the first one after it.
    pub(crate) fn nearest(&self, day: Day) -> Option<&UnitVersion> {
        self.on(day)
            .or_else(|| self.versions.iter().rfind(|version| version.valid_to.is_some_and(|to| to < day)))
            .or_else(|| self.versions.first())
    }
}

/// The units with these ids, in any order; unknown ids are left out.
pub(crate) async fn by_ids(tx: &Tx, _scope: &Scope, ids: &[UnitId]) -> Result<Vec<UnitRecord>, StoreError> {
    let mut which = tx.sql();
    which.one_of_ids(ids.iter().copied());
    whole(tx, which).await
}

/// The units that stood directly below one of `parents` on any day of `span`.
pub(crate) async fn directly_below(
    tx: &Tx,
    _scope: &Scope,
    parents: &[UnitId],
    span: Span,
) -> Result<Vec<UnitRecord>, StoreError> {
    let mut which = tx.sql();
    which
        .push(" IN (SELECT a.unit_id FROM unit_ancestor a WHERE a.distance = 1 AND a.ancestor_id")
        .one_of_ids(parents.iter().copied())
        .push(" AND a.valid_from <= ")
        .bind(span.last())
        .push(" AND a.valid_to >= ")
        .bind(span.first())
        .push(")");
    whole(tx, which).await
}

/// The units whose id is `which`, with their versions and codes in one statement: units stand in almost every answer.
async fn whole(tx: &Tx, which: Sql) -> Result<Vec<UnitRecord>, StoreError> {
    let mut sql = tx.sql();
    // An organisation's own version may outlive its territory; the closed tree says when it really lives. An open start
    // sorts first, as `None` does in Rust. The columns are in the order of `WholeRow`, which is read by position.
    sql.push("SELECT u.id, u.form, u.territory_id, u.affiliation, v.id AS version_id, v.name, v.kind, v.tier,")
        .push(" v.parent_id, v.valid_from, v.valid_to, life.valid_from AS lives_from, life.valid_to AS lives_to,")
        .push(" c.scheme, c.code FROM unit u LEFT JOIN unit_version v ON v.unit_id = u.id")
        .push(" LEFT JOIN unit_ancestor life ON u.form = 'ORGANISATION' AND life.unit_id = u.id")
        .push(" AND life.ancestor_id = u.id LEFT JOIN unit_code c ON c.version_id = v.id WHERE u.id")
        .append(which)
        .push(" ORDER BY u.id, v.valid_from NULLS FIRST, life.valid_from, c.scheme");
    let mut units: Vec<UnitRecord> = Vec::new();
    for row in tx.all::<WholeRow>(sql).await? {
        if units.last().is_none_or(|unit| unit.id.uuid() != row.id) {
            units.push(unit(&row)?);
        }
        if let Some(unit) = units.last_mut() {
            add(unit, row)?;
        }
    }
    Ok(units)
}

/// A unit, one of its versions, a run of days on which it lives if it is an organisation, and one of the version's codes.
struct WholeRow {
    id: Uuid,
    form: String,
    territory_id: Option<Uuid>,
    affiliation: Option<String>,
    version_id: Option<Uuid>,
    name: Option<String>,
    kind: Option<String>,
    tier: Option<String>,
    parent_id: Option<Uuid>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    lives_from: Option<Day>,
    lives_to: Option<Day>,
    scheme: Option<String>,
    code: Option<String>,
}

impl FromQueryResult for WholeRow {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let mut columns = Columns::of(row);
        Ok(Self {
            id: columns.next()?,
            form: columns.next()?,
            territory_id: columns.next()?,
            affiliation: columns.next()?,
            version_id: columns.next()?,
            name: columns.next()?,
            kind: columns.next()?,
            tier: columns.next()?,
            parent_id: columns.next()?,
            valid_from: columns.next()?,
            valid_to: columns.next()?,
            lives_from: columns.next()?,
            lives_to: columns.next()?,
            scheme: columns.next()?,
            code: columns.next()?,
        })
    }
}

fn unit(row: &WholeRow) -> Result<UnitRecord, StoreError> {
    let affiliation = row.affiliation.as_deref().map(str::parse).transpose().map_err(StoreError::corrupt)?;
    Ok(UnitRecord {
        id: Id::new(row.id),
        form: row.form.parse().map_err(StoreError::corrupt)?,
        territory: row.territory_id.map(Id::new),
        affiliation,
        versions: Vec::new(),
    })
}

/// Adds what a row says of a unit's version, which may be the last one again with another code.
fn add(unit: &mut UnitRecord, row: WholeRow) -> Result<(), StoreError> {
    let own = Life::new(row.valid_from, row.valid_to).map_err(StoreError::corrupt)?;
    let lives = Life::new(row.lives_from, row.lives_to).map_err(StoreError::corrupt)?;
    let Some(life) = own.intersect(lives) else { return Ok(()) };
    let (Some(id), Some(name), Some(kind), Some(tier)) = (row.version_id, row.name, row.kind, row.tier) else {
        return Ok(());
    };
    if unit.versions.last().is_none_or(|last| (last.id.uuid(), last.valid_from) != (id, life.from())) {
        unit.versions.push(UnitVersion {
            id: Id::new(id),
            unit: unit.id,
            name,
            kind,
            tier: tier.parse().map_err(StoreError::corrupt)?,
            parent: row.parent_id.map(Id::new),
            valid_from: life.from(),
            valid_to: life.to(),
            codes: Vec::new(),
        });
    }
    if let (Some(version), Some(scheme), Some(code)) = (unit.versions.last_mut(), row.scheme, row.code) {
        version.codes.push((scheme.parse().map_err(StoreError::corrupt)?, code));
    }
    Ok(())
}

/// The versions with these ids; unknown ids are left out.
pub(crate) async fn versions(tx: &Tx, scope: &Scope, ids: &[UnitVersionId]) -> Result<Vec<UnitVersion>, StoreError> {
    let mut sql = tx.sql();
    sql.push("SELECT DISTINCT unit_id FROM unit_version WHERE id").one_of_ids(ids.iter().copied());
    let units: Vec<UnitId> = tx.all::<IdRow>(sql).await?.into_iter().map(|row| Id::new(row.unit_id)).collect();
    let units = by_ids(tx, scope, &units).await?;
    Ok(units.into_iter().flat_map(|unit| unit.versions).filter(|version| ids.contains(&version.id)).collect())
}

#[derive(FromQueryResult)]
struct IdRow {
    unit_id: Uuid,
}

/// The unit that `code` named on `day`.
pub(crate) async fn by_code(
    tx: &Tx,
    _scope: &Scope,
    scheme: CodeScheme,
    code: &str,
    day: Day,
) -> Result<Option<UnitRecord>, StoreError> {
    let mut which = tx.sql();
    which
        .push(" = (SELECT named.unit_id FROM unit_code given JOIN unit_version named ON named.id = given.version_id")
        .push(" WHERE given.scheme = ")
        .bind(scheme.as_str())
        .push(" AND given.code = ")
        .bind(code)
        .push(" AND ");
    in_force(&mut which, "named", day);
    which.push(" ORDER BY named.id LIMIT 1)");
    Ok(whole(tx, which).await?.pop())
}

/// Adds the condition that the version in `v` is in force on `day` and its unit lives then.
pub(super) fn in_force(sql: &mut Sql, v: &'static str, day: Day) {
    for (day_of, early_enough) in [(".valid_from", " <= "), (".valid_to", " >= ")] {
        sql.push("(").push(v).push(day_of).push(" IS NULL OR ").push(v).push(day_of).push(early_enough).bind(day);
        sql.push(") AND ");
    }
    sql.push("EXISTS (SELECT 1 FROM unit_ancestor life WHERE life.unit_id = ")
        .push(v)
        .push(".unit_id AND life.distance = 0 AND life.valid_from <= ")
        .bind(day)
        .push(" AND life.valid_to >= ")
        .bind(day)
        .push(")");
}
