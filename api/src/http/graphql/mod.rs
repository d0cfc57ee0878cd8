//! `POST /graphql`.

mod answer;

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

use self::answer::{refuse, respond};
use super::{AppState, lang};
use crate::{
    error::{AppError, Code},
    graphql::{self, Audience},
    session::{Caller, Request, Session},
};

/// Runs one operation.
pub(super) async fn post(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let request_id = state.sources.id::<()>().uuid();
    let audience = Audience { lang: lang::of(&headers), request_id: request_id.simple().to_string() };
    let caller = match caller(&state, &headers).await {
        Ok(caller) => caller,
        Err(error) => return refuse(StatusCode::UNAUTHORIZED, &error, &audience, request_id),
    };
    let request: async_graphql::Request = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(_) => return refuse(StatusCode::BAD_REQUEST, &malformed(), &audience, request_id),
    };
    let prepared = match graphql::prepare(request, &state.limits, &audience) {
        Ok(prepared) => prepared,
        Err(refused) => return respond(StatusCode::OK, &refused, request_id),
    };
    let session = Arc::new(Session::new(
        state.store.clone(),
        state.sources.clone(),
        caller,
        Request { id: Some(audience.request_id.clone()), operation: prepared.name().map(ToOwned::to_owned) },
    ));
    let answer = graphql::execute(&state.schema, prepared, &session, audience).await;
    if let Err(error) = session.end_reading().await {
        tracing::warn!(?error, "the snapshot did not end in order");
    }
    respond(StatusCode::OK, &answer, request_id)
}

/// Whose request it is: nobody's without a token, and an error with a bad one.
async fn caller(state: &AppState, headers: &HeaderMap) -> Result<Caller, AppError> {
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
        && let Ok(proof) = state.auth.verify(token, state.sources.now()).await
    {
        return Ok(proof.caller);
    }
    Err(AppError::new(Code::Unauthenticated, "Mã truy cập không hợp lệ.", "The token is not valid."))
}

fn malformed() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "Thân yêu cầu phải là JSON có trường query.",
        "The body must be JSON with a field query.",
    )
}
