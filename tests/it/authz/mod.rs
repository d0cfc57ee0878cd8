//! Who may do what: the matrix without a database, and the sweep over every door of the API.

mod matrix;
mod sweep;
