//! Obligations, and the contributions whose sums are every figure.
//!
//! Both name where they come from by a source and one column per source, so that a later source (a reporting regime)
//! needs no change of a column: SQLite cannot drop NOT NULL.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, date, date_null, integer, pk_uuid, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::{
    table::{NewTable, drop_tables},
    words::{PRODUCTS, SHARINGS, WINDOW_KINDS},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        obligation().create(manager).await?;

        NewTable::new("obligation_member")
            .col(uuid("obligation_id"))
            .col(uuid("unit_id"))
            .key(&["obligation_id", "unit_id"])
            .references("obligation_id", "obligation")
            .references("unit_id", "unit")
            .index(&["unit_id"])
            .create(manager)
            .await?;

        NewTable::new("contribution")
            .col(pk_uuid("id"))
            .col(uuid("obligation_id"))
            .col(text("source"))
            .col(uuid_null("report_id"))
            .col(uuid_null("source_plan_id"))
            .col(big_integer("amount"))
            .col(text("state"))
            .col(date("dated_on"))
            .words("source", &["REPORT", "PLAN"])
            .words("state", &["PENDING", "ACHIEVED"])
            .check("of_report", "(source = 'REPORT') = (report_id IS NOT NULL)")
            .check("of_plan", "(source = 'PLAN') = (source_plan_id IS NOT NULL)")
            .at_least(1, &["amount"])
            .references("obligation_id", "obligation")
            .references("report_id", "activity_report")
            .references("source_plan_id", "plan")
            .unique(&["obligation_id", "report_id"])
            // Plans contribute rarely: their indexes leave out the many rows of reports.
            .index_with("ux", &["obligation_id", "source_plan_id"], |index| {
                index.unique().and_where(Expr::col("source_plan_id").is_not_null());
            })
            .index_with("ix", &["source_plan_id"], |index| {
                index.and_where(Expr::col("source_plan_id").is_not_null());
            })
            .index(&["report_id"])
            .index(&["obligation_id", "dated_on"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["contribution", "obligation_member", "obligation"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn obligation() -> NewTable {
    NewTable::new("obligation")
        .col(pk_uuid("id"))
        .col(text("source"))
        .col(uuid_null("quota_id"))
        .col(uuid_null("regime_id"))
        .col(uuid_null("plan_id"))
        .col(uuid_null("task_id"))
        .col(uuid("unit_id"))
        .col(text("sharing"))
        .col(text_null("product"))
        .col(date_null("plan_issued_from"))
        .col(text("window_kind"))
        .col(date("window_starts_on"))
        .col(date("window_ends_on"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(integer("bound_days"))
        .col(integer("minimum"))
        .col(big_integer("target"))
        .col(big_integer("achieved"))
        .col(big_integer("achieved_in_time"))
        .col(big_integer("pending"))
        .col(text("standing"))
        .col(date_null("risk_on"))
        .col(date("closes_on"))
        .col(date_null("extended_to"))
        .col(text_null("extension_reason"))
        .col(timestamp_with_time_zone_null("extended_at"))
        .col(uuid_null("extended_by"))
        .col(text_null("exempt_reason"))
        .col(timestamp_with_time_zone_null("exempted_at"))
        .col(uuid_null("exempted_by"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .words("source", &["QUOTA", "REGIME"])
        .words("sharing", SHARINGS)
        .words("product", PRODUCTS)
        .words("standing", &["REVOKED", "EXEMPT", "MET", "MET_LATE", "READY", "SHORT"])
        // The periods of regimes are not known yet; those of quotas are.
        .check_that(
            "window_kind",
            Expr::col("source").ne("QUOTA").or(Expr::col("window_kind").is_in(WINDOW_KINDS.iter().copied())),
        )
        .check("of_quota", "(source = 'QUOTA') = (quota_id IS NOT NULL)")
        .check("of_regime", "(source = 'REGIME') = (regime_id IS NOT NULL)")
        .check("window", "window_starts_on <= starts_on AND ends_on <= window_ends_on")
        .check("days", "starts_on <= ends_on AND ends_on <= closes_on")
        .check("extension_has_reason", "(extended_to IS NULL) = (extension_reason IS NULL)")
        .check("extension_has_instant", "(extended_to IS NULL) = (extended_at IS NULL)")
        .check("exemption_has_instant", "(exempt_reason IS NULL) = (exempted_at IS NULL)")
        .at_least(1, &["bound_days", "minimum", "target"])
        .at_least(0, &["achieved", "achieved_in_time", "pending"])
        .references("quota_id", "quota")
        .references("plan_id", "plan")
        .references("task_id", "task")
        .references("unit_id", "unit")
        .references("extended_by", "user")
        .references("exempted_by", "user")
        .unique(&["quota_id", "unit_id", "window_starts_on"])
        .index(&["unit_id", "ends_on"])
        .index(&["plan_id", "ends_on"])
        .index(&["task_id"])
        // What the figures of today read beside the tallies: obligations that may still come to be at risk. Row-level
        // security asks for two columns more, which PostgreSQL keeps beside the others to read nothing but the index.
        .index_with("ix", &["unit_id", "starts_on", "ends_on", "closes_on", "risk_on"], |index| {
            index
                .name("ix_obligation_short")
                .include("sharing")
                .include("id")
                .and_where(Expr::col("standing").eq("SHORT"));
        })
        .often_updated()
}
