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
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// Since when the user may not sign in.
    pub disabled_at: Option<DateTimeUtc>,
}

/// A row names no other.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
