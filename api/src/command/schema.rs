//! `schema`.

use super::{CommandError, print};

/// Prints the schema.
pub(super) fn run() -> Result<(), CommandError> {
    print(crate::graphql::sdl().trim_end())
}
