//! An activity report (báo cáo hoạt động): what a unit did.

use sea_orm::entity::prelude::*;

/// A row of `activity_report`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity_report")]
pub struct Model {
    /// Identity of the report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who did it.
    pub unit_id: Uuid,
    /// What was made, such as `NEWS_ITEM`.
    pub product: String,
    /// Code of the topic, `[A-Z0-9_]`.
    pub topic: Option<String>,
    /// How far it came: `SENT`, `PUBLISHED` or `DONE`.
    pub stage: String,
    /// The day on which it reached that stage, in +07:00.
    pub dated_on: Date,
    /// How many items.
    pub quantity: i32,
    /// Length of one item, in minutes.
    pub minutes: Option<i32>,
    /// What it was.
    pub title: String,
    /// In place of evidence, why there is none.
    pub explanation: Option<String>,
    /// `DRAFT`, `SUBMITTED`, `VERIFIED`, `RETURNED` or `WITHDRAWN`.
    pub state: String,
    /// Grows with every change.
    pub version: i32,
    /// Who wrote it down first; nobody for an import.
    pub author_id: Option<Uuid>,
    /// When it was first submitted; never overwritten.
    pub first_submitted_at: Option<DateTimeUtc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTimeUtc>,
    /// When it was last verified or returned.
    pub decided_at: Option<DateTimeUtc>,
    /// Why it was last returned.
    pub return_reason: Option<String>,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who did it.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
    /// Who wrote it down first; nobody for an import.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::AuthorId", to = "super::user::Column::Id")]
    Author,
}

impl ActiveModelBehavior for ActiveModel {}
