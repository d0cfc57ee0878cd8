//! The audit trail (nhật ký kiểm tra), for those who audit.

mod content;
mod input;
mod loader;
mod object;
mod query;
mod subject;

pub use object::AuditEvent;
pub(super) use query::AuditQuery;
