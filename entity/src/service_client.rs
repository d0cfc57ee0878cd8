//! A program that asks by itself, with rights on one unit.

use sea_orm::entity::prelude::*;

/// A row of `service_client`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_client")]
pub struct Model {
    /// Identity of the client.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name for people.
    pub name: String,
    /// The unit its scopes hold on.
    pub unit_id: Uuid,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was written.
    pub created_at: DateTimeUtc,
    /// Since when the client may not ask.
    pub disabled_at: Option<DateTimeUtc>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The unit its scopes hold on.
    #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::UnitId", to = "super::unit::Column::Id")]
    Unit,
}

impl ActiveModelBehavior for ActiveModel {}
