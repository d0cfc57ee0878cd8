//! Global ids on the wire: `ID` to every client, typed inside, so that a plan's id given for a unit fails at once.

use std::borrow::Cow;

use async_graphql::{ID, InputType, InputValueError, InputValueResult, Pos, Value, registry::Registry};
use domain::id::{Id, Kind};

/// The id of a thing, as clients see it.
pub(super) fn wire<K: Kind>(id: Id<K>) -> ID {
    ID(id.to_string())
}

/// What an error of an id carries: the text that is none of its kind.
const TEXT: &str = "id";

/// What is known of an id that was refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// What was given for an id.
    pub(super) text: String,
    /// What it was refused with: the kind that was wanted, and the inputs around it.
    pub(super) said: String,
}

/// The id that was refused, if that is what the error is about.
pub(super) fn refused<T: InputType>(error: InputValueError<T>) -> Option<Refused> {
    let error = error.into_server_error(Pos::default());
    match error.extensions?.get(TEXT)? {
        Value::String(text) => Some(Refused { text: text.clone(), said: error.message }),
        _ => None,
    }
}

/// The id of a thing of kind `K` as an input; in the schema it is `ID`. An argument that holds one is
/// [`Given`](super::given::Given).
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
        let ID(text) = ID::parse(value).map_err(InputValueError::propagate)?;
        text.parse().map(Self).map_err(|none| InputValueError::custom(none).with_extension(TEXT, text))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
