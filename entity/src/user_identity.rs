//! Who a user is at another issuer.

use sea_orm::entity::prelude::*;

/// A row of `user_identity`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_identity")]
pub struct Model {
    /// Identity of the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The user.
    pub user_id: Uuid,
    /// The issuer, as its tokens name it.
    pub issuer: String,
    /// The subject, as the issuer names it.
    pub subject: String,
    /// When the row was written.
    pub created_at: DateTimeUtc,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The user.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl ActiveModelBehavior for ActiveModel {}
