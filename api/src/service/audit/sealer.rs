//! The task that seals the trail while the program serves.

use std::time::Duration;

use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
    time,
};

use super::{Next, Standing, seal};
use crate::{
    clock::Sources,
    error::AppError,
    session::{Caller, Request, Session},
    store::Store,
};

/// So long after a round in which there was nothing to seal the next one begins: what is written is sealed within a
/// second, also where a round takes its time.
const PAUSE: Duration = Duration::from_millis(500);

/// Seals the trail until it is stopped. Of several processes on one database any may seal, one at a time; each of them
/// tells its own listeners how far the trail is sealed, whoever did it.
#[derive(Debug)]
pub struct Sealer {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
    standing: watch::Receiver<Standing>,
}

impl Sealer {
    /// Begins to seal.
    #[must_use]
    pub fn start(store: Store, sources: Sources) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (tell, standing) = watch::channel(Standing::default());
        let task = tokio::spawn(run(store, sources, tell, stopped));
        Self { stop, task, standing }
    }

    /// How far the trail is written and sealed, as of the last round; it changes when more is sealed.
    #[must_use]
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.standing.clone()
    }

    /// Seals what there is, and ends.
    pub async fn stop(self) {
        drop(self.stop);
        if let Err(error) = self.task.await {
            tracing::error!(?error, "the sealing of the audit trail did not end in order");
        }
    }
}

async fn run(store: Store, sources: Sources, tell: watch::Sender<Standing>, mut stopped: oneshot::Receiver<()>) {
    loop {
        rounds(&store, &sources, &tell).await;
        tokio::select! {
            () = time::sleep(PAUSE) => {}
            // Nobody sends: the other end is dropped.
            _ = &mut stopped => break,
        }
    }
    rounds(&store, &sources, &tell).await;
}

/// Seals until there is nothing to seal. What fails is tried again in the next rounds.
async fn rounds(store: &Store, sources: &Sources, tell: &watch::Sender<Standing>) {
    loop {
        match round(store, sources).await {
            Ok((standing, next)) => {
                tell.send_if_modified(|last| {
                    let is_new = *last != standing;
                    *last = standing;
                    is_new
                });
                if next == Next::Wait {
                    return;
                }
            }
            Err(error) => {
                tracing::error!(code = error.code().as_str(), cause = ?error.cause(), "the audit trail is not sealed");
                return;
            }
        }
    }
}

async fn round(store: &Store, sources: &Sources) -> Result<(Standing, Next), AppError> {
    let caller = Caller::System("the audit trail is sealed");
    let session = Session::new(store.clone(), sources.clone(), caller, Request::default());
    let round = seal(&session).await?;
    Ok((round.standing, round.next))
}
