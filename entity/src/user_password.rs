//! The password of a user.

use sea_orm::entity::prelude::*;

/// A row of `user_password`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_password")]
pub struct Model {
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// Argon2id, in the PHC form that names its parameters.
    pub hash: String,
    /// Whether it was set by somebody else, and is good only to choose another.
    pub must_change: bool,
    /// When it was set.
    pub changed_at: DateTimeUtc,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The user.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl ActiveModelBehavior for ActiveModel {}
