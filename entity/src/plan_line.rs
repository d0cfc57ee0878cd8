//! A line of a plan that is kept and shown, and binds nobody.

use sea_orm::entity::prelude::*;

/// A row of `plan_line`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_line")]
pub struct Model {
    /// Identity of the line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose line.
    pub plan_id: Uuid,
    /// `THEME`, `INDEX`, `INDICATOR`, `DEADLINE`, `RECIPIENT` or `DOUBT`.
    pub kind: String,
    /// Order among the lines of that kind, from 0.
    pub position: i32,
    /// Key of an index or indicator.
    pub key: Option<String>,
    /// Of a deadline: the last day allowed.
    pub day: Option<Date>,
    /// The line itself.
    pub text: String,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose line.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
}

impl ActiveModelBehavior for ActiveModel {}
