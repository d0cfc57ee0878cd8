//! How a thing was before and after an event.

use async_graphql::{InputValueError, InputValueResult, Object, Scalar, ScalarType, SimpleObject, Value};
use serde_json::Value as JsonValue;

/// Any JSON value, as the audit trail keeps it: a record of what was, in the names and words of that day, not an object of
/// this schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(pub JsonValue);

/// Any JSON value, as the audit trail keeps it: a record of what was, in the names and words of that day, not an object of
/// this schema.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        value.into_json().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        // Whatever is JSON is a value.
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// How a thing was before and after an event.
#[derive(Debug, Clone)]
pub struct AuditContent {
    pub(super) before: Option<JsonValue>,
    pub(super) after: Option<JsonValue>,
}

/// How a thing was before and after an event.
#[Object]
impl AuditContent {
    /// As it was before; null when it was only then made.
    async fn before(&self) -> Option<Json> {
        self.before.clone().map(Json)
    }

    /// As it was afterwards.
    async fn after(&self) -> Option<Json> {
        self.after.clone().map(Json)
    }

    /// The fields whose values differ, in the order in which they are kept; all of them when it was only then made.
    async fn changes(&self) -> Vec<AuditChange> {
        changes(self.before.as_ref(), self.after.as_ref())
    }
}

/// A field whose value an event changed.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct AuditChange {
    /// Its name in the record.
    field: String,
    /// Its value before; null when there was none.
    before: Option<Json>,
    /// Its value afterwards; null when there is none.
    after: Option<Json>,
}

fn changes(before: Option<&JsonValue>, after: Option<&JsonValue>) -> Vec<AuditChange> {
    let fields = |content: Option<&JsonValue>| content.and_then(JsonValue::as_object).cloned().unwrap_or_default();
    let (mut before, after) = (fields(before), fields(after));
    let mut changes: Vec<AuditChange> = Vec::new();
    let mut note = |field: String, before: Option<JsonValue>, after: Option<JsonValue>| {
        let given = |value: Option<JsonValue>| value.filter(|value| !value.is_null());
        let (before, after) = (given(before), given(after));
        if before != after {
            changes.push(AuditChange { field, before: before.map(Json), after: after.map(Json) });
        }
    };
    for (field, after) in after {
        let before = before.shift_remove(&field);
        note(field, before, Some(after));
    }
    for (field, before) in before {
        note(field, Some(before), None);
    }
    changes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_fields_that_differ_are_named_with_both_values() {
        let before = json!({ "state": "DRAFT", "title": "Một", "minutes": null, "tasks": ["a"], "gone": 1 });
        let after = json!({ "state": "DRAFT", "title": "Hai", "minutes": 5, "tasks": ["a"], "none": null });
        let change = |field: &str, before: JsonValue, after: JsonValue| {
            let given = |value: JsonValue| (!value.is_null()).then_some(Json(value));
            AuditChange { field: field.to_owned(), before: given(before), after: given(after) }
        };
        let expected = [
            change("title", json!("Một"), json!("Hai")),
            change("minutes", json!(null), json!(5)),
            change("gone", json!(1), json!(null)),
        ];
        assert_eq!(changes(Some(&before), Some(&after)), expected);
        let expected = [change("title", json!(null), json!("Hai"))];
        assert_eq!(changes(None, Some(&json!({ "title": "Hai" }))), expected);
        assert_eq!(changes(None, None), []);
    }
}
