//! The values of an operation: written in its document, or sent for its variables. What was sent is not copied: it may
//! be large and stand in many places.

use std::{borrow::Cow, collections::HashMap};

use async_graphql::{Name, Positioned, Value, Variables, parser::types::VariableDefinition};
use async_graphql_value::Value as Written;

/// What is given for the variables of an operation.
pub(super) struct Given<'a> {
    definitions: HashMap<&'a str, &'a VariableDefinition>,
    sent: &'a Variables,
}

impl<'a> Given<'a> {
    pub(super) fn new(definitions: &'a [Positioned<VariableDefinition>], sent: &'a Variables) -> Self {
        let named = definitions.iter().map(|definition| (definition.node.name.node.as_str(), &definition.node));
        Self { definitions: named.collect(), sent }
    }

    /// Whether a variable of the operation may not be null and is.
    pub(super) fn lacks(&self, definition: &VariableDefinition) -> bool {
        !definition.var_type.node.nullable && matches!(self.of(&definition.name.node), None | Some(Value::Null))
    }

    /// What stands for a variable that was not sent, if it has a default.
    pub(super) fn default_of(&self, variable: &str) -> Option<&'a Value> {
        let default = self.definitions.get(variable)?.default_value.as_ref()?;
        (!self.sent.contains_key(variable)).then_some(&default.node)
    }

    /// The variables with their values, as far as there are any.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.definitions.keys().filter_map(|name| Some((*name, self.of(name)?)))
    }

    /// The value of a variable, null when there is none; nothing for one that is not declared.
    pub(super) fn of(&self, variable: &str) -> Option<&'a Value> {
        self.definitions.get(variable)?;
        let sent = self.sent.get(variable).or_else(|| self.default_of(variable));
        Some(sent.unwrap_or(&Value::Null))
    }
}

/// A value where it stands.
#[derive(Clone, Copy)]
pub(super) enum Seen<'a> {
    /// In a document.
    Written(&'a Written),
    /// In what was sent for a variable.
    Sent(&'a Value),
}

/// What a value is made of.
pub(super) enum Shape<'a> {
    /// That of a variable that is not declared.
    Unknown,
    /// Nothing.
    Null,
    /// Values in order.
    List(Vec<Seen<'a>>),
    /// Values with names.
    Object(Vec<(&'a Name, Seen<'a>)>),
    /// A text, a number, a word or a flag.
    Leaf(Cow<'a, Value>),
}

impl<'a> Seen<'a> {
    /// What the value is made of; for a variable what was given for it.
    pub(super) fn shape(self, given: &Given<'a>) -> Shape<'a> {
        match self {
            Self::Written(Written::Variable(name)) => {
                given.of(name).map_or(Shape::Unknown, |value| Seen::Sent(value).shape(given))
            }
            Self::Written(Written::Null) | Self::Sent(Value::Null) => Shape::Null,
            Self::Written(Written::List(items)) => Shape::List(items.iter().map(Self::Written).collect()),
            Self::Sent(Value::List(items)) => Shape::List(items.iter().map(Self::Sent).collect()),
            Self::Written(Written::Object(fields)) => {
                Shape::Object(fields.iter().map(|(name, value)| (name, Self::Written(value))).collect())
            }
            Self::Sent(Value::Object(fields)) => {
                Shape::Object(fields.iter().map(|(name, value)| (name, Self::Sent(value))).collect())
            }
            Self::Written(leaf) => {
                leaf.clone().into_const().map_or(Shape::Unknown, |leaf| Shape::Leaf(Cow::Owned(leaf)))
            }
            Self::Sent(leaf) => Shape::Leaf(Cow::Borrowed(leaf)),
        }
    }
}
