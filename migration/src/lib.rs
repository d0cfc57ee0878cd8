//! The schema of the database, as steps that each run once, on SQLite and on PostgreSQL alike.
//!
//! A released migration never changes, so this crate knows neither the entities nor the domain: it spells out the
//! words and rules of its own day. What both databases promise:
//!
//! - a closed vocabulary is text with a CHECK; text compares byte by byte (`COLLATE "C"` on PostgreSQL);
//! - ids are `uuid`, days `date`, instants `timestamp with time zone` (µs, UTC), amounts 64 bits, counts 32 bits;
//! - every foreign key is RESTRICT, and SQLite connections must have `foreign_keys` on;
//! - names: `ix_<table>_<columns>` index, `ux_…` unique index, `fk_<table>_<column>`, `ck_<table>_<what>`;
//! - a migration runs in one transaction, so that a failed one leaves nothing behind;
//! - on PostgreSQL row-level security stands around what names a unit (`wall`), for the tables' owner too: whoever
//!   migrates sees rows only where `tonghop.everything` is set.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261121_000001_unit;
mod m20261121_000002_user;
mod m20261121_000003_plan;
mod m20261121_000004_task;
mod m20261121_000005_quota;
mod m20261121_000006_report_duty;
mod m20261121_000007_activity_report;
mod m20261121_000008_obligation;
mod m20261121_000009_compliance;
mod m20261121_000010_audit_event;
mod m20261121_000011_idempotency_key;
mod m20261121_000012_setting;
mod m20261121_000013_sign_in;
mod m20261121_000014_audit_seal;
mod m20261121_000015_row_security;
mod table;
mod wall;
mod words;

/// Brings a database to the schema of this program, or takes it back.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_unit::Migration),
            Box::new(m20261121_000002_user::Migration),
            Box::new(m20261121_000003_plan::Migration),
            Box::new(m20261121_000004_task::Migration),
            Box::new(m20261121_000005_quota::Migration),
            Box::new(m20261121_000006_report_duty::Migration),
            Box::new(m20261121_000007_activity_report::Migration),
            Box::new(m20261121_000008_obligation::Migration),
            Box::new(m20261121_000009_compliance::Migration),
            Box::new(m20261121_000010_audit_event::Migration),
            Box::new(m20261121_000011_idempotency_key::Migration),
            Box::new(m20261121_000012_setting::Migration),
            Box::new(m20261121_000013_sign_in::Migration),
            Box::new(m20261121_000014_audit_seal::Migration),
            Box::new(m20261121_000015_row_security::Migration),
        ]
    }
}
