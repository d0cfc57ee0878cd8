//! A task (nhiệm vụ): a numbered work item of a plan.

use sea_orm::entity::prelude::*;

/// A row of `task`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    /// Identity of the task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose task.
    pub plan_id: Uuid,
    /// Order in the plan, from 0.
    pub position: i32,
    /// Number as printed (`V.1b`), unique in the plan.
    pub no: String,
    /// What is to be done.
    pub title: String,
    /// The main product, such as `NEWS_ITEM`.
    pub product: String,
    /// `CONTINUOUS`, `YEAR`, `QUARTER`, `DATE`, `BEFORE_MONTH`, `WEEKLY_SLOT` or `UNSTATED`.
    pub timing_kind: String,
    /// The year it is to be done in.
    pub timing_year: Option<i32>,
    /// 1 to 4; every quarter of the year if none.
    pub timing_quarter: Option<i32>,
    /// Of `DATE` the day, of `BEFORE_MONTH` the first day of that month.
    pub timing_date: Option<Date>,
    /// Of `WEEKLY_SLOT`: 1 (Monday) to 7.
    pub timing_weekday: Option<i32>,
    /// Of `WEEKLY_SLOT`: `HH:MM`, in +07:00.
    pub timing_at: Option<String>,
    /// The timing in the plan's words.
    pub timing_text: Option<String>,
    /// The budget in the plan's words.
    pub budget_text: Option<String>,
    /// The budget in whole đồng.
    pub budget_vnd: Option<i64>,
    /// How the budget is computed, as printed.
    pub budget_formula: Option<String>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose task.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
}

impl ActiveModelBehavior for ActiveModel {}
