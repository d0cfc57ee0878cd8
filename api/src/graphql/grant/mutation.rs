//! Giving grants, and ending them.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::id;

use super::Grant;
use crate::{
    graphql::{
        context::Request,
        id::GlobalId,
        nullable::{Nullable, nullable},
        once::once,
        scalar::Date,
        word::Role,
    },
    service::grant::{self, Given},
};

/// A new grant.
#[derive(Debug, InputObject)]
pub(super) struct GiveGrantInput {
    /// Who gets it. Nobody gives himself one.
    user: GlobalId<id::User>,
    /// What it gives.
    role: Role,
    /// On which unit.
    unit: GlobalId<id::Unit>,
    /// Its first day; none when left out.
    valid_from: Option<Date>,
    /// Its last day; none when left out.
    valid_to: Option<Date>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A grant that is to end.
#[derive(Debug, InputObject)]
pub(super) struct EndGrantInput {
    /// The grant.
    id: GlobalId<id::Grant>,
    /// Its last day, today or later; at once when left out.
    on: Option<Date>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// What `giveGrant` did.
#[derive(Debug, SimpleObject)]
pub struct GiveGrantPayload {
    /// The grant.
    grant: Grant,
}

/// What `endGrant` did.
#[derive(Debug, SimpleObject)]
pub struct EndGrantPayload {
    /// The grant as it is now.
    grant: Grant,
}

/// Mutations of grants.
#[derive(Debug, Default)]
pub(in crate::graphql) struct GrantMutation;

/// Mutations of grants.
#[Object]
impl GrantMutation {
    /// Gives another user a role on a unit (phân quyền), for an ADMINISTRATOR of that unit or of one above.
    async fn give_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant.")] input: GiveGrantInput,
    ) -> Nullable<GiveGrantPayload> {
        nullable(async {
            let once = once(ctx, "giveGrant", &input)?;
            let given = Given {
                user: input.user.at("user")?,
                unit: input.unit.at("unit")?,
                role: input.role.into(),
                from: input.valid_from.map(|day| day.0),
                to: input.valid_to.map(|day| day.0),
            };
            let grant = grant::give(ctx.session()?, once, given).await?;
            Ok(GiveGrantPayload { grant: Grant::written(ctx, grant).await? })
        })
        .await
    }

    /// Lets a grant end with a day, or takes it back at once (thu hồi), for an ADMINISTRATOR of its unit or of one above.
    async fn end_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant and the day.")] input: EndGrantInput,
    ) -> Nullable<EndGrantPayload> {
        nullable(async {
            let once = once(ctx, "endGrant", &input)?;
            let on = input.on.map(|day| day.0);
            let grant = grant::end(ctx.session()?, once, input.id.at("id")?, on).await?;
            Ok(EndGrantPayload { grant: Grant::written(ctx, grant).await? })
        })
        .await
    }
}
