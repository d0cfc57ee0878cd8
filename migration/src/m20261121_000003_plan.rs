//! Plans: the document itself, what it carries out and cites, the organisations it names, and its other lines.

use sea_orm_migration::{
    prelude::*,
    schema::{
        date_null, integer, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
        uuid_null,
    },
    sea_orm::DbBackend,
};

use crate::{
    table::{NewTable, drop_tables},
    words::AFFILIATIONS,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("plan")
            .col(pk_uuid("id"))
            .col(uuid("issuer_id"))
            .col(text("symbol"))
            .col(text_null("issued_on"))
            .col(date_null("issued_from"))
            .col(integer("year"))
            .col(text("title"))
            .col(text_null("funding"))
            .col(text_null("source"))
            .col(text("state"))
            .col(integer("version"))
            .col(text_null("content_hash"))
            .col(uuid_null("created_by"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("issued_at"))
            .col(uuid_null("issued_by"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .col(uuid_null("revoked_by"))
            .col(text_null("revoked_reason"))
            .words("state", &["DRAFT", "ISSUED", "REVOKED"])
            .references("issuer_id", "unit")
            .references("created_by", "user")
            .references("issued_by", "user")
            .references("revoked_by", "user")
            .index(&["issuer_id"])
            .create(manager)
            .await?;
        manager.get_connection().execute_unprepared(unique_issued(manager)).await?;

        NewTable::new("plan_subject")
            .col(uuid("plan_id"))
            .col(text("subject"))
            .col(integer("position"))
            .key(&["plan_id", "subject"])
            .words("subject", &["CCHC", "CDS"])
            .references("plan_id", "plan")
            .create(manager)
            .await?;

        NewTable::new("plan_act")
            .col(pk_uuid("id"))
            .col(uuid("plan_id"))
            .col(text("relation"))
            .col(integer("position"))
            .col(text_null("symbol"))
            .col(text_null("issued_on"))
            .col(text_null("issuer"))
            .col(text_null("title"))
            .col(uuid_null("resolved_plan_id"))
            .words("relation", &["CARRIES_OUT", "CITES"])
            .references("plan_id", "plan")
            .references("resolved_plan_id", "plan")
            .index(&["plan_id"])
            .index(&["resolved_plan_id"])
            .create(manager)
            .await?;

        NewTable::new("plan_organisation")
            .col(pk_uuid("id"))
            .col(uuid("plan_id"))
            .col(integer("position"))
            .col(text("key"))
            .col(text("name"))
            .col(text("kind"))
            .col(text("affiliation"))
            .col(uuid_null("unit_id"))
            .words("kind", ORGANISATION_KINDS)
            .words("affiliation", AFFILIATIONS)
            .references("plan_id", "plan")
            .references("unit_id", "unit")
            .unique(&["plan_id", "key"])
            .index(&["unit_id"])
            .create(manager)
            .await?;

        NewTable::new("plan_line")
            .col(pk_uuid("id"))
            .col(uuid("plan_id"))
            .col(text("kind"))
            .col(integer("position"))
            .col(text_null("key"))
            .col(date_null("day"))
            .col(text("text"))
            .words("kind", &["THEME", "INDEX", "INDICATOR", "DEADLINE", "RECIPIENT", "DOUBT"])
            .check("indicator_has_key", "(kind = 'INDICATOR') = (key IS NOT NULL)")
            .check("deadline_has_day", "(kind = 'DEADLINE') = (day IS NOT NULL)")
            .references("plan_id", "plan")
            .index(&["plan_id", "kind", "position"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["plan_line", "plan_organisation", "plan_act", "plan_subject", "plan"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// One issued plan per issuer, symbol, date and title. A title may be longer than an index entry of PostgreSQL.
fn unique_issued(manager: &SchemaManager<'_>) -> &'static str {
    match manager.get_database_backend() {
        DbBackend::Postgres => {
            "CREATE UNIQUE INDEX ux_plan_issued ON plan (issuer_id, symbol, coalesce(issued_on, ''), md5(title)) \
             WHERE state <> 'DRAFT'"
        }
        _ => {
            "CREATE UNIQUE INDEX ux_plan_issued ON plan (issuer_id, symbol, coalesce(issued_on, ''), title) \
             WHERE state <> 'DRAFT'"
        }
    }
}

/// What a named body is. A named post is no office.
const ORGANISATION_KINDS: &[&str] =
    &["DEPARTMENT", "OFFICE", "PUBLIC_SERVICE_UNIT", "MEDIA", "PARTY", "FRONT", "MASS_ORGANISATION", "POST", "TEAM"];
