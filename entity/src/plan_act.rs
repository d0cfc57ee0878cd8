//! An act that a plan carries out or cites.

use sea_orm::entity::prelude::*;

/// A row of `plan_act`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_act")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The plan that names it.
    pub plan_id: Uuid,
    /// `CARRIES_OUT` or `CITES`.
    pub relation: String,
    /// Order among the acts of the plan, from 0.
    pub position: i32,
    /// Document symbol as printed.
    pub symbol: Option<String>,
    /// Date as printed, perhaps partial.
    pub issued_on: Option<String>,
    /// Who issued the act, in words.
    pub issuer: Option<String>,
    /// Title or summary.
    pub title: Option<String>,
    /// The plan here that it is, if one is.
    pub resolved_plan_id: Option<Uuid>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The plan that names it.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
    /// The plan here that it is, if one is.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::ResolvedPlanId", to = "super::plan::Column::Id")]
    ResolvedPlan,
}

impl ActiveModelBehavior for ActiveModel {}
