//! Who asks: users, with what they may do on a unit by date, and service clients, with what they may do on theirs.

use sea_orm_migration::{
    prelude::*,
    schema::{
        date_null, integer, pk_uuid, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("user")
            .col(pk_uuid("id"))
            .col(text("name"))
            .col(text("display_name"))
            .col(uuid_null("unit_id"))
            .col(integer("version").default(1).take())
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("disabled_at"))
            .col(timestamp_with_time_zone_null("signed_out_at"))
            .references("unit_id", "unit")
            .at_least(1, &["version"])
            .unique(&["name"])
            .index(&["unit_id"])
            .create(manager)
            .await?;

        NewTable::new("grant")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(uuid("unit_id"))
            .col(text("role"))
            .col(date_null("valid_from"))
            .col(date_null("valid_to"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("taken_back_at"))
            .words("role", &["VIEWER", "REPORTER", "APPROVER", "REVIEWER", "ADMINISTRATOR", "AUDITOR"])
            .check("valid", "valid_from <= valid_to")
            .references("user_id", "user")
            .references("unit_id", "unit")
            .index(&["user_id"])
            .index(&["unit_id"])
            .create(manager)
            .await?;

        NewTable::new("service_client")
            .col(pk_uuid("id"))
            .col(text("name"))
            .col(uuid("unit_id"))
            .col(integer("version").default(1).take())
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("disabled_at"))
            .references("unit_id", "unit")
            .at_least(1, &["version"])
            .index(&["unit_id"])
            .create(manager)
            .await?;

        NewTable::new("service_client_scope")
            .col(uuid("client_id"))
            .col(text("scope"))
            .key(&["client_id", "scope"])
            .words("scope", &["READ", "WRITE_REPORT", "SUBMIT_REPORT"])
            .references("client_id", "service_client")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["service_client_scope", "service_client", "grant", "user"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
