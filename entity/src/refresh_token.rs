//! A token with which a sign-in goes on; each is good once.

use sea_orm::entity::prelude::*;

/// A row of `refresh_token`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Hex SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// The sign-in it goes on from.
    pub sign_in_id: Uuid,
    /// When it was given out.
    pub created_at: DateTimeUtc,
    /// From when on it is good no more.
    pub expires_at: DateTimeUtc,
    /// When it was used.
    pub used_at: Option<DateTimeUtc>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The sign-in it goes on from.
    #[sea_orm(belongs_to = "super::sign_in::Entity", from = "Column::SignInId", to = "super::sign_in::Column::Id")]
    SignIn,
}

impl ActiveModelBehavior for ActiveModel {}
