//! Writing plans and taking the steps of their life.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::id::{self, PlanId};

use super::{Plan, input::PlanContentInput};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        id::GlobalId,
        nullable::{Nullable, nullable},
        once::once,
    },
    service,
};

/// A new draft.
#[derive(Debug, InputObject)]
pub(super) struct CreatePlanInput {
    /// The unit that will issue it.
    issuer: GlobalId<id::Unit>,
    /// What it says.
    content: PlanContentInput,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Another content for a draft. It replaces the whole: what is left out is gone.
#[derive(Debug, InputObject)]
pub(super) struct UpdatePlanInput {
    /// The plan.
    id: GlobalId<id::Plan>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// What it says from now on.
    content: PlanContentInput,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A draft to be issued.
#[derive(Debug, InputObject)]
pub(super) struct IssuePlanInput {
    /// The plan.
    id: GlobalId<id::Plan>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// An issued plan to be revoked, and why.
#[derive(Debug, InputObject)]
pub(super) struct RevokePlanInput {
    /// The plan.
    id: GlobalId<id::Plan>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// Why it is revoked: at most 10,000 characters.
    reason: String,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Declares what mutations of plans answer with.
macro_rules! payloads {
    ($($(#[$meta:meta])* $payload:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, SimpleObject)]
            pub struct $payload {
                /// The plan as it is now.
                plan: Plan,
            }

            impl $payload {
                /// Reads the plan anew, after the write.
                async fn of(ctx: &Context<'_>, plan: PlanId) -> Result<Self, AppError> {
                    ctx.read_anew().await?;
                    Ok(Self { plan: Plan::find(ctx, plan).await?.ok_or_else(AppError::not_found)? })
                }
            }
        )+
    };
}

payloads! {
    /// What `createPlan` did.
    CreatePlanPayload,
    /// What `updatePlan` did.
    UpdatePlanPayload,
    /// What `issuePlan` did.
    IssuePlanPayload,
    /// What `revokePlan` did.
    RevokePlanPayload,
}

/// Writing plans.
#[derive(Debug, Default)]
pub(in crate::graphql) struct PlanMutation;

/// Writing plans.
#[Object]
impl PlanMutation {
    /// Writes a draft of a plan. It needs APPROVER on the issuer, binds nobody and makes no unit.
    async fn create_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new draft.")] input: CreatePlanInput,
    ) -> Nullable<CreatePlanPayload> {
        nullable(async {
            let once = once(ctx, "createPlan", &input)?;
            let (issuer, content) = (input.issuer.at("issuer")?, input.content.try_into()?);
            let plan = service::plan::create(ctx.session()?, once, issuer, content).await?;
            CreatePlanPayload::of(ctx, plan).await
        })
        .await
    }

    /// Replaces the whole content of a draft. It needs APPROVER on the issuer.
    async fn update_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The other content.")] input: UpdatePlanInput,
    ) -> Nullable<UpdatePlanPayload> {
        nullable(async {
            let once = once(ctx, "updatePlan", &input)?;
            let (id, content) = (input.id.at("id")?, input.content.try_into()?);
            let plan = service::plan::update(ctx.session()?, once, id, input.version, content).await?;
            UpdatePlanPayload::of(ctx, plan).await
        })
        .await
    }

    /// Issues a draft (ban hành): from now on it binds and does not change. Its organisations become units, its selectors
    /// are expanded once, and its obligations are made. It needs APPROVER on the issuer. A plan that would make more than
    /// 1,000,000 obligations, each unit of a set that shares one counted in, is refused (`plan.too_many_obligations`).
    async fn issue_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: IssuePlanInput,
    ) -> Nullable<IssuePlanPayload> {
        nullable(async {
            let once = once(ctx, "issuePlan", &input)?;
            let plan = service::plan::issue(ctx.session()?, once, input.id.at("id")?, input.version).await?;
            IssuePlanPayload::of(ctx, plan).await
        })
        .await
    }

    /// Revokes an issued plan (thu hồi): its obligations leave all figures and stay readable. It needs APPROVER on the
    /// issuer.
    async fn revoke_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan, and why.")] input: RevokePlanInput,
    ) -> Nullable<RevokePlanPayload> {
        nullable(async {
            let once = once(ctx, "revokePlan", &input)?;
            let plan =
                service::plan::revoke(ctx.session()?, once, input.id.at("id")?, input.version, &input.reason).await?;
            RevokePlanPayload::of(ctx, plan).await
        })
        .await
    }
}
