//! Activity reports (báo cáo hoạt động), their evidence and their life.

mod event;
mod evidence;
mod input;
mod loader;
mod mutation;
mod object;
mod preview;
mod query;
mod word;

pub(super) use input::ActivityReportFilter;
pub(super) use loader::{Reports, ReportsOfUnit};
pub(super) use mutation::ActivityMutation;
pub use object::{ActivityReport, ActivityReportConnection};
pub(super) use query::ActivityQuery;
pub(super) use word::ActivityReportOrder;
