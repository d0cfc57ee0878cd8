//! Report duties of a plan: who reports to whom, through whom, how often.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, pk_uuid, text, text_null, uuid, uuid_null},
};

use crate::{
    table::{NewTable, drop_tables},
    words::GROUPS,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("report_duty")
            .col(pk_uuid("id"))
            .col(uuid("plan_id"))
            .col(integer("position"))
            .col(uuid_null("organisation_id"))
            .col(text_null("holders"))
            .col(text_null("addressee"))
            .col(text("cycle"))
            .col(text("form"))
            .col(text_null("embedded_in"))
            .col(text_null("text"))
            .words("holders", GROUPS)
            .words("cycle", &["MONTH", "QUARTER", "HALF_YEAR", "YEAR", "AD_HOC", "UNSTATED"])
            .words("form", &["OWN", "EMBEDDED"])
            .check("one_holder", "(organisation_id IS NULL) <> (holders IS NULL)")
            .references("plan_id", "plan")
            .references("organisation_id", "plan_organisation")
            .index(&["plan_id"])
            .index(&["organisation_id"])
            .create(manager)
            .await?;

        NewTable::new("report_duty_through")
            .col(uuid("duty_id"))
            .col(uuid("organisation_id"))
            .col(integer("position"))
            .key(&["duty_id", "organisation_id"])
            .references("duty_id", "report_duty")
            .references("organisation_id", "plan_organisation")
            .index(&["organisation_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["report_duty_through", "report_duty"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
