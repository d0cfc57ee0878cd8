//! How much a document may ask for.

/// How much a document may ask for. The defaults are safe for a server that strangers reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest document, in bytes.
    pub bytes: usize,
    /// The most fragments. The library's validation calls itself from fragment to fragment, also where no operation reaches
    /// them, and would use up the stack of the process.
    pub fragments: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 20_000, fragments: 100 }
    }
}
