//! A unit (đơn vị): what owes or receives reports. Everything about it that changes with time is in its versions.

use sea_orm::entity::prelude::*;

/// A row of `unit`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    /// Identity for ever, whatever name, code or parent the unit has.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `TERRITORY` (a People's Committee) or `ORGANISATION`.
    pub form: String,
    /// Of an organisation: the territory it belongs to.
    pub territory_id: Option<Uuid>,
    /// Of an organisation: `AUTHORITY` (of the People's Committee) or `SAME_UNIT` (merely of the same unit).
    pub affiliation: Option<String>,
    /// When the row was written.
    pub created_at: DateTimeUtc,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Of an organisation: the territory it belongs to.
    #[sea_orm(belongs_to = "Entity", from = "Column::TerritoryId", to = "Column::Id")]
    Territory,
}

impl ActiveModelBehavior for ActiveModel {}
