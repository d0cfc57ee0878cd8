//! A duty to report that a plan states, for an organisation of the plan or for a group, never for both.

use sea_orm::entity::prelude::*;

/// A row of `report_duty`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_duty")]
pub struct Model {
    /// Identity of the duty.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The plan that states it.
    pub plan_id: Uuid,
    /// Order in the plan, from 0.
    pub position: i32,
    /// The organisation that reports.
    pub organisation_id: Option<Uuid>,
    /// The group that reports, such as `COMMUNES`.
    pub holders: Option<String>,
    /// Who receives it, in words.
    pub addressee: Option<String>,
    /// `MONTH`, `QUARTER`, `HALF_YEAR`, `YEAR`, `AD_HOC` or `UNSTATED`.
    pub cycle: String,
    /// `OWN`, or `EMBEDDED` in another report.
    pub form: String,
    /// That other report, in words.
    pub embedded_in: Option<String>,
    /// The duty in the plan's words.
    pub text: Option<String>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The plan that states it.
    #[sea_orm(belongs_to = "super::plan::Entity", from = "Column::PlanId", to = "super::plan::Column::Id")]
    Plan,
    /// The organisation that reports.
    #[sea_orm(
        belongs_to = "super::plan_organisation::Entity",
        from = "Column::OrganisationId",
        to = "super::plan_organisation::Column::Id"
    )]
    Organisation,
}

impl ActiveModelBehavior for ActiveModel {}
