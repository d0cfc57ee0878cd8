//! What a reviewer above the unit decides about an obligation.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::id;

use super::Obligation;
use crate::{
    graphql::{
        context::Request,
        id::GlobalId,
        nullable::{Nullable, nullable},
        once::once,
        scalar::Date,
    },
    service::obligation::{self, About},
};

/// An obligation to be taken out of all figures.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct ExemptObligationInput {
    /// The obligation.
    id: GlobalId<id::Obligation>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// Why, 1 to 10,000 characters.
    reason: String,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// An obligation to be extended.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct ExtendObligationInput {
    /// The obligation.
    id: GlobalId<id::Obligation>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// The last day before it is missed; after the last day of its window. It replaces an earlier extension.
    until: Date,
    /// Why, 1 to 10,000 characters.
    reason: String,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// What `exemptObligation` did.
#[derive(Debug, SimpleObject)]
pub(in crate::graphql) struct ExemptObligationPayload {
    /// The obligation as it is now.
    obligation: Obligation,
}

/// What `extendObligation` did.
#[derive(Debug, SimpleObject)]
pub(in crate::graphql) struct ExtendObligationPayload {
    /// The obligation as it is now.
    obligation: Obligation,
}

/// Changes of obligations.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ObligationMutation;

/// Changes of obligations.
#[Object]
impl ObligationMutation {
    /// Takes an obligation out of all figures (miễn nghĩa vụ). For a reviewer above the unit, on the last day of the
    /// window.
    async fn exempt_obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: ExemptObligationInput,
    ) -> Nullable<ExemptObligationPayload> {
        nullable(async {
            let once = once(ctx, "exemptObligation", &input)?;
            let about = About { id: input.id.at("id")?, version: input.version, reason: input.reason };
            let id = obligation::exempt(ctx.session()?, once, about).await?;
            Ok(ExemptObligationPayload { obligation: Obligation::written(ctx, id).await? })
        })
        .await
    }

    /// Moves the day from which an obligation counts as missed (gia hạn nghĩa vụ); where something is owed once, the due
    /// date with it. It never lengthens the window. For a reviewer above the unit, on the last day of the window.
    async fn extend_obligation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, until when, and why.")] input: ExtendObligationInput,
    ) -> Nullable<ExtendObligationPayload> {
        nullable(async {
            let once = once(ctx, "extendObligation", &input)?;
            let about = About { id: input.id.at("id")?, version: input.version, reason: input.reason };
            let id = obligation::extend(ctx.session()?, once, about, input.until.0).await?;
            Ok(ExtendObligationPayload { obligation: Obligation::written(ctx, id).await? })
        })
        .await
    }
}
