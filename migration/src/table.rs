//! A table with its keys, checks and indexes, said once for both databases.

use std::fmt::Write as _;

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// A table to be created. Names of constraints and indexes follow from the names of the table and its columns.
pub(crate) struct NewTable {
    name: &'static str,
    statement: TableCreateStatement,
    columns: Vec<ColumnDef>,
    indexes: Vec<IndexCreateStatement>,
    has_composite_key: bool,
    is_often_updated: bool,
}

impl NewTable {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            statement: Table::create().table(name).take(),
            columns: Vec::new(),
            indexes: Vec::new(),
            has_composite_key: false,
            is_often_updated: false,
        }
    }

    pub(crate) fn col(mut self, column: ColumnDef) -> Self {
        self.columns.push(column);
        self
    }

    /// The primary key, where it is made of several columns. SQLite then keeps the rows in the key itself.
    pub(crate) fn key(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(*column);
        }
        self.statement.primary_key(&mut key);
        self.has_composite_key = true;
        self
    }

    /// A foreign key to the `id` of another table.
    pub(crate) fn references(mut self, column: &'static str, table: &'static str) -> Self {
        self.statement.foreign_key(
            ForeignKey::create()
                .name(format!("fk_{}_{column}", self.name))
                .from(self.name, column)
                .to(table, "id")
                .on_delete(ForeignKeyAction::Restrict),
        );
        self
    }

    /// The column holds one of these words, or nothing if it is nullable.
    pub(crate) fn words(self, column: &'static str, words: &[&'static str]) -> Self {
        self.check_that(column, Expr::col(column).is_in(words.iter().copied()))
    }

    /// None of these columns is below `least`.
    pub(crate) fn at_least(self, least: i32, columns: &[&'static str]) -> Self {
        columns.iter().fold(self, |table, column| table.check_that(column, Expr::col(*column).gte(least)))
    }

    /// Any other condition that every row meets.
    pub(crate) fn check(self, what: &str, condition: &'static str) -> Self {
        self.check_that(what, Expr::cust(condition))
    }

    /// The same, for a condition built in parts.
    pub(crate) fn check_that(mut self, what: &str, condition: Expr) -> Self {
        self.statement.check((format!("ck_{}_{what}", self.name), condition));
        self
    }

    pub(crate) fn index(self, columns: &[&'static str]) -> Self {
        self.index_with("ix", columns, |_| {})
    }

    pub(crate) fn unique(self, columns: &[&'static str]) -> Self {
        self.index_with("ux", columns, |index| {
            index.unique();
        })
    }

    /// An index whose statement needs more than its columns.
    pub(crate) fn index_with(
        mut self,
        prefix: &str,
        columns: &[&'static str],
        more: impl FnOnce(&mut IndexCreateStatement),
    ) -> Self {
        let mut index = Index::create();
        let mut name = format!("{prefix}_{}", self.name);
        for column in columns {
            let _ = write!(name, "_{column}");
            index.col(*column);
        }
        index.name(name).table(self.name);
        more(&mut index);
        self.indexes.push(index);
        self
    }

    /// Rows are updated often: PostgreSQL leaves room on each page so that a new version stays on it.
    pub(crate) fn often_updated(mut self) -> Self {
        self.is_often_updated = true;
        self
    }

    /// Creates the table and its indexes.
    ///
    /// # Errors
    /// The database refuses a statement.
    pub(crate) async fn create(mut self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        for mut column in self.columns {
            // SQLite compares text byte by byte; so does PostgreSQL if told to, whatever the cluster's locale.
            if backend == DbBackend::Postgres && matches!(column.get_column_type(), Some(ColumnType::Text)) {
                column.extra(r#"COLLATE "C""#);
            }
            self.statement.col(column);
        }
        if backend == DbBackend::Postgres && self.is_often_updated {
            self.statement.extra("WITH (fillfactor = 80)");
        }
        if backend == DbBackend::Sqlite && self.has_composite_key {
            self.statement.extra("WITHOUT ROWID");
        }
        manager.create_table(self.statement).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Drops tables in the order given.
///
/// # Errors
/// A table is missing or another one still refers to it.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, names: &[&'static str]) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(*name).take()).await?;
    }
    Ok(())
}
