//! Writes that leave rows in the audit trail and nothing else, and the sealing of these by hand.

use serde_json::json;
use tonghop::{
    service::{
        audit::{self, Next, Standing},
        verify::Verification,
    },
    session::{Event, Work},
};
use uuid::Uuid;

use super::{app::App, database::Behind};

/// A write that leaves one row so far and is not over.
pub(crate) async fn begun(app: &App) -> Work {
    let work = app.system().begin_system().await.unwrap();
    leave_row(&work).await;
    work
}

pub(crate) async fn leave_row(work: &Work) {
    leave_rows(work, 1, "").await;
}

/// Leaves as many rows, each with that content.
pub(crate) async fn leave_rows(work: &Work, count: usize, content: &str) {
    let event = || Event {
        subject_kind: "TEST",
        subject: Uuid::nil(),
        action: "TRY",
        before: None,
        after: Some(json!({ "content": content })),
        reason: None,
    };
    work.audit_all(&work.permit_program().unwrap(), (0..count).map(|_| event()).collect()).await.unwrap();
}

pub(crate) async fn end(work: Work) {
    work.commit(Uuid::nil()).await.unwrap();
}

/// Waits until every row that shows can be sealed. On PostgreSQL that is when every writer on the server that began
/// earlier has ended, and other tests write there, too.
pub(crate) async fn until_settled(behind: &mut Behind) {
    let open =
        "SELECT '' FROM audit_event WHERE horizon > pg_snapshot_xmin(pg_current_snapshot())::text::bigint LIMIT 1";
    while matches!(behind, Behind::Postgres(_)) && !behind.texts(open).await.is_empty() {}
}

impl App {
    /// Seals what is settled of the audit trail, as the program does while it serves; says how many rounds wrote a seal.
    pub(crate) async fn seal(&self) -> (usize, Standing) {
        let mut sealed = 0;
        loop {
            let round = audit::seal(&self.system()).await.unwrap();
            match round.next {
                Next::Continue => sealed += 1,
                Next::Wait => return (sealed, round.standing),
            }
        }
    }

    /// Seals until all that shows is sealed, in as many seals as it takes on a server on which others write, too.
    pub(crate) async fn seal_all(&self) -> Standing {
        loop {
            let (_, standing) = self.seal().await;
            if standing.lag() == 0 {
                return standing;
            }
        }
    }

    /// What `verify` prints: the differences, and where the chain of the audit trail ends.
    pub(crate) async fn verified(&self) -> (Vec<String>, String) {
        let mut verification = Verification::new(self.system());
        let mut found = Vec::new();
        while let Some(differences) = verification.next().await.unwrap() {
            found.extend(differences.iter().map(ToString::to_string));
        }
        (found, verification.head().await.unwrap().to_string())
    }
}
