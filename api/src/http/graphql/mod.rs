//! `/graphql`: GraphQL over HTTP.

mod accept;
mod answer;
mod body;
mod kept;
mod parameters;
mod refusal;
mod share;

use std::sync::Arc;

use async_graphql::{Response as Answer, parser::types::OperationType};
use axum::{
    body::Body,
    extract::{Extension, State},
    http::{HeaderMap, HeaderName, Method, Request as HttpRequest, header, request::Parts},
    response::Response,
};
use tokio::time::{Instant, timeout_at};

use self::{accept::Media, parameters::Sent, refusal::Refusal};
pub(super) use self::{answer::panicked, body::Bodies};
use super::Api;
use crate::{
    error::AppError,
    graphql::{self, Audience, Prepared},
    persisted::{Asked, Found},
    session::{Caller, Request, Session},
};

/// The headers in which a client says its name.
pub(super) const CLIENT_NAMES: [HeaderName; 2] =
    [HeaderName::from_static("graphql-client-name"), HeaderName::from_static("apollographql-client-name")];

/// What came of a request that was not refused as a whole.
enum Outcome {
    /// An answer.
    Answer(Answer),
    /// An answer that the client may keep.
    ToKeep(Answer),
    /// The document that the client named is not known.
    Unknown(AppError),
}

/// Runs one operation.
pub(super) async fn run(
    State(api): State<Arc<Api>>,
    Extension(audience): Extension<Audience>,
    request: HttpRequest<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let answered = match accept::of(&parts.headers) {
        Some(media) => admit(&api, &parts, body, &audience).await.map(|outcome| match outcome {
            Outcome::Answer(answer) => answer::give(&answer, media),
            Outcome::ToKeep(answer) => {
                kept::let_keep(answer::give(&answer, media), &answer.data, &parts.headers, api.state.settings.keep_for)
            }
            Outcome::Unknown(error) => answer::unknown(&error, media, &audience),
        }),
        None => Err(Refusal::not_acceptable()),
    };
    answered.unwrap_or_else(|refusal| answer::refuse(refusal, &audience))
}

/// Reads the body of a request, and has it answered in its turn and in its time.
async fn admit(api: &Api, parts: &Parts, body: Body, audience: &Audience) -> Result<Outcome, Refusal> {
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
) -> Result<Outcome, Refusal> {
    let caller = match caller(api, &parts.headers).await {
        Ok(caller) => caller,
        Err(refusal) => {
            share::refused(api, parts, &Caller::Anonymous)?;
            return Err(refusal);
        }
    };
    let sent = match body {
        Some(body) => parameters::from_json(body),
        None => parameters::from_query(parts.uri.query().unwrap_or_default()),
    };
    let (found, request) = match sent.map_err(Refusal::bad).and_then(|sent| document(api, parts, sent)) {
        Ok(known) => known,
        Err(unknown) if unknown.error.code().is_about_an_id() => {
            share::refused(api, parts, &caller)?;
            return Ok(Outcome::Unknown(*unknown.error));
        }
        Err(refusal) => {
            share::refused(api, parts, &caller)?;
            return Err(refusal);
        }
    };
    let prepared = match graphql::prepare(request, &api.state.limits, audience) {
        Ok(prepared) => prepared,
        Err(refused) => {
            share::refused(api, parts, &caller)?;
            return Ok(Outcome::Answer(*refused));
        }
    };
    if body.is_none() && prepared.kind() != OperationType::Query {
        share::refused(api, parts, &caller)?;
        return Err(Refusal::only_by_post());
    }
    let prepared = share::charge(api, parts, &caller, prepared, audience)?;
    let answer = operate(api, caller, prepared, audience, until).await;
    if answer::ran(&answer) {
        api.state.documents.learn(&found);
    }
    let keeps = body.is_none() && matches!(found, Found::Trusted(_)) && answer.errors.is_empty();
    Ok(if keeps { Outcome::ToKeep(answer) } else { Outcome::Answer(answer) })
}

/// The document that a request sends or names, and the request with it.
fn document(api: &Api, parts: &Parts, sent: Sent) -> Result<(Found, async_graphql::Request), Refusal> {
    let Sent { document, id, mut request } = sent;
    let asked = Asked { text: document.as_deref(), id: id.as_deref(), client: client(&parts.headers) };
    let found = api.state.documents.find(asked).map_err(Refusal::of_document)?;
    found.text().as_ref().clone_into(&mut request.query);
    Ok((found, request))
}

/// The client's name for itself, as Apollo's clients and others send it.
fn client(headers: &HeaderMap) -> Option<&str> {
    CLIENT_NAMES.iter().find_map(|name| headers.get(name)).and_then(|name| name.to_str().ok())
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
