//! Attempts to sign in that failed, and from when on another is judged.

use sea_orm::entity::prelude::*;

/// A row of `sign_in_failure`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_failure")]
pub struct Model {
    /// What they have in common: `NAME`, `ADDRESS`, or `KNOWN`, a name at an address where it signed in before.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The address, or a hash in which the name stands.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// How many.
    pub failures: i32,
    /// From when on another attempt is judged.
    pub free_at: DateTimeUtc,
    /// When the last was made.
    pub last_at: DateTimeUtc,
}

/// A row names no other.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
