//! `serve`.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, signal, time::timeout};

use super::{CommandError, documents, refuse_pending, system};
use crate::{
    AppState, Graphiql,
    auth::{Auth, Fetch, FetchError, Provenance, Remote, SigningKey, Tokens},
    clock::Sources,
    config::{Serve, SignIn},
    graphql,
    http::{self, Running},
    limit::Buckets,
    service::{
        audit::Sealer,
        demo::{self, Stage},
    },
    store::Store,
};

/// How long connections of the database are waited for in the end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves the API until the process is told to stop.
pub(super) async fn run(serve: Serve) -> Result<(), CommandError> {
    let (url, mut settings) = (&serve.database.database_url, serve.requests.settings(serve.connections));
    settings.keep_for = serve.documents.keep_for;
    refuse_pending(url).await?;
    let store = Store::connect_for(url, serve.connections, settings.deadline).await?;
    let demonstration = refuse_demonstration(&store, serve.listen).await?;
    let tokens = tokens(&serve, demonstration)?;
    let remote = remote(&serve.sign_in)?;
    let state = AppState {
        store,
        sources: Sources::system(),
        schema: graphql::schema(),
        documents: Arc::new(documents::read(&serve.documents)?),
        limits: serve.limits.of_documents(),
        buckets: Arc::new(Buckets::new(serve.limits.of_callers())),
        proxies: serve.limits.proxies(),
        auth: Arc::new(Auth::new(tokens, remote.clone())),
        issuer: serve.sign_in.issuer(),
        graphiql: if serve.graphiql { Graphiql::On } else { Graphiql::Off },
        settings,
        running: Running::default(),
    };
    let listener = TcpListener::bind(serve.listen)
        .await
        .map_err(CommandError::io(format!("cannot listen on {}", serve.listen)))?;
    let address = listener.local_addr().map_err(CommandError::io("cannot listen"))?;
    tracing::info!(%address, "serving");
    let fresh = remote.map(|remote| remote.keep_fresh(Sources::system()));
    let served = listen(listener, state).await;
    if let Some(fresh) = fresh {
        fresh.abort();
    }
    served
}

/// The other issuer whose tokens are accepted, if there is one.
fn remote(sign_in: &SignIn) -> Result<Option<Arc<Remote>>, CommandError> {
    let unusable = |error: FetchError| CommandError::Refused(format!("the OpenID provider cannot be used: {error}"));
    let Some(oidc) = sign_in.oidc() else {
        return Ok(None);
    };
    Ok(Some(Arc::new(Remote::new(oidc, Fetch::new().map_err(unusable)?).map_err(unusable)?)))
}

/// The own issuer. Whoever has seen a demonstration start holds tokens of its key, so no other database is served with it.
fn tokens(serve: &Serve, stage: Stage) -> Result<Tokens, CommandError> {
    let key = SigningKey::load_or_make(&serve.key.signing_key, Provenance::Service)?;
    let others =
        serve.sign_in.accepted_keys.iter().map(|path| SigningKey::load(path)).collect::<Result<Vec<_>, _>>()?;
    let printed = |key: &SigningKey| key.provenance() == Provenance::Demonstration;
    if stage == Stage::Other && others.iter().chain([&key]).any(printed) {
        return Err(CommandError::Refused(
            "the signing key is a demonstration's, whose tokens are printed; serve with a key of your own".to_owned(),
        ));
    }
    Ok(Tokens::new(&key, &others))
}

/// Tokens of a demonstration's officials are printed wherever it is started: it is this machine's alone. One that was not
/// made whole is nobody's.
async fn refuse_demonstration(store: &Store, listen: SocketAddr) -> Result<Stage, CommandError> {
    let stage = demo::stage(&system(store, "whether a demonstration may be served")).await?;
    let why = match stage {
        Stage::Begun => "the database is a demonstration that was not made whole; start it again: tonghop demo",
        Stage::Ready if !listen.ip().is_loopback() => {
            "the database is a demonstration, whose tokens are printed; it is not served on a public address"
        }
        Stage::Other | Stage::Ready => return Ok(stage),
    };
    Err(CommandError::Refused(why.to_owned()))
}

/// Answers requests on `listener` and seals the audit trail; ends, after the requests in work, at Ctrl-C or SIGTERM.
pub(super) async fn listen(listener: TcpListener, state: AppState) -> Result<(), CommandError> {
    let store = state.store.clone();
    let sealer = Sealer::start(store.clone(), state.sources.clone());
    http::serve(listener, state, stopped()).await;
    sealer.stop().await;
    // A statement that nobody waits for any more may still run.
    let _ = timeout(PATIENCE, store.close()).await;
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
