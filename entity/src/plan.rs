//! A plan (kế hoạch): an issued document with tasks, or the draft of one.

use sea_orm::entity::prelude::*;

/// A row of `plan`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    /// Identity of the plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that issues it.
    pub issuer_id: Uuid,
    /// Document symbol as printed (`33/KH-UBND`, `/KH-UBND`).
    pub symbol: String,
    /// Date of the plan as printed, perhaps partial: `2025-02-10`, `2025-05` or `2024`.
    pub issued_on: Option<String>,
    /// First day of that date, from which windows are owed.
    pub issued_from: Option<Date>,
    /// The year the plan is for.
    pub year: i32,
    /// Official title, short form.
    pub title: String,
    /// Where the money comes from.
    pub funding: Option<String>,
    /// Name of the file it was imported from.
    pub source: Option<String>,
    /// `DRAFT`, `ISSUED` or `REVOKED`.
    pub state: String,
    /// Grows with every change.
    pub version: i32,
    /// Hex SHA-256 of the canonical content of the imported file, by which a second import is known.
    pub content_hash: Option<String>,
    /// Who wrote it; nobody for an import.
    pub created_by: Option<Uuid>,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When it was issued here.
    pub issued_at: Option<DateTimeUtc>,
    /// Who issued it here; nobody for an import.
    pub issued_by: Option<Uuid>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// Who revoked it; nobody for the program itself.
    pub revoked_by: Option<Uuid>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The unit that issues it.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::IssuerId", to = "super::unit::Column::Id")]
    Issuer,
    /// Who wrote it; nobody for an import.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::CreatedBy", to = "super::user::Column::Id")]
    Creator,
    /// Who issued it here; nobody for an import.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::IssuedBy", to = "super::user::Column::Id")]
    PlanIssuer,
    /// Who revoked it; nobody for the program itself.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::RevokedBy", to = "super::user::Column::Id")]
    Revoker,
}

impl ActiveModelBehavior for ActiveModel {}
