//! An office through which a report goes.

use sea_orm::entity::prelude::*;

/// A row of `report_duty_through`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_duty_through")]
pub struct Model {
    /// The duty.
    #[sea_orm(primary_key, auto_increment = false)]
    pub duty_id: Uuid,
    /// The office.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    /// Order in the duty, from 0.
    pub position: i32,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The duty.
    #[sea_orm(
        belongs_to = "super::report_duty::Entity",
        from = "Column::DutyId",
        to = "super::report_duty::Column::Id"
    )]
    Duty,
    /// The office.
    #[sea_orm(
        belongs_to = "super::plan_organisation::Entity",
        from = "Column::OrganisationId",
        to = "super::plan_organisation::Column::Id"
    )]
    Organisation,
}

impl ActiveModelBehavior for ActiveModel {}
