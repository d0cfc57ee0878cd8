//! A unit that a quota lists by itself (selector `UNITS`).

use sea_orm::entity::prelude::*;

/// A row of `quota_unit`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_unit")]
pub struct Model {
    /// The quota.
    #[sea_orm(primary_key, auto_increment = false)]
    pub quota_id: Uuid,
    /// The unit it binds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The quota.
    #[sea_orm(belongs_to = "super::quota::Entity", from = "Column::QuotaId", to = "super::quota::Column::Id")]
    Quota,
    /// The unit it binds.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
