//! Somebody who signs in.

use sea_orm::entity::prelude::*;

/// A row of `user`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// Identity of the user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Sign-in name, unique.
    pub name: String,
    /// Name for people.
    pub display_name: String,
    /// The unit whose administrators administer the user; those of the nation if none.
    pub unit_id: Option<Uuid>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// Since when the user may not sign in.
    pub disabled_at: Option<DateTimeUtc>,
    /// What was issued up to then is good no more.
    pub signed_out_at: Option<DateTimeUtc>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The unit whose administrators administer the user.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
