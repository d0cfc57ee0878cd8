//! Who is signed in, and what he may do.

mod object;

pub(super) use object::{ViewerQuery, display_name};
