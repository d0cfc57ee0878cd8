//! A write that a client may repeat: the same key and input give the same result, once.

use sea_orm::entity::prelude::*;

/// A row of `idempotency_key`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Who wrote.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal_id: Uuid,
    /// Name of the mutation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub mutation: String,
    /// The client's key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Hex SHA-256 of the input: another input under the key is a conflict.
    pub input_hash: String,
    /// What the first write gave; none while that write is under way.
    pub subject_id: Option<Uuid>,
    /// When; keys are kept 30 days.
    pub created_at: DateTimeUtc,
}

/// A row names no other.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
