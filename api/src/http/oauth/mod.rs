//! `/oauth`: where people and programs sign in and out (RFC 6749, RFC 7009), and the public keys of the issuer.
//!
//! The password grant is for the program's own first-party apps, where it is embedded and there is no other issuer: no
//! redirect could tell more than the app that holds the password anyway. With an OpenID provider it is switched off.

mod answer;
mod form;

use std::{net::IpAddr, sync::Arc, time::Instant};

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{Extension, State},
    http::{Extensions, HeaderMap, Request as HttpRequest, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::authz::ClientScope;
use tokio::time::timeout;

use self::{
    answer::{Fault, Kind},
    form::Form,
};
use super::{Api, peer};
use crate::{
    graphql::Audience,
    service::sign_in::{self, Credentials, Issued},
    session::{Caller, Request, Session, SignedIn},
};

/// The largest form, in bytes.
const LARGEST: usize = 8 << 10;

/// The routes of this module. They take no place among the requests that are worked on: passwords have a queue of their own,
/// and whoever fills it keeps nobody from his work who is signed in.
pub(super) fn router() -> Router<Arc<Api>> {
    Router::new()
        .route("/oauth/token", post(token))
        .route("/oauth/revoke", post(revoke))
        .route("/oauth/jwks", get(jwks))
}

/// Gives out tokens.
async fn token(
    State(api): State<Arc<Api>>,
    Extension(audience): Extension<Audience>,
    request: HttpRequest<Body>,
) -> Response {
    match issue(&api, &audience, request).await {
        Ok(issued) => answer::tokens(&issued),
        Err(fault) => answer::refuse(&fault, audience.lang),
    }
}

async fn issue(api: &Api, audience: &Audience, request: HttpRequest<Body>) -> Result<Issued, Fault> {
    let (headers, extensions, body) = read(api, request).await?;
    let form = Form::of(&headers, &body)?;
    let session = session(api, audience);
    let (tokens, own) = (api.state.auth.tokens(), &api.state.issuer);
    let outcome = match form.needed("grant_type")? {
        "password" => {
            let credentials = Credentials {
                name: form.needed("username")?,
                password: form.needed("password")?,
                new_password: form.get("new_password"),
                address: &network(peer::address(&api.state.proxies, &extensions, &headers)),
            };
            sign_in::password(&session, tokens, own, credentials).await
        }
        "refresh_token" => sign_in::refresh(&session, tokens, own, form.needed("refresh_token")?).await,
        "client_credentials" => {
            let (id, secret) = form.client(&headers)?;
            let client = id.parse().map_err(|_| Fault::of(Kind::InvalidClient))?;
            let asked = form.get("scope").map(scopes).transpose()?;
            sign_in::client_credentials(&session, tokens, own, (client, &secret), asked).await
        }
        _ => return Err(Fault::of(Kind::UnsupportedGrantType)),
    };
    outcome.map_err(Fault::from)
}

fn scopes(words: &str) -> Result<Vec<ClientScope>, Fault> {
    let words = words.split(' ').filter(|word| !word.is_empty());
    words.map(str::parse).collect::<Result<_, _>>().map_err(|_| Fault::of(Kind::InvalidScope))
}

/// Ends the sign-in that a token belongs to. A token that is none, or not any more, is revoked already.
async fn revoke(
    State(api): State<Arc<Api>>,
    Extension(audience): Extension<Audience>,
    request: HttpRequest<Body>,
) -> Response {
    match end(&api, &audience, request).await {
        Ok(()) => answer::empty(),
        Err(fault) => answer::refuse(&fault, audience.lang),
    }
}

async fn end(api: &Api, audience: &Audience, request: HttpRequest<Body>) -> Result<(), Fault> {
    let (headers, _, body) = read(api, request).await?;
    let form = Form::of(&headers, &body)?;
    let token = form.needed("token")?;
    let session = session(api, audience);
    match api.state.auth.verify(token, api.state.sources.now()).await.map(|proof| proof.caller) {
        Ok(Caller::User { user, signed_in: SignedIn::By(sign_in) }) => {
            Ok(sign_in::revoke_sign_in(&session, user, sign_in).await?)
        }
        // They end by themselves; what they may do ends with their user or client.
        Ok(_) => Err(Fault::of(Kind::UnsupportedTokenType)),
        Err(_) => Ok(sign_in::revoke(&session, token).await?),
    }
}

/// The issuer's public keys.
async fn jwks(State(api): State<Arc<Api>>) -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "application/jwk-set+json"), (header::CACHE_CONTROL, "public, max-age=300")];
    (StatusCode::OK, headers, Json(api.state.auth.tokens().published().clone()))
}

/// The parts of a request, its body whole, and not for longer than a body may take.
async fn read(api: &Api, request: HttpRequest<Body>) -> Result<(HeaderMap, Extensions, Bytes), Fault> {
    let (parts, body) = request.into_parts();
    let body = timeout(api.state.settings.body_within, to_bytes(body, LARGEST)).await;
    let body = body.map_err(|_| Fault::of(Kind::Slow))?.map_err(|_| Fault::of(Kind::TooLarge))?;
    Ok((parts.headers, parts.extensions, body))
}

/// The program's own doing: it judges who it is.
fn session(api: &Api, audience: &Audience) -> Session {
    let request = Request { id: Some(audience.request_id.clone()), operation: None };
    let store = api.state.store.until(Instant::now() + api.state.settings.deadline);
    Session::new(store, api.state.sources.clone(), Caller::System("somebody signs in or out"), request)
}

/// The network a request comes from: an address, or of the longer ones the part that one customer gets.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
