//! The audit trail: sealing it.

mod sealer;

use uuid::Uuid;

pub use self::sealer::Sealer;
pub use crate::store::audit::Standing;
use crate::{
    error::AppError,
    session::Session,
    store::{self, audit::Sealed},
};

/// What one round of sealing left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// How far the trail is written and sealed.
    pub standing: Standing,
    /// Whether to go on at once: this round sealed as much as one does, or not all there was.
    pub next: Next,
}

/// What to do after a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// There may be more to seal.
    Continue,
    /// There is nothing to seal now.
    Wait,
}

/// Seals the next run of settled rows of the trail, at most 1,000; where there is nothing to seal, nothing is written.
///
/// # Errors
/// FORBIDDEN to every user; BUSY or INTERNAL if the database is.
pub async fn seal(session: &Session) -> Result<Round, AppError> {
    let before = standing(session).await?;
    if before.lag() == 0 {
        return Ok(Round { standing: before, next: Next::Wait });
    }
    let work = session.begin_system().await?;
    let permit = work.permit_program()?;
    match store::audit::seal(work.tx(), &permit, work.now()).await? {
        Sealed::Nothing => Ok(Round { standing: before, next: Next::Wait }),
        Sealed::Some => {
            work.commit(Uuid::nil()).await?;
            Ok(Round { standing: standing(session).await?, next: Next::Continue })
        }
    }
}

async fn standing(session: &Session) -> Result<Standing, AppError> {
    let reading = session.reading().await?;
    let standing = store::audit::standing(reading.tx(), reading.scope()).await?;
    drop(reading);
    session.end_reading().await?;
    Ok(standing)
}
