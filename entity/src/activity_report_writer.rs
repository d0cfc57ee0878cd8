//! A user who wrote at an activity report: created, edited or submitted it.

use sea_orm::entity::prelude::*;

/// A row of `activity_report_writer`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity_report_writer")]
pub struct Model {
    /// The report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: Uuid,
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
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
    /// The user.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl ActiveModelBehavior for ActiveModel {}
