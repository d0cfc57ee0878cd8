//! The rows of the audit trail against the seals that hold them.

use std::{fmt, vec};

use chrono::SecondsFormat;

use super::Difference;
use crate::{
    error::AppError,
    session::Reading,
    store::{
        self,
        audit::{GENESIS, Link, Seal, VERSION},
    },
};

/// How many seals are checked at a time.
const CHUNK: i64 = 500;

/// How far the chain is checked: the last seal's last row and its hash as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    to: i64,
    hash: String,
}

impl Default for Reached {
    fn default() -> Self {
        Self { to: 0, hash: GENESIS.to_owned() }
    }
}

/// Checks the next seals; gives how far it came, or nothing when there are no more.
pub(super) async fn seals(
    reading: &Reading,
    mut reached: Reached,
    found: &mut Vec<Difference>,
) -> Result<Option<Reached>, AppError> {
    let seals = store::audit::seals(reading.tx(), reading.scope(), reached.to, CHUNK).await?;
    let Some(last) = seals.last() else {
        return Ok(None);
    };
    // Also what somebody numbered below the first row.
    let begin = if reached.to == 0 { i64::MIN } else { reached.to };
    let mut rows = Rows { reading, to: last.to_seq, read: begin, next: Vec::new().into_iter() };
    for seal in seals {
        let strays = rows.pass(seal.from_seq - 1).await?;
        if seal.from_seq > reached.to + 1 {
            let missing = format!("seal of audit rows {} to {}", reached.to + 1, seal.from_seq - 1);
            found.push(Difference::new(missing, "none", "one"));
        } else if strays > 0 {
            found.push(Difference::new(format!("audit rows below {}", seal.from_seq), strays, 0));
        }
        let what = format!("seal of audit rows {} to {}", seal.from_seq, seal.to_seq);
        if seal.version == VERSION {
            let mut link = Link::after(&reached.hash, seal.from_seq, seal.to_seq, seal.sealed_at);
            rows.add(&mut link, seal.to_seq).await?;
            let expected = link.close();
            if seal.hash != expected {
                found.push(Difference::new(what, &seal.hash, expected));
            }
        } else {
            rows.pass(seal.to_seq).await?;
            found.push(Difference::new(what, format!("version {}", seal.version), format!("version {VERSION}")));
        }
        // What is stored, not what it should be: so one fault is told once, where it lies.
        reached = Reached { to: seal.to_seq, hash: seal.hash };
    }
    Ok(Some(reached))
}

/// The rows up to a number, read bit by bit.
struct Rows<'a> {
    reading: &'a Reading,
    to: i64,
    read: i64,
    next: vec::IntoIter<store::audit::Row>,
}

impl Rows<'_> {
    /// The next row up to `to`.
    async fn next(&mut self, to: i64) -> Result<Option<store::audit::Row>, AppError> {
        if self.next.as_slice().is_empty() && self.read < self.to {
            let read = store::audit::rows(self.reading.tx(), self.reading.scope(), self.read, self.to).await?;
            self.read = read.last().map_or(self.to, |row| row.seq);
            self.next = read.into_iter();
        }
        let is_within = self.next.as_slice().first().is_some_and(|row| row.seq <= to);
        Ok(if is_within { self.next.next() } else { None })
    }

    /// Passes over the rows up to `to`; says how many there were.
    async fn pass(&mut self, to: i64) -> Result<u64, AppError> {
        let mut count = 0;
        while self.next(to).await?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    /// Adds the rows up to `to`.
    async fn add(&mut self, link: &mut Link, to: i64) -> Result<(), AppError> {
        while let Some(row) = self.next(to).await? {
            link.add(&row);
        }
        Ok(())
    }
}

/// The end of the chain, as one line: what to note down outside the database, and what is not sealed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    seal: Option<Seal>,
    unsealed: i64,
}

impl Head {
    pub(super) async fn read(reading: &Reading) -> Result<Self, AppError> {
        let (tx, scope) = (reading.tx(), reading.scope());
        let seal = store::audit::head(tx, scope).await?;
        let unsealed = store::audit::count_after(tx, scope, seal.as_ref().map_or(0, |seal| seal.to_seq)).await?;
        Ok(Self { seal, unsealed })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.seal {
            None => write!(f, "audit trail: not sealed yet")?,
            Some(Seal { to_seq, hash, sealed_at, .. }) => {
                let at = sealed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
                write!(f, "audit trail: sealed to {to_seq} at {at} as {hash}")?;
            }
        }
        write!(f, ", {} rows since", self.unsealed)
    }
}
