//! The audit trail. Rows are only ever added, and held by a chain of seals.
//!
//! A write only adds its rows; it never waits for another. What is settled, below which no row can appear any more, is
//! sealed afterwards, by one process at a time.

mod chain;
mod content;
mod list;
mod position;
mod seal;
mod sight;
mod write;

pub(crate) use chain::{GENESIS, Link, VERSION};
pub(crate) use content::{Content, contents};
pub(crate) use list::{Actor, EventFilter, EventRecord, by_ids, search};
pub use position::Standing;
pub(crate) use position::{position, standing};
pub(crate) use seal::{Row, Seal, Sealed, count_after, head, head_for_auditor, rows, seal, seals, seals_to};
pub(crate) use write::{Entry, insert, insert_entries};
