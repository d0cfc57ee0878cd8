//! Units, their dated versions and codes, what became of them, and the dated closure of the tree.

use sea_orm_migration::{
    prelude::*,
    schema::{date, date_null, integer, pk_uuid, text, text_null, timestamp_with_time_zone, uuid, uuid_null},
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
        NewTable::new("unit")
            .col(pk_uuid("id"))
            .col(text("form"))
            .col(uuid_null("territory_id"))
            .col(text_null("affiliation"))
            .col(timestamp_with_time_zone("created_at"))
            .words("form", &["TERRITORY", "ORGANISATION"])
            .words("affiliation", AFFILIATIONS)
            .check("organisation_has_territory", "(form = 'ORGANISATION') = (territory_id IS NOT NULL)")
            .check("organisation_has_affiliation", "(form = 'ORGANISATION') = (affiliation IS NOT NULL)")
            .references("territory_id", "unit")
            .index(&["territory_id"])
            .create(manager)
            .await?;

        NewTable::new("unit_version")
            .col(pk_uuid("id"))
            .col(uuid("unit_id"))
            .col(text("name"))
            .col(text("name_folded"))
            .col(text("kind"))
            .col(text("tier"))
            .col(uuid_null("parent_id"))
            .col(date_null("valid_from"))
            .col(date_null("valid_to"))
            .words("tier", &["NATION", "PROVINCE", "DISTRICT", "COMMUNE"])
            .check("valid", "valid_from <= valid_to")
            .references("unit_id", "unit")
            .references("parent_id", "unit")
            .index(&["unit_id"])
            .index(&["parent_id"])
            .index(&["name_folded"])
            .create(manager)
            .await?;

        NewTable::new("unit_code")
            .col(uuid("version_id"))
            .col(text("scheme"))
            .col(text("code"))
            .key(&["version_id", "scheme"])
            .words("scheme", &["GSO", "HCODE", "PORTAL", "LOCAL"])
            .references("version_id", "unit_version")
            .index(&["scheme", "code"])
            .create(manager)
            .await?;

        NewTable::new("unit_succession")
            .col(pk_uuid("id"))
            .col(uuid("predecessor_id"))
            .col(uuid_null("successor_id"))
            .col(date("effective_on"))
            .col(text("kind"))
            .col(text("extent"))
            .col(text_null("legal_act"))
            .words("kind", &["MERGE", "SPLIT", "ABOLISH"])
            .words("extent", EXTENTS)
            .references("predecessor_id", "unit")
            .references("successor_id", "unit")
            .unique(&["predecessor_id", "successor_id", "effective_on"])
            // Nulls are all distinct, so the end without a successor needs its own index to be unique.
            .index_with("ux", &["predecessor_id", "effective_on"], |index| {
                index.unique().and_where(Expr::col("successor_id").is_null());
            })
            .index(&["successor_id"])
            .create(manager)
            .await?;

        NewTable::new("unit_ancestor")
            .col(uuid("unit_id"))
            .col(uuid("ancestor_id"))
            .col(integer("distance"))
            .col(uuid("via_id"))
            .col(date("valid_from"))
            .col(date("valid_to"))
            .key(&["unit_id", "ancestor_id", "valid_from"])
            .at_least(0, &["distance"])
            .check("valid", "valid_from <= valid_to")
            .references("unit_id", "unit")
            .references("ancestor_id", "unit")
            .references("via_id", "unit")
            .index(&["ancestor_id", "distance", "unit_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["unit_ancestor", "unit_succession", "unit_code", "unit_version"]).await?;
        // SQLite empties a table before it drops it, and refuses while its rows refer to each other.
        let organisations = Query::delete().from_table("unit").and_where(Expr::col("form").eq("ORGANISATION")).take();
        manager.execute(organisations).await?;
        drop_tables(manager, &["unit"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// How much of a unit went to a successor.
const EXTENTS: &[&str] = &["WHOLE", "PART", "PART_AREA", "PART_AREA_ALL_POPULATION", "PART_POPULATION", "ALL_AREA"];
