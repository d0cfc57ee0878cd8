//! One seal of the audit log: a run of its rows, held by a hash. Seals are never changed; the database refuses to.

use sea_orm::entity::prelude::*;

/// A row of `audit_seal`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seal")]
pub struct Model {
    /// The number of the last row it holds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub to_seq: i64,
    /// The number after the last one of the seal before it.
    pub from_seq: i64,
    /// How the rows were turned into bytes.
    pub version: i32,
    /// SHA-256 over the hash of the seal before it and its rows, in hex.
    pub hash: String,
    /// When.
    pub sealed_at: DateTimeUtc,
}

/// It names no rows of other tables.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
