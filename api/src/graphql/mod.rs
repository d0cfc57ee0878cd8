//! The API as clients see it: one file or folder per concept.
//!
//! A resolver translates, delegates to [`store`](crate::store) (reads) or [`service`](crate::service) (writes), and
//! wraps. It decides nothing; above all it never decides who may see what.

mod activity;
mod answer;
mod at_hand;
mod audit;
mod compliance;
mod context;
mod contribution;
mod default;
mod error;
mod grant;
mod id;
mod limits;
mod loader;
mod node;
mod nullable;
mod obligation;
mod once;
mod operation;
mod page;
mod plan;
mod quota;
mod rate_limit;
mod scalar;
mod service_client;
mod task;
mod unit;
mod user;
mod values;
mod variable;
mod viewer;
mod walk;
mod word;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema};

pub use error::Audience;
pub use limits::Limits;
pub use operation::{Prepared, execute, prepare};

/// Reading: units, plans, obligations, reports, compliance, the audit trail.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    node::NodeQuery,
    viewer::ViewerQuery,
    unit::UnitQuery,
    plan::PlanQuery,
    obligation::ObligationQuery,
    activity::ActivityQuery,
    user::UserQuery,
    service_client::ServiceClientQuery,
    audit::AuditQuery,
    rate_limit::RateLimitQuery,
);

/// Writing: each changes one thing, or nothing at all. Null always comes with an error beside it. An error at a field
/// whose code is not `BUSY` or `INTERNAL` means that this field wrote nothing; after these two repeat it with the same
/// `idempotencyKey`. An error without a path means that nothing of the document was run. A field stands once under one
/// name: give it an alias to run it again.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    plan::PlanMutation,
    obligation::ObligationMutation,
    activity::ActivityMutation,
    grant::GrantMutation,
    service_client::ServiceClientMutation,
    user::UserMutation,
);

/// The executable schema.
pub type ApiSchema = Schema<Query, Mutation, EmptySubscription>;

/// Makes the schema. It holds no data: all data of a request comes with the request.
#[must_use]
pub fn schema() -> ApiSchema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).disable_suggestions().finish()
}

/// The schema as a document, in the form that is committed as `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    schema().sdl_with_options(SDLExportOptions::new().include_specified_by())
}
