//! Anything that has a global id.

use async_graphql::{Context, ID, Interface, Object};
use domain::id::{self, Id};
use futures_util::future::join_all;

use super::{
    activity::ActivityReport,
    audit::AuditEvent,
    contribution::Contribution,
    grant::Grant,
    obligation::Obligation,
    plan::Plan,
    quota::Quota,
    service_client::ServiceClient,
    task::Task,
    unit::{Unit, UnitVersion},
    user::User,
};
use crate::{
    error::{AppError, Code},
    graphql::{
        context::Request,
        nullable::{Nullable, nullable},
    },
};

/// Anything that has a global id.
#[derive(Debug, Clone, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its global id."))]
pub enum Node {
    /// A unit.
    Unit(Unit),
    /// One dated version of a unit.
    UnitVersion(UnitVersion),
    /// A plan.
    Plan(Plan),
    /// A task of a plan.
    Task(Task),
    /// A quota of a task.
    Quota(Quota),
    /// An obligation.
    Obligation(Obligation),
    /// An activity report.
    ActivityReport(ActivityReport),
    /// A contribution.
    Contribution(Contribution),
    /// A user.
    User(User),
    /// A grant.
    Grant(Grant),
    /// A service client.
    ServiceClient(ServiceClient),
    /// A row of the audit trail.
    AuditEvent(AuditEvent),
}

/// Queries of anything by its id.
#[derive(Debug, Default)]
pub(super) struct NodeQuery;

/// At most so many nodes in one request.
const MOST: usize = 250;

/// Queries of anything by its id.
#[Object]
impl NodeQuery {
    /// The thing with a global id; null when there is none or you may not see it.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The global id.")] id: ID) -> Nullable<Node> {
        find(ctx, &id).await.transpose()
    }

    /// The things with these ids, in their order; null in the place of each that is not there or hidden.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 250 global ids.")] ids: Vec<ID>,
    ) -> Nullable<Vec<Nullable<Node>>> {
        nullable(async {
            if ids.len() > MOST {
                return Err(AppError::new(Code::BadUserInput, "Tối đa 250 mã.", "At most 250 ids.").at("ids"));
            }
            // Whoever is not signed in is told so once.
            ctx.scope().await?;
            // Asked for at the same time, so that the loaders see them together.
            Ok(join_all(ids.iter().map(async |id| find(ctx, id).await.transpose())).await)
        })
        .await
    }
}

/// The thing with a global id; nothing if there is none or the caller may not see it.
pub(super) async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, AppError> {
    // Also for an id that is none: whoever is not signed in learns nothing.
    ctx.scope().await?;
    // The prefix of an id says what it is the id of; a text that is the id of nothing is nothing.
    if let Ok(id) = id.parse::<Id<id::Unit>>() {
        return Ok(Unit::find(ctx, id).await?.map(Node::Unit));
    }
    if let Ok(id) = id.parse::<Id<id::UnitVersion>>() {
        return Ok(UnitVersion::find(ctx, id).await?.map(Node::UnitVersion));
    }
    if let Ok(id) = id.parse::<Id<id::Plan>>() {
        return Ok(Plan::find(ctx, id).await?.map(Node::Plan));
    }
    if let Ok(id) = id.parse::<Id<id::Task>>() {
        return Ok(Task::find(ctx, id).await?.map(Node::Task));
    }
    if let Ok(id) = id.parse::<Id<id::Quota>>() {
        return Ok(Quota::find(ctx, id).await?.map(Node::Quota));
    }
    if let Ok(id) = id.parse::<Id<id::Obligation>>() {
        return Ok(Obligation::find(ctx, id).await?.map(Node::Obligation));
    }
    if let Ok(id) = id.parse::<Id<id::ActivityReport>>() {
        return Ok(ActivityReport::find(ctx, id).await?.map(Node::ActivityReport));
    }
    if let Ok(id) = id.parse::<Id<id::Contribution>>() {
        return Ok(Contribution::find(ctx, id).await?.map(Node::Contribution));
    }
    if let Ok(id) = id.parse::<Id<id::User>>() {
        return Ok(User::find(ctx, id).await?.map(Node::User));
    }
    if let Ok(id) = id.parse::<Id<id::Grant>>() {
        return Ok(Grant::find(ctx, id).await?.map(Node::Grant));
    }
    if let Ok(id) = id.parse::<Id<id::ServiceClient>>() {
        return Ok(ServiceClient::find(ctx, id).await?.map(Node::ServiceClient));
    }
    if let Ok(id) = id.parse::<Id<id::AuditEvent>>() {
        return Ok(AuditEvent::find(ctx, id).await?.map(Node::AuditEvent));
    }
    Ok(None)
}
