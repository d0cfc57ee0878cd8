//! A field that the return of a report names as wrong.

use sea_orm::entity::prelude::*;

/// A row of `activity_report_return_field`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity_report_return_field")]
pub struct Model {
    /// The report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: Uuid,
    /// Name of the field.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The report.
    #[sea_orm(
        belongs_to = "super::activity_report::Entity",
        from = "Column::ReportId",
        to = "super::activity_report::Column::Id"
    )]
    Report,
}

impl ActiveModelBehavior for ActiveModel {}
