//! What operations cost, and how much of it a caller may ask for.

/// What an operation costs, in points: about as much work as that many rows read one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(pub u64);
