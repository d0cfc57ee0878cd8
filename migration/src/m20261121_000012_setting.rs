//! Facts about this database that the program remembers, such as that the demonstration data is loaded.

use sea_orm_migration::{prelude::*, schema::text};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("setting").col(text("key").primary_key().take()).col(text("value")).create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["setting"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
