//! What a client asks: the parameters of a request, from the body of a POST or the address of a GET.

use std::borrow::Cow;

use async_graphql::{Extensions, Request, Variables};
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::Value;

use super::is_utf8;
use crate::error::{AppError, Code};

/// The parameters, as GraphQL over HTTP names them. Others are let pass.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Variables,
    #[serde(default)]
    extensions: Extensions,
}

impl From<Parameters> for Request {
    fn from(parameters: Parameters) -> Self {
        let mut request = Self::new(parameters.query);
        request.operation_name = parameters.operation_name;
        request.variables = parameters.variables;
        request.extensions = parameters.extensions;
        request
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
pub(super) fn from_json(body: &[u8]) -> Result<Request, AppError> {
    let parameters: Result<Parameters, _> = serde_json::from_slice(body);
    // Only what is wrong is looked at a second time, to say how.
    parameters
        .map(Request::from)
        .map_err(|_| serde_json::from_slice(body).map_or_else(|_| no_json(), |sent| wrong(&sent)))
}

/// The request in an address.
///
/// # Errors
/// `BAD_USER_INPUT`: a parameter is missing, sent twice or not of its type.
pub(super) fn from_query(query: &str) -> Result<Request, AppError> {
    let (mut document, mut operation, mut variables, mut extensions) = (None, None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match &*name {
            "query" => &mut document,
            "operationName" => &mut operation,
            "variables" => &mut variables,
            "extensions" => &mut extensions,
            _ => continue,
        };
        if place.replace(value).is_some() {
            return Err(twice().at(name));
        }
    }
    Ok(Request::from(Parameters {
        query: document.ok_or_else(no_query)?.into_owned(),
        operation_name: operation.filter(|name| !name.is_empty()).map(Cow::into_owned),
        variables: map(variables, "variables")?,
        extensions: map(extensions, "extensions")?,
    }))
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
    if !sent.get("query").is_some_and(Value::is_string) {
        return no_query();
    }
    if !matches!(sent.get("operationName"), None | Some(Value::Null | Value::String(_))) {
        return AppError::new(
            Code::BadUserInput,
            "Tên thao tác phải là chuỗi ký tự.",
            "The operation's name must be a string.",
        )
        .at("operationName");
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

fn no_query() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "Thiếu tài liệu GraphQL: query phải là chuỗi ký tự.",
        "There is no GraphQL document: query must be a string.",
    )
    .at("query")
}

fn no_map(name: &str) -> AppError {
    AppError::new(Code::BadUserInput, "Tham số phải là một đối tượng JSON.", "The parameter must be a JSON object.")
        .at(name)
}

fn twice() -> AppError {
    AppError::new(Code::BadUserInput, "Một tham số được gửi hai lần.", "A parameter is sent twice.")
}
