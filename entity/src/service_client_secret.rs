//! A secret of a service client; two may hold at a time.

use sea_orm::entity::prelude::*;

/// A row of `service_client_secret`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_client_secret")]
pub struct Model {
    /// Hex SHA-256 of the secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// The client.
    pub client_id: Uuid,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// From when on it is good no more; open if none.
    pub expires_at: Option<DateTimeUtc>,
}

/// The rows of other tables that a row names.
#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The client.
    #[sea_orm(
        belongs_to = "super::service_client::Entity",
        from = "Column::ClientId",
        to = "super::service_client::Column::Id"
    )]
    Client,
}

impl ActiveModelBehavior for ActiveModel {}
