//! Evidence (tài liệu kiểm chứng): where to see that a report is true. The server never fetches it.

use sea_orm::entity::prelude::*;

/// A row of `evidence`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    /// Identity of the evidence.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The report it proves.
    pub report_id: Uuid,
    /// Order in the report, from 0.
    pub position: i32,
    /// http(s) address as given.
    pub address: String,
    /// Normal form of the address, by which the same evidence is found again.
    pub address_key: String,
    /// Hex SHA-256 of the content, if known.
    pub sha256: Option<String>,
    /// When the content was captured.
    pub captured_at: Option<DateTimeUtc>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The report it proves.
    #[sea_orm(
        belongs_to = "super::activity_report::Entity",
        from = "Column::ReportId",
        to = "super::activity_report::Column::Id"
    )]
    Report,
}

impl ActiveModelBehavior for ActiveModel {}
