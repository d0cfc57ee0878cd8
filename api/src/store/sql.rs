//! SQL for both databases, bound and never concatenated.

use sea_orm::{Statement, Value};
use uuid::Uuid;

use super::Backend;

/// A statement in the making: fixed text and bound values.
///
/// Only `&'static str` can become text, so what a client sends can only ever be a bound value.
#[derive(Debug, Clone)]
pub(super) struct Sql {
    backend: Backend,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    Text(&'static str),
    Bind(Value),
}

impl Sql {
    pub(super) const fn new(backend: Backend) -> Self {
        Self { backend, pieces: Vec::new() }
    }

    /// Adds fixed text.
    pub(super) fn push(&mut self, text: &'static str) -> &mut Self {
        self.pieces.push(Piece::Text(text));
        self
    }

    /// Adds a parameter.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.pieces.push(Piece::Bind(value.into()));
        self
    }

    /// Adds another statement's pieces.
    pub(super) fn append(&mut self, other: Self) -> &mut Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Adds the text of the database in use.
    pub(super) fn either(&mut self, sqlite: &'static str, postgres: &'static str) -> &mut Self {
        self.push(match self.backend {
            Backend::Sqlite => sqlite,
            Backend::Postgres => postgres,
        })
    }

    /// Adds that what stands before is one of `values`; nothing is one of none.
    ///
    /// PostgreSQL takes them as one array, so that it prepares and plans one statement for lists of any length. SQLite has
    /// no arrays: there the list is filled up to a power of two with its last value, which makes a handful of statements.
    pub(super) fn one_of<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.compare((" IN ", " = ANY("), values.into_iter().map(Into::into).collect())
    }

    /// Adds that what stands before is one of these ids.
    pub(super) fn one_of_ids<K>(&mut self, ids: impl IntoIterator<Item = domain::id::Id<K>>) -> &mut Self {
        self.one_of::<Uuid>(ids.into_iter().map(domain::id::Id::uuid))
    }

    /// Adds that what stands before is none of these ids, of which there is at least one.
    pub(super) fn none_of_ids<K>(&mut self, ids: impl IntoIterator<Item = domain::id::Id<K>>) -> &mut Self {
        self.compare((" NOT IN ", " <> ALL("), ids.into_iter().map(|id| Value::from(id.uuid())).collect())
    }

    fn compare(&mut self, (with_list, with_array): (&'static str, &'static str), values: Vec<Value>) -> &mut Self {
        let Some(last) = values.last().cloned() else {
            return self.push(with_list).push("(NULL)");
        };
        if self.backend == Backend::Postgres {
            return self.push(with_array).bind(Value::Array(last.array_type(), Some(Box::new(values)))).push(")");
        }
        let missing = values.len().next_power_of_two() - values.len();
        self.push(with_list).push("(");
        for (n, value) in values.into_iter().chain(std::iter::repeat_n(last, missing)).enumerate() {
            if n > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// The statement, ready to run.
    pub(super) fn build(self) -> Statement {
        let mut text = String::with_capacity(self.pieces.len() * 24);
        let mut values = Vec::new();
        for piece in self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Bind(value) => {
                    values.push(value);
                    text.push('$');
                    text.push_str(&values.len().to_string());
                }
            }
        }
        Statement::from_sql_and_values(self.backend.into(), text, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bound_and_numbered_in_order() {
        let mut part = Sql::new(Backend::Sqlite);
        part.push("b = ").bind(2);
        let mut sql = Sql::new(Backend::Sqlite);
        sql.push("SELECT 1 WHERE a").one_of([1, 2, 3]).push(" AND ").append(part.clone());
        let built = sql.build();
        assert_eq!(built.sql, "SELECT 1 WHERE a IN ($1, $2, $3, $4) AND b = $5");
        assert_eq!(built.values.map(|values| values.0.len()), Some(5));
        let mut sql = Sql::new(Backend::Postgres);
        sql.push("SELECT 1 WHERE a").one_of([1, 2, 3]).push(" AND ").append(part);
        let built = sql.build();
        assert_eq!(built.sql, "SELECT 1 WHERE a = ANY($1) AND b = $2");
        assert_eq!(built.values.map(|values| values.0.len()), Some(2));
    }

    #[test]
    fn nothing_is_one_of_none() {
        for backend in [Backend::Sqlite, Backend::Postgres] {
            let mut sql = Sql::new(backend);
            sql.push("SELECT 1 WHERE a").one_of(Vec::<i32>::new());
            assert_eq!(sql.build().sql, "SELECT 1 WHERE a IN (NULL)");
        }
    }
}
