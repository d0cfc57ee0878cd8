//! Sums per product of a unit's obligations that end on one day, without the exempt ones.

use sea_orm::entity::prelude::*;

/// A row of `product_tally`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_tally")]
pub struct Model {
    /// Who owes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    /// The product that counts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product: String,
    /// Last bound day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ends_on: Date,
    /// How many obligations are summed.
    pub obligations: i32,
    /// Sum of their targets.
    pub target: i64,
    /// Sum of what is achieved, uncapped.
    pub achieved: i64,
    /// Sum of what is pending, uncapped.
    pub pending: i64,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who owes.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
