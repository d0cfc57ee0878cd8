//! Kept sums of obligations per owing unit: one row per clipped window, and one per product and last day.
//!
//! No count is ever below zero, not even within a statement: both databases test an upsert's new row before they
//! see that it exists.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, integer, text, uuid},
};

use crate::{
    table::{NewTable, drop_tables},
    words::PRODUCTS,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("tally")
            .col(uuid("unit_id"))
            .col(date("starts_on"))
            .col(date("ends_on"))
            .col(date("closes_on"))
            .col(integer("exempt"))
            .col(integer("met"))
            .col(integer("met_late"))
            .col(integer("ready"))
            .col(integer("short"))
            .col(integer("begun"))
            .key(&["unit_id", "ends_on", "starts_on", "closes_on"])
            .check("days", "starts_on <= ends_on AND ends_on <= closes_on")
            .at_least(0, &["exempt", "met", "met_late", "ready", "short", "begun"])
            .references("unit_id", "unit")
            .often_updated()
            .create(manager)
            .await?;

        NewTable::new("product_tally")
            .col(uuid("unit_id"))
            .col(text("product"))
            .col(date("ends_on"))
            .col(integer("obligations"))
            .col(big_integer("target"))
            .col(big_integer("achieved"))
            .col(big_integer("pending"))
            .key(&["unit_id", "ends_on", "product"])
            .words("product", PRODUCTS)
            .at_least(0, &["obligations", "target", "achieved", "pending"])
            .references("unit_id", "unit")
            .often_updated()
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["product_tally", "tally"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
