//! `/graphql`: GraphQL over HTTP.

mod accept;
mod answer;
mod body;
mod parameters;
mod refusal;

use std::sync::Arc;

use async_graphql::{Response as Answer, parser::types::OperationType};
use axum::{
    body::Body,
    extract::{Extension, State},
    http::{HeaderMap, Method, Request as HttpRequest, header, request::Parts},
    response::Response,
};
use tokio::time::{Instant, timeout_at};

use self::{accept::Media, refusal::Refusal};
pub(super) use self::{answer::panicked, body::Bodies};
use super::Api;
use crate::{
    graphql::{self, Audience, Prepared},
    session::{Caller, Request, Session},
};

/// Runs one operation.
pub(super) async fn run(
    State(api): State<Arc<Api>>,
    Extension(audience): Extension<Audience>,
    request: HttpRequest<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let answered = match accept::of(&parts.headers) {
        Some(media) => admit(&api, &parts, body, &audience).await.map(|answer| answer::give(&answer, media)),
        None => Err(Refusal::not_acceptable()),
    };
    answered.unwrap_or_else(|refusal| answer::refuse(refusal, &audience))
}

/// Reads the body of a request, and has it answered in its turn and in its time.
async fn admit(api: &Api, parts: &Parts, body: Body, audience: &Audience) -> Result<Answer, Refusal> {
    let body = match parts.method {
        Method::GET | Method::HEAD => None,
        Method::POST if !parameters::is_json(&parts.headers) => return Err(Refusal::unsupported()),
        Method::POST => {
            Some(api.bodies.read(&parts.headers, body, Instant::now() + api.state.settings.body_within).await?)
        }
        _ => return Err(Refusal::not_allowed()),
    };
    // From here on it is the server that takes its time, and a slow client takes nobody's place.
    let until = Instant::now() + api.state.settings.deadline;
    let _place = api.load.admit(until).await.ok_or_else(Refusal::busy)?;
    let body = body.as_ref().map(|body| &*body.bytes);
    timeout_at(until, attempt(api, parts, body, audience, until)).await.unwrap_or_else(|_| {
        tracing::warn!(request_id = audience.request_id, "stopped: it took too long");
        Err(Refusal::late())
    })
}

/// Answers a request whose body is read.
async fn attempt(
    api: &Api,
    parts: &Parts,
    body: Option<&[u8]>,
    audience: &Audience,
    until: Instant,
) -> Result<Answer, Refusal> {
    let caller = caller(api, &parts.headers).await?;
    let request = match body {
        Some(body) => parameters::from_json(body),
        None => parameters::from_query(parts.uri.query().unwrap_or_default()),
    };
    let prepared = match graphql::prepare(request.map_err(Refusal::bad)?, &api.state.limits, audience) {
        Ok(prepared) => prepared,
        Err(refused) => return Ok(*refused),
    };
    if body.is_none() && prepared.kind() != OperationType::Query {
        return Err(Refusal::only_by_post());
    }
    Ok(operate(api, caller, prepared, audience, until).await)
}

/// Runs an operation in a session of its own.
async fn operate(api: &Api, caller: Caller, prepared: Prepared, audience: &Audience, until: Instant) -> Answer {
    let session = Arc::new(Session::new(
        api.state.store.until(until.into_std()),
        api.state.sources.clone(),
        caller,
        Request { id: Some(audience.request_id.clone()), operation: prepared.name().map(ToOwned::to_owned) },
    ));
    let answered = graphql::execute(&api.state.schema, prepared, &session, audience.clone()).await;
    if let Err(error) = session.end_reading().await {
        tracing::warn!(?error, "the snapshot did not end in order");
    }
    answered
}

/// Whose request it is: nobody's without a token, and an error with a bad one.
async fn caller(api: &Api, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(Caller::Anonymous);
    };
    let token = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    if let Some(token) = token
        && let Ok(proof) = api.state.auth.verify(token, api.state.sources.now()).await
    {
        return Ok(proof.caller);
    }
    Err(Refusal::unauthenticated())
}

/// Whether a charset, as it stands behind its `=`, is UTF-8: the only one that JSON is exchanged in (RFC 8259, 8.1).
fn is_utf8(charset: &str) -> bool {
    charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
}
