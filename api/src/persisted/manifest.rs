//! Manifests of trusted documents, as the builds of clients write them.

use std::collections::HashMap;

use serde_json::Value;

/// What the manifests of Apollo's tools call themselves.
const APOLLO: &str = "apollo-persisted-query-manifest";

/// Why a file is no manifest.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is not JSON.
    #[error("it is not JSON: {0}")]
    Json(String),
    /// It is neither of the two forms.
    #[error(
        "it is no manifest: neither Apollo's {{\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \
         \"operations\": […]}} nor Relay's {{\"id\": \"document\", …}}"
    )]
    Form,
    /// An operation lacks its id or its document.
    #[error("operation {0} has no text id or no text body")]
    Operation(usize),
    /// Two documents have one id.
    #[error("two documents have the id {0}")]
    Twice(String),
}

/// Reads the documents of a manifest of either form, by their ids.
pub(super) fn read(file: &[u8]) -> Result<HashMap<String, String>, ManifestError> {
    let json: Value = serde_json::from_slice(file).map_err(|error| ManifestError::Json(error.to_string()))?;
    let Value::Object(fields) = json else { return Err(ManifestError::Form) };
    match fields.get("operations") {
        Some(Value::Array(operations)) if fields.get("format").is_some_and(|format| format == APOLLO) => {
            if fields.get("version").and_then(Value::as_i64) != Some(1) {
                return Err(ManifestError::Form);
            }
            apollo(operations)
        }
        _ => fields.into_iter().map(|(id, document)| Ok((id, text(document)?))).collect(),
    }
}

fn text(document: Value) -> Result<String, ManifestError> {
    match document {
        Value::String(text) => Ok(text),
        _ => Err(ManifestError::Form),
    }
}

fn apollo(operations: &[Value]) -> Result<HashMap<String, String>, ManifestError> {
    let mut documents = HashMap::with_capacity(operations.len());
    for (n, operation) in operations.iter().enumerate() {
        let [id, body] = ["id", "body"].map(|field| operation[field].as_str());
        let (id, body) = id.zip(body).ok_or(ManifestError::Operation(n + 1))?;
        if documents.insert(id.to_owned(), body.to_owned()).is_some_and(|other| other != body) {
            return Err(ManifestError::Twice(id.to_owned()));
        }
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(manifest: &Value) -> Result<HashMap<String, String>, ManifestError> {
        super::read(manifest.to_string().as_bytes())
    }

    fn apollo(operations: &Value) -> Value {
        json!({ "format": APOLLO, "version": 1, "operations": operations })
    }

    #[test]
    fn both_forms_are_read() {
        let one = json!({ "id": "a", "name": "Me", "type": "query", "body": "query Me { __typename }" });
        for manifest in [apollo(&json!([one, one])), json!({ "a": "query Me { __typename }" })] {
            let documents = read(&manifest).unwrap();
            assert_eq!(documents.len(), 1);
            assert_eq!(documents["a"], "query Me { __typename }");
        }
        assert_eq!(read(&json!({})).unwrap().len(), 0);
    }

    #[test]
    fn what_is_no_manifest_says_what_is_wrong() {
        for (manifest, wrong) in [
            (json!([]), ManifestError::Form),
            (json!({ "a": 1 }), ManifestError::Form),
            (json!({ "format": APOLLO, "version": 2, "operations": [] }), ManifestError::Form),
            (apollo(&json!([{ "id": "a", "body": "{a}" }, { "id": "b" }])), ManifestError::Operation(2)),
            (apollo(&json!([{ "id": 1, "body": "{a}" }])), ManifestError::Operation(1)),
            (
                apollo(&json!([{ "id": "a", "body": "{a}" }, { "id": "a", "body": "{b}" }])),
                ManifestError::Twice("a".to_owned()),
            ),
        ] {
            assert_eq!(read(&manifest), Err(wrong), "{manifest}");
        }
        assert!(matches!(super::read(b"{"), Err(ManifestError::Json(_))));
    }
}
