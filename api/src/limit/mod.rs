//! What operations cost, and how much of it a caller may ask for.
//!
//! Each caller has a bucket of points that fills again by the second: whoever is signed in one of his own and, with everybody
//! else at the same address, one of that address; whoever is not, one of the address alone. They are this process's own:
//! several processes each have theirs.

mod address;
mod bucket;
mod buckets;

use std::time::Duration;

use chrono::{DateTime, Utc};

pub use address::{Proxies, Proxy};
pub use bucket::Allowance;
pub use buckets::{Allowances, Buckets, Who};

/// What an operation costs, in points: about as much work as that many rows read one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(pub u64);

/// What a request costs that is refused before anything of it runs, or whose token is bad.
pub const REFUSED: Cost = Cost(10);

/// How a bucket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What it holds when it is full.
    pub limit: Cost,
    /// What is in it.
    pub remaining: Cost,
    /// When it is full again, if nothing more is taken.
    pub resets_at: DateTime<Utc>,
}

/// There is not enough in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Empty {
    /// How it stands.
    pub standing: Standing,
    /// After how long there is enough, if nothing more is taken.
    pub wait: Duration,
}
