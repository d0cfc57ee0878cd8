//! Serving: connections, what they may take and how they end.

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(target_os = "linux")]
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{Instant, sleep, timeout_at},
};
use tower::Service;

use super::{Api, AppState, routes};

/// How many connections there may be at once. The next waits until one ends.
const MOST_CONNECTIONS: usize = 16_384;

/// The most that a connection keeps of what it has not understood yet: the head of a request, with a whole document in the
/// address.
const LARGEST_HEAD: usize = 64 << 10;

/// For how long nobody is let in after the system refused to: it is out of something, which others may give back.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);

/// Serves until `stopped`, and then ends: `/readyz` says so, nobody is let in, requests in work are finished within the time
/// that is set, and what is left after it is cut off.
pub async fn serve(listener: TcpListener, state: AppState, stopped: impl Future<Output = ()>) {
    let settings = state.settings.clone();
    let api = Arc::new(Api::new(state));
    let router = routes(&api);
    let mut protocol = http1::Builder::new();
    // Between two requests, too: hyper waits for the head of the next from the end of the last.
    protocol.timer(TokioTimer::new()).header_read_timeout(settings.head_within).max_buf_size(LARGEST_HEAD);
    let (places, close) = (Arc::new(Semaphore::new(MOST_CONNECTIONS)), watch::Sender::new(()));
    let mut connections = JoinSet::new();
    let mut ended = pin!(async {
        stopped.await;
        api.state.running.end();
        tracing::info!("ending");
        if !settings.end_after.is_zero() {
            sleep(settings.end_after).await;
        }
        let latest = Instant::now() + settings.end_within;
        let _ = timeout_at(latest, api.load.end()).await;
        latest
    });
    let latest = loop {
        tokio::select! {
            (place, stream, address) = accept(&listener, &places) => {
                prepare(&stream, settings.unread_within);
                let router = router.clone();
                let service = service_fn(move |mut request: Request<Incoming>| {
                    request.extensions_mut().insert(ConnectInfo(address));
                    router.clone().call(request)
                });
                let served = protocol.serve_connection(TokioIo::new(stream), service).with_upgrades();
                let mut closed = close.subscribe();
                connections.spawn(async move {
                    let mut served = pin!(served);
                    // How a client leaves is its own affair.
                    let _ = tokio::select! {
                        done = served.as_mut() => done,
                        _ = closed.changed() => {
                            served.as_mut().graceful_shutdown();
                            served.await
                        }
                    };
                    drop(place);
                });
            }
            Some(_) = connections.join_next() => {}
            latest = &mut ended => break latest,
        }
    };
    drop(listener);
    close.send_replace(());
    let all = async { while connections.join_next().await.is_some() {} };
    if timeout_at(latest, all).await.is_err() {
        tracing::warn!(connections = connections.len(), "cut off what did not end in time");
        connections.shutdown().await;
    }
}

/// The next connection.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, TcpStream, SocketAddr) {
    // The error is of a semaphore that was closed; nobody does.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, address)) => return (place, stream, address),
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                sleep(AFTER_REFUSAL).await;
            }
        }
    }
}

/// A connection that cannot be set so is served all the same.
fn prepare(stream: &TcpStream, unread_within: Duration) {
    // An answer is written at once; there is nothing to wait for.
    let _ = stream.set_nodelay(true);
    // Whoever takes nothing of his answer any more is given up: it would be kept for him for ever.
    #[cfg(target_os = "linux")]
    let _ = SockRef::from(stream).set_tcp_user_timeout(Some(unread_within));
    #[cfg(not(target_os = "linux"))]
    let _ = unread_within;
}
