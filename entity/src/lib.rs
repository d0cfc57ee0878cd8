//! The rows of every table as SeaORM sees them: types and references, no logic.
//!
//! Words of closed vocabularies are text here; whoever reads or writes rows turns them into the enums of the domain.
//! Ids are UUIDv7, days are inclusive and counted in +07:00, instants are UTC to the microsecond, amounts are whole
//! items and money whole đồng.

pub mod activity_report;
pub mod activity_report_channel;
pub mod activity_report_return_field;
pub mod activity_report_task;
pub mod activity_report_writer;
pub mod audit_event;
pub mod audit_seal;
pub mod contribution;
pub mod evidence;
pub mod grant;
pub mod idempotency_key;
pub mod obligation;
pub mod obligation_member;
pub mod plan;
pub mod plan_act;
pub mod plan_line;
pub mod plan_organisation;
pub mod plan_subject;
pub mod product_tally;
pub mod quota;
pub mod quota_unit;
pub mod refresh_token;
pub mod report_duty;
pub mod report_duty_through;
pub mod service_client;
pub mod service_client_scope;
pub mod service_client_secret;
pub mod setting;
pub mod sign_in;
pub mod sign_in_failure;
pub mod tally;
pub mod task;
pub mod task_channel;
pub mod task_link;
pub mod task_role;
pub mod unit;
pub mod unit_ancestor;
pub mod unit_code;
pub mod unit_succession;
pub mod unit_version;
pub mod user;
pub mod user_identity;
pub mod user_password;
