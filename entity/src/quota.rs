//! A quota (định mức): how many of a product each bound unit owes per window.

use sea_orm::entity::prelude::*;

/// A row of `quota`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quota")]
pub struct Model {
    /// Identity of the quota.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The plan of its task.
    pub plan_id: Uuid,
    /// The task it belongs to.
    pub task_id: Uuid,
    /// Order in the plan, from 0.
    pub position: i32,
    /// Its id in the plan (`Q1`), unique there.
    pub no: String,
    /// Which units it binds: `EACH_COMMUNE`, `EACH_DISTRICT`, `EACH_DEPARTMENT`, `EACH_DEPARTMENT_AND_DISTRICT`,
    /// `ORGANISATION`, `ROLE_HOLDERS` or `UNITS`.
    pub selector: String,
    /// Of `ROLE_HOLDERS`: which role in the task.
    pub selector_role: Option<String>,
    /// Of `ORGANISATION`: which one.
    pub selector_organisation_id: Option<Uuid>,
    /// `EACH` owes by itself, or all together (`POOLED`).
    pub sharing: String,
    /// Of `POOLED`: who owes for all; the only leading organisation if none.
    pub owed_by_id: Option<Uuid>,
    /// The product that counts.
    pub product: String,
    /// The channel it must be on; any if none.
    pub channel: Option<String>,
    /// The topic it must have; any if none.
    pub topic: Option<String>,
    /// How many per full window. A quota without a number binds nobody.
    pub minimum: Option<i32>,
    /// Share of bound units that are to have something, percent.
    pub coverage_goal: Option<i32>,
    /// Window kind: `WEEK`, `MONTH_WEEK`, `MONTH`, `QUARTER`, `HALF_YEAR`, `YEAR` or `ONCE`.
    pub per: Option<String>,
    /// Of `ONCE`: the last day.
    pub due_on: Option<Date>,
    /// Least length of one item, in minutes.
    pub min_minutes: Option<i32>,
    /// How far an item must have come: `SENT`, `PUBLISHED` or `DONE`.
    pub stage: String,
    /// The total that the plan prints; never changes what is owed.
    pub stated_value: Option<i32>,
    /// The span that total is for, as a window kind.
    pub stated_per: Option<String>,
    /// Whether the plan prints it as approximate.
    pub stated_approximate: Option<bool>,
    /// A remark.
    pub note: Option<String>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The plan of its task.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
    /// The task it belongs to.
    #[sea_orm(belongs_to = "super::task::Entity", from = "Column::TaskId", to = "super::task::Column::Id")]
    Task,
    /// Of `ORGANISATION`: which one.
    #[sea_orm(
        belongs_to = "super::plan_organisation::Entity",
        from = "Column::SelectorOrganisationId",
        to = "super::plan_organisation::Column::Id"
    )]
    SelectorOrganisation,
    /// Of `POOLED`: who owes for all; the only leading organisation if none.
    #[sea_orm(
        belongs_to = "super::plan_organisation::Entity",
        from = "Column::OwedById",
        to = "super::plan_organisation::Column::Id"
    )]
    OwedBy,
}

impl ActiveModelBehavior for ActiveModel {}
