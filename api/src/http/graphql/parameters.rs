//! What a client asks: the parameters of a request, from the body of a POST or the address of a GET.

use std::borrow::Cow;

use async_graphql::{Extensions, Request, Value as Json, Variables};
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::Value;

use super::is_utf8;
use crate::error::{AppError, Code};

/// The parameters, as GraphQL over HTTP names them. Others are let pass.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    document_id: Option<String>,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Variables,
    #[serde(default)]
    extensions: Extensions,
}

/// What a client sent: a document or the id of one, and the rest of the request.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) document: Option<String>,
    pub(super) id: Option<String>,
    /// The request, without its document.
    pub(super) request: Request,
}

impl Parameters {
    fn sent(self) -> Result<Sent, AppError> {
        let id = match self.document_id {
            None => hash(&self.extensions)?,
            given => given,
        };
        let mut request = Request::new(String::new());
        request.operation_name = self.operation_name;
        request.variables = self.variables;
        request.extensions = self.extensions;
        Ok(Sent { document: self.query, id, request })
    }
}

/// The hash by which Apollo's clients name a document: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`.
fn hash(extensions: &Extensions) -> Result<Option<String>, AppError> {
    match extensions.get("persistedQuery") {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(named)) => match (named.get("version"), named.get("sha256Hash")) {
            (Some(Json::Number(version)), Some(Json::String(hash))) if version.as_i64() == Some(1) => {
                Ok(Some(hash.clone()))
            }
            _ => Err(no_hash()),
        },
        Some(_) => Err(no_hash()),
    }
}

/// Whether the body says of itself that it is JSON in UTF-8 that nobody packed.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = content_type.split(';').map(str::trim);
    let json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let mut charsets =
        parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| name.eq_ignore_ascii_case("charset"));
    let plain =
        headers.get(header::CONTENT_ENCODING).is_none_or(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    json && plain && charsets.all(|(_, charset)| is_utf8(charset))
}

/// The request in a body.
///
/// # Errors
/// `BAD_USER_INPUT`: it is no JSON, a batch, or a parameter is not of its type.
pub(super) fn from_json(body: &[u8]) -> Result<Sent, AppError> {
    let parameters: Result<Parameters, _> = serde_json::from_slice(body);
    // Only what is wrong is looked at a second time, to say how.
    parameters.map_err(|_| serde_json::from_slice(body).map_or_else(|_| no_json(), |sent| wrong(&sent)))?.sent()
}

/// The request in an address.
///
/// # Errors
/// `BAD_USER_INPUT`: a parameter is sent twice or not of its type.
pub(super) fn from_query(query: &str) -> Result<Sent, AppError> {
    let [mut document, mut id, mut operation, mut variables, mut extensions] = [const { None }; 5];
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match &*name {
            "query" => &mut document,
            "documentId" => &mut id,
            "operationName" => &mut operation,
            "variables" => &mut variables,
            "extensions" => &mut extensions,
            _ => continue,
        };
        if place.replace(value).is_some() {
            return Err(twice().at(name));
        }
    }
    let parameters = Parameters {
        query: document.map(Cow::into_owned),
        document_id: id.map(Cow::into_owned),
        operation_name: operation.filter(|name| !name.is_empty()).map(Cow::into_owned),
        variables: map(variables, "variables")?,
        extensions: map(extensions, "extensions")?,
    };
    parameters.sent()
}

/// A parameter that stands in an address as JSON.
fn map<T: for<'a> Deserialize<'a> + Default>(text: Option<Cow<'_, str>>, name: &str) -> Result<T, AppError> {
    text.filter(|text| !text.is_empty())
        .map_or_else(|| Ok(T::default()), |text| serde_json::from_str(&text).map_err(|_| no_map(name)))
}

/// What is wrong with JSON that is no request.
fn wrong(sent: &Value) -> AppError {
    let Value::Object(sent) = sent else {
        return if sent.is_array() { batch() } else { no_json() };
    };
    for name in ["query", "documentId", "operationName"] {
        if !matches!(sent.get(name), None | Some(Value::Null | Value::String(_))) {
            return no_text(name);
        }
    }
    for name in ["variables", "extensions"] {
        if !matches!(sent.get(name), None | Some(Value::Null | Value::Object(_))) {
            return no_map(name);
        }
    }
    twice()
}

fn no_json() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "Thân yêu cầu phải là một đối tượng JSON có trường query.",
        "The body must be a JSON object with a field query.",
    )
}

fn batch() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "Mỗi yêu cầu chỉ gồm một thao tác, không nhận mảng.",
        "A request is one operation; arrays of them are not taken.",
    )
}

fn no_text(name: &str) -> AppError {
    AppError::new(Code::BadUserInput, "Tham số phải là chuỗi ký tự.", "The parameter must be a string.").at(name)
}

fn no_hash() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "persistedQuery phải có version là 1 và sha256Hash là chuỗi ký tự.",
        "persistedQuery needs the version 1 and a string sha256Hash.",
    )
    .at("extensions.persistedQuery")
}

fn no_map(name: &str) -> AppError {
    AppError::new(Code::BadUserInput, "Tham số phải là một đối tượng JSON.", "The parameter must be a JSON object.")
        .at(name)
}

fn twice() -> AppError {
    AppError::new(Code::BadUserInput, "Một tham số được gửi hai lần.", "A parameter is sent twice.")
}
