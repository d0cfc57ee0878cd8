//! The seals of the audit log: each holds a run of rows and the seal before it by a hash.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, text, timestamp_with_time_zone},
    sea_orm::DbBackend,
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("audit_seal")
            .col(big_integer("to_seq").primary_key().take())
            .col(big_integer("from_seq"))
            .col(integer("version"))
            .col(text("hash"))
            .col(timestamp_with_time_zone("sealed_at"))
            .unique(&["from_seq"])
            .create(manager)
            .await?;
        for statement in chain(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["audit_seal"]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION audit_seal_next").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// What makes a change of a written seal an error, and a new one begin where the last one ends. On PostgreSQL two that
/// begin at the same place at the same time are told apart by the unique index.
fn chain(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal \
             FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
            "CREATE FUNCTION audit_seal_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF NEW.from_seq <> (SELECT COALESCE(MAX(to_seq), 0) + 1 FROM audit_seal) OR NEW.to_seq < NEW.from_seq \
             THEN RAISE EXCEPTION 'audit_seal is a chain'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER audit_seal_chain BEFORE INSERT ON audit_seal \
             FOR EACH ROW EXECUTE FUNCTION audit_seal_next()",
        ],
        _ => &[
            "CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal \
             BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END",
            "CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal \
             BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END",
            "CREATE TRIGGER audit_seal_chain BEFORE INSERT ON audit_seal \
             WHEN NEW.from_seq <> (SELECT COALESCE(MAX(to_seq), 0) + 1 FROM audit_seal) OR NEW.to_seq < NEW.from_seq \
             BEGIN SELECT RAISE(ABORT, 'audit_seal is a chain'); END",
        ],
    }
}
