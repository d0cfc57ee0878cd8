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
    /// A statement is prepared and planned once for all lists, or nearly so: a single value is compared, which is planned
    /// best; PostgreSQL takes more of them as one array; SQLite has no arrays, there the list is filled up to a power of
    /// two with its last value.
    pub(super) fn one_of<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.compare([" = ", " = ANY(", " IN "], values.into_iter().map(Into::into).collect())
    }

    /// Adds that what stands before is one of these ids.
    pub(super) fn one_of_ids<K>(&mut self, ids: impl IntoIterator<Item = domain::id::Id<K>>) -> &mut Self {
        self.one_of::<Uuid>(ids.into_iter().map(domain::id::Id::uuid))
    }

    /// Adds that what stands before is none of these ids, of which there is at least one.
    pub(super) fn none_of_ids<K>(&mut self, ids: impl IntoIterator<Item = domain::id::Id<K>>) -> &mut Self {
        self.compare([" <> ", " <> ALL(", " NOT IN "], ids.into_iter().map(|id| Value::from(id.uuid())).collect())
    }

    fn compare(&mut self, [one, array, list]: [&'static str; 3], mut values: Vec<Value>) -> &mut Self {
        let Some(some) = values.last().cloned() else {
            return self.push(list).push("(NULL)");
        };
        if values.len() == 1 {
            return self.push(one).bind(some);
        }
        if self.backend == Backend::Postgres {
            return self.push(array).bind(Value::Array(some.array_type(), Some(Box::new(values)))).push(")");
        }
        values.resize(values.len().next_power_of_two(), some);
        self.push(list).push("(");
        for (n, value) in values.into_iter().enumerate() {
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
        for (backend, values, text, bound) in [
            (Backend::Sqlite, vec![1, 2, 3], "SELECT 1 WHERE a IN ($1, $2, $3, $4) AND b = $5", 5),
            (Backend::Postgres, vec![1, 2, 3], "SELECT 1 WHERE a = ANY($1) AND b = $2", 2),
            (Backend::Sqlite, vec![1], "SELECT 1 WHERE a = $1 AND b = $2", 2),
            (Backend::Postgres, vec![1], "SELECT 1 WHERE a = $1 AND b = $2", 2),
        ] {
            let mut part = Sql::new(backend);
            part.push("b = ").bind(2);
            let mut sql = Sql::new(backend);
            sql.push("SELECT 1 WHERE a").one_of(values).push(" AND ").append(part);
            let built = sql.build();
            assert_eq!((built.sql.as_str(), built.values.map(|values| values.0.len())), (text, Some(bound)));
        }
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
