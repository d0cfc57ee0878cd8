//! The entities and the migrated schema say the same.

#![cfg(test)]

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{Database, DatabaseConnection};

mod round_trip;
mod shape;

/// A new database of the current schema.
async fn migrated() -> DatabaseConnection {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db
}
