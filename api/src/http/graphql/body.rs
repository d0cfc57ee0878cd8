//! Reading a body: no larger than is taken, no longer than is waited for, and all bodies at once within the memory that is
//! set apart for them, so that nobody fills the server by beginning what he does not end.

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderMap, header},
};
use http_body_util::BodyExt;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, timeout_at},
};

use super::Refusal;

/// The largest body, in bytes.
const LARGEST: usize = 1 << 20;

/// How many bytes of large bodies there may be at once.
const TOGETHER: usize = 64 << 20;

/// So many bytes of each body are not counted: whoever fills the memory for large ones stops nobody who sends a document.
const SMALL: usize = 16 << 10;

/// How much of a body that is too large is still read and thrown away: a client that is cut off while it sends does not
/// read why.
const THROWN_AWAY: usize = 16 << 20;

/// The memory for bodies.
#[derive(Debug)]
pub(in crate::http) struct Bodies(Semaphore);

/// A body, and its share of the memory for them.
#[derive(Debug)]
pub(super) struct Whole<'a> {
    pub(super) bytes: Bytes,
    share: Option<SemaphorePermit<'a>>,
}

impl Default for Bodies {
    fn default() -> Self {
        Self(Semaphore::new(TOGETHER))
    }
}

impl Bodies {
    /// Reads a whole body.
    ///
    /// # Errors
    /// It is too large, did not come in time, or broke off; or there are too many others.
    pub(super) async fn read(&self, headers: &HeaderMap, mut body: Body, until: Instant) -> Result<Whole<'_>, Refusal> {
        let said = body.size_hint();
        if said.lower() > LARGEST as u64 {
            throw_away(headers, body, until).await;
            return Err(Refusal::too_large());
        }
        let mut whole = Whole { bytes: Bytes::new(), share: None };
        // A small body comes in one piece, and is not copied.
        let mut more = Vec::new();
        while let Some(piece) = piece(&mut body, until).await? {
            let length = whole.bytes.len() + more.len() + piece.len();
            if length > LARGEST {
                throw_away(headers, body, until).await;
                return Err(Refusal::too_large());
            }
            self.share(&mut whole, length)?;
            if whole.bytes.is_empty() {
                whole.bytes = piece;
            } else {
                more.extend_from_slice(&piece);
            }
        }
        if !more.is_empty() {
            more.splice(0..0, whole.bytes.iter().copied());
            whole.bytes = more.into();
        }
        Ok(whole)
    }

    /// Takes what a body of this length needs of the memory for large ones.
    fn share<'a>(&'a self, whole: &mut Whole<'a>, length: usize) -> Result<(), Refusal> {
        let held = whole.share.as_ref().map_or(0, SemaphorePermit::num_permits);
        let lacking = length.saturating_sub(SMALL).saturating_sub(held);
        let lacking = u32::try_from(lacking).map_err(|_| Refusal::too_large())?;
        let share = self.0.try_acquire_many(lacking).map_err(|_| Refusal::busy())?;
        match &mut whole.share {
            Some(held) => held.merge(share),
            none => *none = Some(share),
        }
        Ok(())
    }
}

/// The next piece of a body; none at its end.
async fn piece(body: &mut Body, until: Instant) -> Result<Option<Bytes>, Refusal> {
    while !body.is_end_stream() {
        match timeout_at(until, body.frame()).await {
            Err(_) => return Err(Refusal::slow()),
            Ok(None) => break,
            Ok(Some(Err(_))) => return Err(Refusal::broken_off()),
            // What is no data comes after it and says nothing.
            Ok(Some(Ok(frame))) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
    Ok(None)
}

/// Reads the rest of a body, within bounds. A client that asks before it sends is told at once.
async fn throw_away(headers: &HeaderMap, mut body: Body, until: Instant) {
    let mut read = 0;
    while !headers.contains_key(header::EXPECT) && read < THROWN_AWAY {
        match piece(&mut body, until).await {
            Ok(Some(piece)) => read += piece.len(),
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::StatusCode;
    use futures_util::{FutureExt, stream};

    use super::*;

    /// What becomes of a body that comes in pieces of so many bytes.
    fn read(bodies: &Bodies, pieces: &[usize]) -> Result<usize, StatusCode> {
        let pieces: Vec<_> = pieces.iter().map(|bytes| Ok::<_, std::io::Error>(vec![b' '; *bytes])).collect();
        let body = Body::from_stream(stream::iter(pieces));
        let until = Instant::now() + Duration::from_secs(9);
        let read = bodies.read(&HeaderMap::new(), body, until).now_or_never().unwrap();
        read.map(|whole| whole.bytes.len()).map_err(|refusal| refusal.status)
    }

    #[tokio::test]
    async fn the_memory_for_large_bodies_is_bounded_and_small_ones_need_none_of_it() {
        let bodies = Bodies::default();
        let held = bodies.0.try_acquire_many(u32::try_from(TOGETHER - 100).unwrap()).unwrap();
        assert_eq!(read(&bodies, &[SMALL]), Ok(SMALL));
        assert_eq!(read(&bodies, &[SMALL, 99, 1]), Ok(SMALL + 100));
        // What was taken is given back, also by one that found no more.
        for _ in 0..3 {
            assert_eq!(read(&bodies, &[SMALL, 60, 41]), Err(StatusCode::SERVICE_UNAVAILABLE));
        }
        assert_eq!(read(&bodies, &[1, SMALL, 99]), Ok(SMALL + 100));
        drop(held);
        assert_eq!(read(&bodies, &[LARGEST]), Ok(LARGEST));
        assert_eq!(read(&bodies, &[LARGEST, 1]), Err(StatusCode::PAYLOAD_TOO_LARGE));
        assert_eq!(bodies.0.available_permits(), TOGETHER);
    }
}
