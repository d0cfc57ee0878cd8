//! Quotas: how many of a product each bound unit owes per window.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean_null, date_null, integer, integer_null, pk_uuid, text, text_null, uuid, uuid_null},
};

use crate::{
    table::{NewTable, drop_tables},
    words::{CHANNELS, PRODUCTS, SHARINGS, STAGES, TASK_ROLES, WINDOW_KINDS},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("quota")
            .col(pk_uuid("id"))
            .col(uuid("plan_id"))
            .col(uuid("task_id"))
            .col(integer("position"))
            .col(text("no"))
            .col(text("selector"))
            .col(text_null("selector_role"))
            .col(uuid_null("selector_organisation_id"))
            .col(text("sharing"))
            .col(uuid_null("owed_by_id"))
            .col(text("product"))
            .col(text_null("channel"))
            .col(text_null("topic"))
            .col(integer_null("minimum"))
            .col(integer_null("coverage_goal"))
            .col(text_null("per"))
            .col(date_null("due_on"))
            .col(integer_null("min_minutes"))
            .col(text("stage"))
            .col(integer_null("stated_value"))
            .col(text_null("stated_per"))
            .col(boolean_null("stated_approximate"))
            .col(text_null("note"))
            .words("selector", SELECTORS)
            .words("selector_role", TASK_ROLES)
            .words("sharing", SHARINGS)
            .words("product", PRODUCTS)
            .words("channel", CHANNELS)
            .words("per", WINDOW_KINDS)
            .words("stage", STAGES)
            .words("stated_per", WINDOW_KINDS)
            .at_least(1, &["minimum", "min_minutes"])
            .check("coverage_goal", "coverage_goal BETWEEN 1 AND 100")
            .check("selector_has_role", "(selector = 'ROLE_HOLDERS') = (selector_role IS NOT NULL)")
            .check("selector_has_organisation", "(selector = 'ORGANISATION') = (selector_organisation_id IS NOT NULL)")
            .references("plan_id", "plan")
            .references("task_id", "task")
            .references("selector_organisation_id", "plan_organisation")
            .references("owed_by_id", "plan_organisation")
            .unique(&["plan_id", "no"])
            .index(&["task_id"])
            .index(&["selector_organisation_id"])
            .index(&["owed_by_id"])
            .create(manager)
            .await?;

        NewTable::new("quota_unit")
            .col(uuid("quota_id"))
            .col(uuid("unit_id"))
            .key(&["quota_id", "unit_id"])
            .references("quota_id", "quota")
            .references("unit_id", "unit")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["quota_unit", "quota"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Which units a quota binds.
const SELECTORS: &[&str] = &[
    "EACH_COMMUNE",
    "EACH_DISTRICT",
    "EACH_DEPARTMENT",
    "EACH_DEPARTMENT_AND_DISTRICT",
    "ORGANISATION",
    "ROLE_HOLDERS",
    "UNITS",
];
