//! A channel on which the reported item went out.

use sea_orm::entity::prelude::*;

/// A row of `activity_report_channel`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity_report_channel")]
pub struct Model {
    /// The report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: Uuid,
    /// Such as `PORTAL`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: String,
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
