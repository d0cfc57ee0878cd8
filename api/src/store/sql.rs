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

    /// Adds `(a, b, c)`.
    ///
    /// The list is filled up to a power of two with its last value: a database prepares a handful of statements
    /// instead of one per length. An empty list becomes `(NULL)`, which nothing is in.
    pub(super) fn list<V: Into<Value> + Clone>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        let values: Vec<V> = values.into_iter().collect();
        let Some(last) = values.last().cloned() else {
            return self.push("(NULL)");
        };
        let filled = values.len().next_power_of_two();
        self.push("(");
        let missing = filled - values.len();
        for (n, value) in values.into_iter().chain(std::iter::repeat_n(last, missing)).enumerate() {
            if n > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// Adds `(a, b, c)` of ids.
    pub(super) fn ids<K>(&mut self, ids: impl IntoIterator<Item = domain::id::Id<K>>) -> &mut Self {
        self.list::<Uuid>(ids.into_iter().map(domain::id::Id::uuid))
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
        sql.push("SELECT 1 WHERE a IN ").list([1, 2, 3]).push(" AND ").append(part);
        let built = sql.build();
        assert_eq!(built.sql, "SELECT 1 WHERE a IN ($1, $2, $3, $4) AND b = $5");
        assert_eq!(built.values.map(|values| values.0.len()), Some(5));
    }

    #[test]
    fn nothing_is_in_an_empty_list() {
        let mut sql = Sql::new(Backend::Postgres);
        sql.push("SELECT 1 WHERE a IN ").list(Vec::<i32>::new());
        assert_eq!(sql.build().sql, "SELECT 1 WHERE a IN (NULL)");
    }
}
