//! Tasks (nhiệm vụ) of plans.

mod input;
mod loader;
mod object;
mod word;

pub(super) use input::{HolderInput, TaskInput};
pub(super) use loader::Tasks;
pub use object::{Task, TaskConnection};
pub(super) use word::{HolderGroup, TaskRole};
