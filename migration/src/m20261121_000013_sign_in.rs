//! How people and service clients prove who they are. Of every secret only a hash is stored.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, integer, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    },
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("user_password")
            .col(uuid("user_id").primary_key().take())
            .col(text("hash"))
            .col(boolean("must_change"))
            .col(timestamp_with_time_zone("changed_at"))
            .references("user_id", "user")
            .create(manager)
            .await?;

        // Who somebody is at another issuer.
        NewTable::new("user_identity")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(text("issuer"))
            .col(text("subject"))
            .col(timestamp_with_time_zone("created_at"))
            .references("user_id", "user")
            .unique(&["issuer", "subject"])
            .index(&["user_id"])
            .create(manager)
            .await?;

        NewTable::new("sign_in")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(text_null("end_reason"))
            .words("end_reason", &["SIGNED_OUT", "REVOKED", "REUSED", "PASSWORD_CHANGED", "PASSWORD_SET", "DISABLED"])
            .check("end_has_reason", "(ended_at IS NULL) = (end_reason IS NULL)")
            .references("user_id", "user")
            .index(&["user_id"])
            .often_updated()
            .create(manager)
            .await?;

        NewTable::new("refresh_token")
            .col(text("hash").primary_key().take())
            .col(uuid("sign_in_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .references("sign_in_id", "sign_in")
            .index(&["sign_in_id"])
            .index(&["expires_at"])
            .often_updated()
            .create(manager)
            .await?;

        // Failed attempts, by a hash of the name, by address, and by both together where they belong together.
        NewTable::new("sign_in_failure")
            .col(text("kind"))
            .col(text("key"))
            .col(integer("failures"))
            .col(timestamp_with_time_zone("free_at"))
            .col(timestamp_with_time_zone("last_at"))
            .key(&["kind", "key"])
            .words("kind", &["NAME", "ADDRESS", "KNOWN"])
            .at_least(0, &["failures"])
            .index(&["kind", "last_at"])
            .often_updated()
            .create(manager)
            .await?;

        NewTable::new("service_client_secret")
            .col(text("hash").primary_key().take())
            .col(uuid("client_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .references("client_id", "service_client")
            .index(&["client_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["service_client_secret", "sign_in_failure", "refresh_token", "sign_in", "user_identity", "user_password"];
        drop_tables(manager, &tables).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
