//! A contribution (phần đóng góp): what one report or one issued plan adds to one obligation.

use sea_orm::entity::prelude::*;

/// A row of `contribution`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution")]
pub struct Model {
    /// Identity of the contribution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it adds to.
    pub obligation_id: Uuid,
    /// `REPORT` or `PLAN`; exactly one of the two ids below is set.
    pub source: String,
    /// The report that adds.
    pub report_id: Option<Uuid>,
    /// The plan that adds.
    pub source_plan_id: Option<Uuid>,
    /// How much it adds.
    pub amount: i64,
    /// `PENDING` or `ACHIEVED`.
    pub state: String,
    /// The day of the activity, or of the plan's issue.
    pub dated_on: Date,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// What it adds to.
    #[sea_orm(
        belongs_to = "super::obligation::Entity",
        from = "Column::ObligationId",
        to = "super::obligation::Column::Id"
    )]
    Obligation,
    /// The report that adds.
    #[sea_orm(
        belongs_to = "super::activity_report::Entity",
        from = "Column::ReportId",
        to = "super::activity_report::Column::Id"
    )]
    Report,
    /// The plan that adds.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::SourcePlanId", to = "super::plan::Column::Id")]
    SourcePlan,
}

impl ActiveModelBehavior for ActiveModel {}
