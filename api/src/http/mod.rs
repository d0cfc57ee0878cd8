//! The edge: HTTP in, GraphQL through, HTTP out.

mod graphiql;
mod graphql;
mod lang;

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::{get, post},
};

use crate::{
    auth::Auth,
    clock::Sources,
    graphql::{ApiSchema, Limits},
    store::Store,
};

/// The largest request body, in bytes.
const BODY_LIMIT: usize = 1 << 20;

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
    /// Tells who sends a token.
    pub auth: Arc<Auth>,
    /// Whether the GraphiQL page is served.
    pub graphiql: Graphiql,
}

/// The whole program behind HTTP, which is also what the tests call.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new()
        .route("/graphql", post(graphql::post))
        .route("/healthz", get(healthz))
        .route("/schema.graphql", get(schema))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    if state.graphiql == Graphiql::On {
        router = router.merge(graphiql::router());
    }
    router.with_state(state)
}

/// Whether the process is alive and its database answers.
async fn healthz(State(state): State<AppState>) -> impl IntoResponse {
    match state.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(?error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

async fn schema() -> impl IntoResponse {
    /// Anybody may ask for it, so it is made once.
    static SDL: LazyLock<String> = LazyLock::new(crate::graphql::sdl);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], SDL.as_str())
}
