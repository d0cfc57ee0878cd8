//! A task that carries out a task of a higher plan.

use sea_orm::entity::prelude::*;

/// A row of `task_link`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_link")]
pub struct Model {
    /// The lower task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// The higher task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub carries_out_id: Uuid,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The lower task.
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    /// The higher task.
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::CarriesOutId", to = "super::task::Column::Id")]
    CarriesOut,
}

impl ActiveModelBehavior for ActiveModel {}
