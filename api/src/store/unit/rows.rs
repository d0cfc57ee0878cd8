//! Rows as the queries of units give them.

use domain::calendar::Day;
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A row of `unit`.
#[derive(FromQueryResult)]
pub(super) struct UnitRow {
    pub(super) id: Uuid,
    pub(super) form: String,
    pub(super) territory_id: Option<Uuid>,
    pub(super) affiliation: Option<String>,
}

/// A row of `unit_version`.
#[derive(FromQueryResult)]
pub(super) struct VersionRow {
    pub(super) id: Uuid,
    pub(super) unit_id: Uuid,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) tier: String,
    pub(super) parent_id: Option<Uuid>,
    pub(super) valid_from: Option<Day>,
    pub(super) valid_to: Option<Day>,
}

/// A row of `unit_code`.
#[derive(FromQueryResult)]
pub(super) struct CodeRow {
    pub(super) version_id: Uuid,
    pub(super) scheme: String,
    pub(super) code: String,
}
