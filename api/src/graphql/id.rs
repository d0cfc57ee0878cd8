//! Global ids on the wire: `ID` to every client, typed inside, so that a plan's id given for a unit fails at once.

use std::borrow::Cow;

use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use domain::id::{Id, Kind};

/// The id of a thing, as clients see it.
pub(super) fn wire<K: Kind>(id: Id<K>) -> ID {
    ID(id.to_string())
}

/// The id of a thing of kind `K` as an input; in the schema it is `ID`.
pub struct GlobalId<K>(pub Id<K>);

impl<K> Clone for GlobalId<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for GlobalId<K> {}

impl<K: Kind> std::fmt::Debug for GlobalId<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl<K> From<Id<K>> for GlobalId<K> {
    fn from(id: Id<K>) -> Self {
        Self(id)
    }
}

impl<K: Kind> InputType for GlobalId<K> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => text.parse().map(Self).map_err(InputValueError::custom),
            other => Err(InputValueError::expected_type(other.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
