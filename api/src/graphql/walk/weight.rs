//! What a document weighs with its variables written out, told before the library does so: a variable of a megabyte,
//! written a thousand times, is a gigabyte to it.

use std::collections::HashMap;

use async_graphql::Value;
use async_graphql_value::Value as Written;

use super::super::variable::Given;

/// The most that a document may weigh, in bytes.
pub(super) const MOST: usize = 4 << 20;
/// What a field or a fragment weighs where it stands, and a value besides its text: about what it takes in memory.
pub(super) const EACH: usize = 64;

/// What the variables of an operation weigh.
pub(super) struct Weights<'a>(HashMap<&'a str, usize>);

impl<'a> Weights<'a> {
    pub(super) fn of(given: &Given<'a>) -> Self {
        Self(given.values().map(|(name, value)| (name, of_sent(value))).collect())
    }

    /// Of what is written only the variables: the document itself is short.
    pub(super) fn of_written(&self, value: &Written) -> usize {
        match value {
            Written::Variable(name) => self.0.get(name.as_str()).copied().unwrap_or_default(),
            Written::List(items) => sum(items.iter().map(|item| self.of_written(item))),
            Written::Object(fields) => sum(fields.values().map(|field| self.of_written(field))),
            _ => 0,
        }
    }
}

fn of_sent(value: &Value) -> usize {
    let within = match value {
        Value::String(text) => text.len(),
        Value::List(items) => sum(items.iter().map(of_sent)),
        Value::Object(fields) => sum(fields.iter().map(|(name, value)| name.len().saturating_add(of_sent(value)))),
        _ => 0,
    };
    within.saturating_add(EACH)
}

fn sum(weights: impl Iterator<Item = usize>) -> usize {
    weights.fold(0, usize::saturating_add)
}
