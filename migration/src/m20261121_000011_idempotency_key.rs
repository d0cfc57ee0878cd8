//! Keys under which a client may repeat a write and get the first result again.

use sea_orm_migration::{
    prelude::*,
    schema::{text, timestamp_with_time_zone, uuid, uuid_null},
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("idempotency_key")
            .col(uuid("principal_id"))
            .col(text("mutation"))
            .col(text("key"))
            .col(text("input_hash"))
            .col(uuid_null("subject_id"))
            .col(timestamp_with_time_zone("created_at"))
            .key(&["principal_id", "mutation", "key"])
            .index(&["created_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["idempotency_key"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
