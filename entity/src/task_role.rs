//! A role (vai trò) in a task, held by an organisation of the plan or by a group, never by both.

use sea_orm::entity::prelude::*;

/// A row of `task_role`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_role")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// In which task.
    pub task_id: Uuid,
    /// Order in the task, from 0.
    pub position: i32,
    /// `LEAD`, `ADVISE`, `IMPLEMENT`, `DIRECT` or `COORDINATE`.
    pub role: String,
    /// The organisation that holds it.
    pub organisation_id: Option<Uuid>,
    /// The group that holds it, such as `COMMUNES`.
    pub holders: Option<String>,
    /// The holder in the plan's words.
    pub text: Option<String>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// In which task.
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    /// The organisation that holds it.
    #[sea_orm(
        belongs_to = "super::plan_organisation::Entity",
        from = "Column::OrganisationId",
        to = "super::plan_organisation::Column::Id"
    )]
    Organisation,
}

impl ActiveModelBehavior for ActiveModel {}
