//! What a service client may do on its unit.

use sea_orm::entity::prelude::*;

/// A row of `service_client_scope`.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_client_scope")]
pub struct Model {
    /// The client.
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    /// `READ`, `WRITE_REPORT` or `SUBMIT_REPORT`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
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
