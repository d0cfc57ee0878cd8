//! Activity reports and the evidence that proves them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        date, integer, integer_null, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
        uuid, uuid_null,
    },
};

use crate::{
    table::{NewTable, drop_tables},
    words::{CHANNELS, PRODUCTS, STAGES},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("activity_report")
            .col(pk_uuid("id"))
            .col(uuid("unit_id"))
            .col(text("product"))
            .col(text_null("topic"))
            .col(text("stage"))
            .col(date("dated_on"))
            .col(integer("quantity"))
            .col(integer_null("minutes"))
            .col(text("title"))
            .col(text_null("explanation"))
            .col(text("state"))
            .col(integer("version"))
            .col(uuid_null("author_id"))
            .col(timestamp_with_time_zone_null("first_submitted_at"))
            .col(timestamp_with_time_zone_null("submitted_at"))
            .col(timestamp_with_time_zone_null("decided_at"))
            .col(text_null("return_reason"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .words("product", PRODUCTS)
            .words("stage", STAGES)
            .words("state", &["DRAFT", "SUBMITTED", "VERIFIED", "RETURNED", "WITHDRAWN"])
            .at_least(1, &["quantity", "minutes"])
            .references("unit_id", "unit")
            .references("author_id", "user")
            .index(&["unit_id", "dated_on"])
            .index(&["state", "submitted_at"])
            .often_updated()
            .create(manager)
            .await?;

        NewTable::new("activity_report_task")
            .col(uuid("report_id"))
            .col(uuid("task_id"))
            .key(&["report_id", "task_id"])
            .references("report_id", "activity_report")
            .references("task_id", "task")
            .index(&["task_id"])
            .create(manager)
            .await?;

        // Nobody who wrote at a report reviews it.
        NewTable::new("activity_report_writer")
            .col(uuid("report_id"))
            .col(uuid("user_id"))
            .key(&["report_id", "user_id"])
            .references("report_id", "activity_report")
            .references("user_id", "user")
            .create(manager)
            .await?;

        NewTable::new("activity_report_channel")
            .col(uuid("report_id"))
            .col(text("channel"))
            .key(&["report_id", "channel"])
            .words("channel", CHANNELS)
            .references("report_id", "activity_report")
            .create(manager)
            .await?;

        NewTable::new("activity_report_return_field")
            .col(uuid("report_id"))
            .col(text("field"))
            .key(&["report_id", "field"])
            .references("report_id", "activity_report")
            .create(manager)
            .await?;

        NewTable::new("evidence")
            .col(pk_uuid("id"))
            .col(uuid("report_id"))
            .col(integer("position"))
            .col(text("address"))
            .col(text("address_key"))
            .col(text_null("sha256"))
            .col(timestamp_with_time_zone_null("captured_at"))
            .references("report_id", "activity_report")
            .index(&["report_id"])
            // Compared for equality alone, and longer than an entry of a PostgreSQL tree may be.
            .index_with("ix", &["address_key"], |index| {
                index.index_type(IndexType::Hash);
            })
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let children = [
            "activity_report_return_field",
            "activity_report_channel",
            "activity_report_writer",
            "activity_report_task",
            "evidence",
        ];
        drop_tables(manager, &children).await?;
        drop_tables(manager, &["activity_report"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
