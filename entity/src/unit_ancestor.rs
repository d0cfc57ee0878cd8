//! The dated closure of the tree: over these days `ancestor` stood `distance` steps above `unit`.

use sea_orm::entity::prelude::*;

/// A row of `unit_ancestor`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_ancestor")]
pub struct Model {
    /// The lower unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    /// The higher unit; at distance 0 the unit itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ancestor_id: Uuid,
    /// Steps between them.
    pub distance: i32,
    /// The direct child of the ancestor on the way down to the unit.
    pub via_id: Uuid,
    /// First day; 0001-01-01 if open.
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: Date,
    /// Last day, inclusive; 9999-12-31 if open.
    pub valid_to: Date,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The lower unit.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
    /// The higher unit; at distance 0 the unit itself.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::AncestorId", to = "super::unit::Column::Id")]
    Ancestor,
    /// The direct child of the ancestor on the way down to the unit.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::ViaId", to = "super::unit::Column::Id")]
    Via,
}

impl ActiveModelBehavior for ActiveModel {}
