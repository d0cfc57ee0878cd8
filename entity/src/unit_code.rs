//! A code of a unit version in one scheme. A code alone names no unit: it was given to others at other times.

use sea_orm::entity::prelude::*;

/// A row of `unit_code`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_code")]
pub struct Model {
    /// Whose code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: Uuid,
    /// `GSO` (statistics office), `HCODE` (agency identifier), `PORTAL` or `LOCAL`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// Text, leading zeros included.
    pub code: String,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose code.
    #[sea_orm(
        belongs_to = "super::unit_version::Entity",
        from = "Column::VersionId",
        to = "super::unit_version::Column::Id"
    )]
    Version,
}

impl ActiveModelBehavior for ActiveModel {}
