//! `serve`.

use std::sync::Arc;

use tokio::{net::TcpListener, signal};

use super::{CommandError, open};
use crate::{
    AppState, Graphiql,
    auth::{SigningKey, Tokens},
    clock::Sources,
    config::Serve,
    graphql, router,
};

/// Serves the API until the process is told to stop.
pub(super) async fn run(serve: Serve) -> Result<(), CommandError> {
    let store = open(&serve.database.database_url, serve.connections).await?;
    let tokens = Tokens::new(&SigningKey::load_or_make(&serve.key.signing_key)?);
    let state = AppState {
        store,
        sources: Sources::system(),
        schema: graphql::schema(),
        tokens: Arc::new(tokens),
        graphiql: if serve.graphiql { Graphiql::On } else { Graphiql::Off },
    };
    let listener = TcpListener::bind(serve.listen)
        .await
        .map_err(CommandError::io(format!("cannot listen on {}", serve.listen)))?;
    tracing::info!(address = %serve.listen, "serving");
    listen(listener, state).await
}

/// Answers requests on `listener`; ends, after the requests in progress, at Ctrl-C or SIGTERM.
pub(super) async fn listen(listener: TcpListener, state: AppState) -> Result<(), CommandError> {
    let store = state.store.clone();
    axum::serve(listener, router(state))
        .with_graceful_shutdown(stopped())
        .await
        .map_err(CommandError::io("cannot serve"))?;
    store.close().await;
    Ok(())
}

async fn stopped() {
    let interrupted = signal::ctrl_c();
    #[cfg(unix)]
    {
        use signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler for signals the process is stopped by the system itself.
    let _ = interrupted.await;
}
