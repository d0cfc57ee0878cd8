//! A subject of a plan.

use sea_orm::entity::prelude::*;

/// A row of `plan_subject`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_subject")]
pub struct Model {
    /// Whose subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    /// `CCHC` (administrative reform) or `CDS` (digital transformation).
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    /// Order in the plan, from 0.
    pub position: i32,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose subject.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
}

impl ActiveModelBehavior for ActiveModel {}
