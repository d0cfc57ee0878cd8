//! The audit log: rows are added and never changed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, text, text_null, timestamp_with_time_zone, uuid, uuid_null},
    sea_orm::DbBackend,
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        NewTable::new("audit_event")
            .col(sequence_number(backend))
            .col(timestamp_with_time_zone("at"))
            .col(date("dated_on"))
            .col(uuid_null("actor_id"))
            .col(uuid_null("client_id"))
            .col(uuid_null("grant_id"))
            .col(text_null("grant_role"))
            .col(uuid_null("grant_unit_id"))
            .col(uuid_null("unit_id"))
            .col(text("subject_kind"))
            .col(uuid("subject_id"))
            .col(text("action"))
            .col(text_null("before"))
            .col(text_null("after"))
            .col(text_null("reason"))
            .col(text_null("operation"))
            .col(text_null("request_id"))
            .col(big_integer("horizon").default(0).take())
            .references("actor_id", "user")
            .references("client_id", "service_client")
            .references("grant_id", "grant")
            .references("grant_unit_id", "unit")
            .references("unit_id", "unit")
            .index(&["subject_id", "seq"])
            .index(&["at", "seq"])
            .index(&["unit_id", "at", "seq"])
            .index(&["actor_id", "at", "seq"])
            .create(manager)
            .await?;
        for statement in append_only(backend) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["audit_event"]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION append_only").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// SQLite numbers the rows itself and never uses a number twice; on PostgreSQL the program takes the next number of
/// `audit_event_seq`, so that it knows the number before the row is written.
fn sequence_number(backend: DbBackend) -> ColumnDef {
    let mut column = ColumnDef::new("seq").big_integer().not_null().primary_key().take();
    if backend == DbBackend::Sqlite {
        column.auto_increment();
    }
    column
}

/// What makes a change of a written row an error.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE SEQUENCE audit_event_seq AS bigint OWNED BY audit_event.seq",
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            "CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event \
             FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
        ],
        _ => &[
            "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event \
             BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
            "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event \
             BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
            // INSERT OR REPLACE deletes without asking the trigger above.
            "CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event \
             WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq) \
             BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
        ],
    }
}
