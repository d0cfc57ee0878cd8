//! Files from outside: what they say, or where and why they cannot be read.
//!
//! Parsing ends where meaning begins: the parsers here hand records to `domain` and name file, line and column, or file
//! and path, of whatever is wrong.

pub mod country;
mod error;
pub mod plan;
mod table;
pub mod units;

pub use error::{Fault, FileError, Place};

/// The longest code of a unit read from a file, in characters; which codes are right is the directory's business.
const CODE_MAX: usize = 35;
