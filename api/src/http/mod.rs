//! The edge: HTTP in, GraphQL through, HTTP out.

mod edge;
mod graphiql;
mod graphql;
mod lang;
mod load;
mod oauth;
mod peer;
mod running;
mod server;
mod settings;

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware,
    response::IntoResponse,
    routing::{any, get},
};
use tokio::time::timeout;
use tower_http::{
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{DefaultPredicate, NotForContentType, Predicate, SizeAbove},
    },
    cors::{AllowOrigin, CorsLayer},
};

use self::{graphql::Bodies, load::Load};
pub use self::{running::Running, server::serve, settings::Settings};
use crate::{
    auth::Auth,
    clock::Sources,
    graphql::{ApiSchema, Limits},
    limit::{Buckets, Proxies},
    persisted::Documents,
    service::sign_in::Issuer,
    store::Store,
};

/// How long the database may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(5);

/// For how long a browser remembers that it may call.
const REMEMBERED: Duration = Duration::from_hours(1);

/// What is smaller is not worth the work of packing and unpacking it.
const WORTH_PACKING: u16 = 1_024;

/// Whether the GraphiQL page is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Graphiql {
    /// At `/graphiql`.
    On,
    /// Not at all.
    Off,
}

/// What every request is answered from.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// Time and ids.
    pub sources: Sources,
    /// The API.
    pub schema: ApiSchema,
    /// How much a document may ask for.
    pub limits: Limits,
    /// The documents that clients can name.
    pub documents: Arc<Documents>,
    /// How much callers may still ask for.
    pub buckets: Arc<Buckets>,
    /// The proxies that are trusted to say from where a request comes.
    pub proxies: Proxies,
    /// Tells who sends a token.
    pub auth: Arc<Auth>,
    /// How the own issuer gives out tokens.
    pub issuer: Issuer,
    /// Whether the GraphiQL page is served.
    pub graphiql: Graphiql,
    /// How requests are treated.
    pub settings: Settings,
    /// Whether the program goes on.
    pub running: Running,
}

/// The program, and what its requests share.
struct Api {
    state: AppState,
    load: Load,
    bodies: Bodies,
}

impl Api {
    fn new(state: AppState) -> Self {
        let load = Load::new(state.settings.at_once, state.settings.waiting);
        Self { state, load, bodies: Bodies::default() }
    }
}

/// The whole program behind HTTP, which is also what the tests call.
pub fn router(state: AppState) -> Router {
    routes(&Arc::new(Api::new(state)))
}

fn routes(api: &Arc<Api>) -> Router {
    let mut router = Router::new()
        .route("/graphql", any(graphql::run))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/schema.graphql", get(schema));
    if api.state.graphiql == Graphiql::On {
        router = router.merge(graphiql::router());
    }
    let router = router
        .layer(packing())
        // What is given out there is not packed.
        .merge(oauth::router())
        .layer(middleware::from_fn_with_state(api.state.sources.clone(), edge::run))
        .with_state(Arc::clone(api));
    match &*api.state.settings.origins {
        [] => router,
        origins => router.layer(calls_from(origins.to_vec())),
    }
}

/// Packs what is large.
///
/// How well something packs tells what is alike in it, so that whoever has his own text packed together with a secret can
/// guess the secret (BREACH). Nobody can here: an answer holds no secret of its reader's sign-in, and only a page that has his
/// token can make his browser ask for one: there are no cookies.
fn packing() -> CompressionLayer<impl Predicate> {
    // What comes piece by piece is to arrive so.
    let whole = DefaultPredicate::new().and(NotForContentType::const_new("multipart/mixed"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(WORTH_PACKING).and(whole))
}

/// What else than its document a web page may say.
const ALLOWED: [HeaderName; 5] =
    [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT, header::ACCEPT_LANGUAGE, header::IF_NONE_MATCH];

/// Lets web pages of these origins call, and no others; none with what a browser adds by itself.
fn calls_from(origins: Vec<HeaderValue>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(ALLOWED.into_iter().chain(graphql::CLIENT_NAMES).collect::<Vec<_>>())
        .expose_headers([edge::REQUEST_ID, header::RETRY_AFTER, header::ETAG])
        .max_age(REMEMBERED)
}

/// Whether the process is alive and its database answers.
async fn healthz(State(api): State<Arc<Api>>) -> impl IntoResponse {
    database(&api).await
}

/// Whether requests may be sent here. The tables are up to date: the program does not start before they are.
async fn readyz(State(api): State<Arc<Api>>) -> impl IntoResponse {
    if api.state.running.is_ending() { (StatusCode::SERVICE_UNAVAILABLE, "ending\n") } else { database(&api).await }
}

async fn database(api: &Api) -> (StatusCode, &'static str) {
    match timeout(PATIENCE, api.state.store.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        failed => {
            tracing::error!(?failed, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

async fn schema() -> impl IntoResponse {
    /// Anybody may ask for it, so it is made once.
    static SDL: LazyLock<String> = LazyLock::new(crate::graphql::sdl);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], SDL.as_str())
}
