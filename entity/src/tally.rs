//! How many obligations of a unit with the same days stand how. Kept, so that a figure reads no obligations.

use sea_orm::entity::prelude::*;

/// A row of `tally`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tally")]
pub struct Model {
    /// Who owes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    /// First bound day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub starts_on: Date,
    /// Last bound day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ends_on: Date,
    /// The last day before they can be missed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub closes_on: Date,
    /// How many stand `EXEMPT`.
    pub exempt: i32,
    /// How many stand `MET`.
    pub met: i32,
    /// How many stand `MET_LATE`.
    pub met_late: i32,
    /// How many stand `READY`.
    pub ready: i32,
    /// How many stand `SHORT`.
    pub short: i32,
    /// How many have something achieved, the exempt left out.
    pub begun: i32,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who owes.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
