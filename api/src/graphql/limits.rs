//! How much a document may ask for.

use crate::limit::Cost;

/// How much a document may ask for, with its fragments written out. The defaults are safe for a server that strangers reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest document, in bytes.
    pub bytes: usize,
    /// The most operations in a document, of which one runs.
    pub operations: usize,
    /// The most fragments.
    pub fragments: usize,
    /// The most variables.
    pub variables: usize,
    /// The deepest that selections nest; a fragment is a level too. The library goes no deeper than 32.
    pub depth: usize,
    /// The most fields of the operation itself.
    pub root_fields: usize,
    /// The most aliases.
    pub aliases: usize,
    /// The most directives.
    pub directives: usize,
    /// The most fields and fragments.
    pub selections: usize,
    /// The highest cost.
    pub cost: Cost,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20_000,
            operations: 50,
            fragments: 100,
            variables: 100,
            depth: 30,
            root_fields: 30,
            aliases: 100,
            directives: 100,
            selections: 3_000,
            cost: Cost(6_000),
        }
    }
}
