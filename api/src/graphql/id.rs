//! Global ids on the wire: `ID` to every client, typed inside, so that a plan's id given for a unit is refused at once.

use std::{borrow::Cow, fmt::Display};

use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use domain::id::{Id, Kind};

use crate::error::{AppError, Code};

/// The id of a thing, as clients see it.
pub(super) fn wire<K: Kind>(id: Id<K>) -> ID {
    ID(id.to_string())
}

/// The id of a thing of kind `K` as an input; in the schema it is `ID`.
///
/// The library reads the arguments of a field before its resolver begins, and of an argument that cannot be read it
/// takes the object around the field for lost; at a root that is the whole answer, with what other mutations of the
/// document wrote. So a text that is no id of this kind is read all the same, and refused in the resolver, where a
/// [`Nullable`](super::nullable::Nullable) field is null alone. Nobody can use the id without asking for it there.
#[derive(Debug)]
pub struct GlobalId<K: Kind>(Result<Id<K>, String>);

impl<K: Kind> GlobalId<K> {
    /// The id, given at that place of the field's arguments.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` at the place, if it is no id of this kind.
    pub(super) fn at(self, place: impl Display) -> Result<Id<K>, AppError> {
        self.0.map_err(|_| {
            let (vi, en) = ("Không phải mã của loại cần ở đây.", "Not an id of the kind wanted here.");
            AppError::new(Code::BadUserInput, vi, en).at(place.to_string())
        })
    }
}

/// The id, if one was given at that place.
///
/// # Errors
/// As for [`GlobalId::at`].
pub(super) fn optional<K: Kind>(id: Option<GlobalId<K>>, place: impl Display) -> Result<Option<Id<K>>, AppError> {
    id.map(|id| id.at(place)).transpose()
}

/// The ids of the list at that place.
///
/// # Errors
/// As for [`GlobalId::at`], at the first.
pub(super) fn each<K: Kind>(ids: Vec<GlobalId<K>>, place: impl Display) -> Result<Vec<Id<K>>, AppError> {
    ids.into_iter().enumerate().map(|(number, id)| id.at(format_args!("{place}[{number}]"))).collect()
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
        Ok(Self(text.parse().map_err(|_| text)))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_ref().map_or_else(Clone::clone, ToString::to_string))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
