//! Tasks of a plan: channels, who holds which role, and which task of a higher plan each carries out.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, date_null, integer, integer_null, pk_uuid, text, text_null, uuid, uuid_null},
};

use crate::{
    table::{NewTable, drop_tables},
    words::{CHANNELS, GROUPS, PRODUCTS, TASK_ROLES},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("task")
            .col(pk_uuid("id"))
            .col(uuid("plan_id"))
            .col(integer("position"))
            .col(text("no"))
            .col(text("title"))
            .col(text("product"))
            .col(text("timing_kind"))
            .col(integer_null("timing_year"))
            .col(integer_null("timing_quarter"))
            .col(date_null("timing_date"))
            .col(integer_null("timing_weekday"))
            .col(text_null("timing_at"))
            .col(text_null("timing_text"))
            .col(text_null("budget_text"))
            .col(big_integer_null("budget_vnd"))
            .col(text_null("budget_formula"))
            .words("product", PRODUCTS)
            .words("timing_kind", TIMING_KINDS)
            .check("timing_quarter", "timing_quarter BETWEEN 1 AND 4")
            .check("timing_weekday", "timing_weekday BETWEEN 1 AND 7")
            .at_least(0, &["budget_vnd"])
            .references("plan_id", "plan")
            .unique(&["plan_id", "no"])
            .index(&["plan_id", "position"])
            .create(manager)
            .await?;

        NewTable::new("task_channel")
            .col(uuid("task_id"))
            .col(text("channel"))
            .col(integer("position"))
            .key(&["task_id", "channel"])
            .words("channel", CHANNELS)
            .references("task_id", "task")
            .create(manager)
            .await?;

        NewTable::new("task_role")
            .col(pk_uuid("id"))
            .col(uuid("task_id"))
            .col(integer("position"))
            .col(text("role"))
            .col(uuid_null("organisation_id"))
            .col(text_null("holders"))
            .col(text_null("text"))
            .words("role", TASK_ROLES)
            .words("holders", GROUPS)
            .check("one_holder", "(organisation_id IS NULL) <> (holders IS NULL)")
            .references("task_id", "task")
            .references("organisation_id", "plan_organisation")
            .index(&["task_id", "position"])
            .index(&["organisation_id"])
            .create(manager)
            .await?;

        NewTable::new("task_link")
            .col(uuid("task_id"))
            .col(uuid("carries_out_id"))
            .key(&["task_id", "carries_out_id"])
            .references("task_id", "task")
            .references("carries_out_id", "task")
            .index(&["carries_out_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["task_link", "task_role", "task_channel", "task"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// When a task is to be done, as the plan says it.
const TIMING_KINDS: &[&str] = &["CONTINUOUS", "YEAR", "QUARTER", "DATE", "BEFORE_MONTH", "WEEKLY_SLOT", "UNSTATED"];
