//! A unit whose activity counts for a pooled obligation.

use sea_orm::entity::prelude::*;

/// A row of `obligation_member`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "obligation_member")]
pub struct Model {
    /// The pooled obligation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub obligation_id: Uuid,
    /// A unit of the set.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The pooled obligation.
    #[sea_orm(
        belongs_to = "super::obligation::Entity",
        from = "Column::ObligationId",
        to = "super::obligation::Column::Id"
    )]
    Obligation,
    /// A unit of the set.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
