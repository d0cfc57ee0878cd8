//! A channel that a task names.

use sea_orm::entity::prelude::*;

/// A row of `task_channel`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_channel")]
pub struct Model {
    /// The task that names it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// Such as `PORTAL`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: String,
    /// Order in the task, from 0.
    pub position: i32,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The task that names it.
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
}

impl ActiveModelBehavior for ActiveModel {}
