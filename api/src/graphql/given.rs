//! An argument that holds ids. To clients every id is an `ID`; only here is it told whether one is of the kind wanted.

use std::borrow::Cow;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};

use super::id::{self, Refused};
use crate::error::{AppError, Code};

/// An argument as it was given, with an id of another kind in it or none.
///
/// The library reads the arguments of a field before its resolver begins, and of an argument that cannot be read it
/// takes the object around the field for lost; at a root that is the whole answer, with what other mutations of the
/// document wrote. So an argument that holds ids is always read, and judged in the resolver, where a
/// [`Nullable`](super::nullable::Nullable) field is null alone.
#[derive(Debug)]
pub struct Given<T>(Result<T, String>);

impl<T> Given<T> {
    /// The value of the argument with this name.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` at the id of another kind.
    pub(super) fn at(self, argument: &str) -> Result<T, AppError> {
        self.0.map_err(|place| refused(format!("{argument}{place}")))
    }

    /// The value of the only argument, `input`; what is wrong in it is named from within.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` at the id of another kind.
    pub(super) fn input(self) -> Result<T, AppError> {
        self.0.map_err(|place| refused(if place.is_empty() { "input" } else { place.trim_start_matches('.') }))
    }
}

fn refused(place: impl Into<String>) -> AppError {
    AppError::new(Code::BadUserInput, "Không phải mã của loại cần ở đây.", "Not an id of the kind wanted here.")
        .at(place)
}

impl<T: InputType> InputType for Given<T> {
    type RawValueType = T::RawValueType;

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let parsed = T::parse(value.clone());
        Ok(Self(parsed.map_err(|error| place_of(value.as_ref(), error))))
    }

    fn to_value(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, InputType::to_value)
    }

    fn as_raw_value(&self) -> Option<&T::RawValueType> {
        self.0.as_ref().ok()?.as_raw_value()
    }
}

/// A text that is no id of anything.
const NOTHING: &str = "\u{0}";
/// How many places of a text are tried: each costs a reading of the whole argument.
const TRIED: usize = 16;

/// The place of the id that an error is about, in the argument; nothing for the argument itself.
///
/// The same text may stand elsewhere, for an id of its own kind or no id at all. The one refused is the one whose place
/// is refused in the same words for another text.
fn place_of<T: InputType>(argument: Option<&Value>, error: InputValueError<T>) -> String {
    let Some((argument, Refused { text, said })) = argument.zip(id::refused(error)) else {
        return String::new();
    };
    let nothing = Some(Refused { text: NOTHING.to_owned(), said });
    let mut others = (0..TRIED).map_while(|skipped| {
        let mut other = argument.clone();
        let place = replace(&mut other, &text, &mut skipped.clone())?;
        Some((place, other))
    });
    let found = others.find(|(_, other)| T::parse(Some(other.clone())).err().and_then(id::refused) == nothing);
    found.map(|(place, _)| place).unwrap_or_default()
}

/// Puts nothing in the place of a text in a value, having skipped so many; gives the place.
fn replace(value: &mut Value, text: &str, skipped: &mut usize) -> Option<String> {
    let found = match value {
        Value::List(items) => {
            let mut items = items.iter_mut().enumerate();
            return items.find_map(|(at, item)| Some(format!("[{at}]{}", replace(item, text, skipped)?)));
        }
        Value::Object(fields) => {
            let mut fields = fields.iter_mut();
            return fields.find_map(|(name, field)| Some(format!(".{name}{}", replace(field, text, skipped)?)));
        }
        Value::String(found) => found == text,
        Value::Number(found) => found.to_string() == text,
        _ => false,
    };
    if !found {
        return None;
    }
    if *skipped > 0 {
        *skipped -= 1;
        return None;
    }
    *value = Value::from(NOTHING);
    Some(String::new())
}

#[cfg(test)]
mod tests {
    use async_graphql::InputObject;
    use domain::id::{Plan, Task, Unit};
    use serde_json::json;

    use super::*;
    use crate::graphql::id::GlobalId;

    #[derive(Debug, InputObject)]
    struct Sample {
        unit: Option<GlobalId<Unit>>,
        note: Option<String>,
        tasks: Option<Vec<GlobalId<Task>>>,
        within: Option<Box<Sample>>,
        plan: Option<GlobalId<Plan>>,
    }

    #[test]
    fn an_id_is_refused_at_its_place_wherever_else_its_text_stands() {
        let (unit, task) = (format!("unit_{:032x}", 1), format!("task_{:032x}", 2));
        for (given, place) in [
            (json!({ "unit": unit, "note": unit, "tasks": [task] }), None),
            (json!({ "unit": task }), Some("unit")),
            (json!({ "unit": 7 }), Some("unit")),
            (json!({ "unit": unit, "note": unit, "plan": unit }), Some("plan")),
            (json!({ "plan": unit, "note": unit, "unit": unit }), Some("plan")),
            (json!({ "unit": unit, "tasks": [task, unit, unit] }), Some("tasks[1]")),
            (json!({ "unit": unit, "within": { "unit": unit, "tasks": [unit] } }), Some("within.tasks[0]")),
            (json!({ "plan": "", "note": "" }), Some("plan")),
        ] {
            let value = Value::from_json(given.clone()).unwrap();
            let read = Given::<Sample>::parse(Some(value)).unwrap().input();
            let refused = read.err().and_then(|refused| refused.field().map(str::to_owned));
            assert_eq!(refused.as_deref(), place, "{given}");
        }
        let many = vec![unit.as_str(); TRIED];
        let value =
            Value::from_json(json!({ "unit": task, "within": { "note": many.join(","), "tasks": many } })).unwrap();
        let refused = Given::<Sample>::parse(Some(value)).unwrap().at("filter").unwrap_err();
        assert_eq!(refused.field(), Some("filter.unit"));
    }
}
