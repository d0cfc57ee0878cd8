//! Who may do what: the matrix without a database, the sweep over every door of the API, and the trail that each write
//! leaves.

mod administration;
mod administrator;
mod audit;
mod days;
mod matrix;
mod sweep;
