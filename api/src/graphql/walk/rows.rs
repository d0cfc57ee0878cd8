//! How many rows a field is asked for, and whether it is asked for at all.

use async_graphql::{
    Positioned, Value,
    parser::types::{Directive, Field},
};
use async_graphql_value::Value as Written;

use super::super::variable::Given;
use crate::page::{DEFAULT_SIZE, MAX_SIZE};

/// The rows of a page. A size that no page has is refused before anything is read; it counts as the largest.
pub(super) fn of_page(field: &Field, given: &Given<'_>) -> usize {
    let asked = ["first", "last"].into_iter().filter_map(|end| size(field, end, given)).max();
    asked.unwrap_or(DEFAULT_SIZE as usize)
}

fn size(field: &Field, end: &str, given: &Given<'_>) -> Option<usize> {
    let (most, value) = (MAX_SIZE as usize, &field.get_argument(end)?.node);
    let size = match value {
        Written::Number(size) => size.as_u64(),
        Written::Variable(name) => match given.of(name)? {
            Value::Null => return None,
            Value::Number(size) => size.as_u64(),
            _ => None,
        },
        Written::Null => return None,
        _ => None,
    };
    Some(size.and_then(|size| usize::try_from(size).ok()).unwrap_or(most).clamp(1, most))
}

/// The things that are asked for by their ids.
pub(super) fn of_ids(field: &Field, given: &Given<'_>) -> usize {
    match field.get_argument("ids").map(|ids| &ids.node) {
        Some(Written::List(ids)) => ids.len(),
        Some(Written::Variable(name)) => match given.of(name) {
            Some(Value::List(ids)) => ids.len(),
            _ => 1,
        },
        _ => 1,
    }
}

/// Whether a value is given for an argument, and not null.
pub(super) fn is_given(field: &Field, argument: &str, given: &Given<'_>) -> bool {
    match field.get_argument(argument).map(|value| &value.node) {
        None | Some(Written::Null) => false,
        Some(Written::Variable(name)) => given.of(name).is_some_and(|value| *value != Value::Null),
        Some(_) => true,
    }
}

/// Whether `@skip` or `@include` leave a selection out. What they cannot tell is for others to refuse.
pub(super) fn leaves_out(directives: &[Positioned<Directive>], given: &Given<'_>) -> bool {
    directives.iter().any(|directive| {
        let leaves_out = match directive.node.name.node.as_str() {
            "skip" => true,
            "include" => false,
            _ => return false,
        };
        let condition = match directive.node.get_argument("if").map(|condition| &condition.node) {
            Some(Written::Boolean(condition)) => Some(*condition),
            Some(Written::Variable(name)) => match given.of(name) {
                Some(Value::Boolean(condition)) => Some(*condition),
                _ => None,
            },
            _ => None,
        };
        condition == Some(leaves_out)
    })
}
