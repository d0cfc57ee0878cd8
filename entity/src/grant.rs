//! What a user may do on a unit (phân quyền), by date.

use sea_orm::entity::prelude::*;

/// A row of `grant`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grant")]
pub struct Model {
    /// Identity of the grant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who holds it.
    pub user_id: Uuid,
    /// On which unit.
    pub unit_id: Uuid,
    /// `VIEWER`, `REPORTER`, `APPROVER`, `REVIEWER`, `ADMINISTRATOR` or `AUDITOR`.
    pub role: String,
    /// First day; open if none.
    pub valid_from: Option<Date>,
    /// Last day, inclusive; open if none.
    pub valid_to: Option<Date>,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// When it was taken back at once, whatever its days say.
    pub taken_back_at: Option<DateTimeUtc>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who holds it.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
    /// On which unit.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
