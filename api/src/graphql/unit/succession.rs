//! What a unit became, and what it came from.

use async_graphql::{Context, Object};

use super::Unit;
use crate::{
    error::AppError,
    graphql::{
        nullable::Nullable,
        page::connection,
        scalar::Date,
        word::{SuccessionExtent, SuccessionKind},
    },
    store,
};

/// The step from a unit that ended to one that came after it.
#[derive(Debug, Clone)]
pub struct Succession(pub(super) store::unit::Succession);

/// The step from a unit that ended to one that came after it.
#[Object]
impl Succession {
    /// The unit that ended.
    async fn predecessor(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.predecessor).await
    }

    /// The unit that came after it; null when it was abolished without one at its tier.
    async fn successor(&self, ctx: &Context<'_>) -> Nullable<Unit> {
        Some(Unit::load(ctx, self.0.successor?).await)
    }

    /// The first day on which the successor stood in its place.
    async fn effective_on(&self) -> Date {
        Date(self.0.effective_on)
    }

    /// How the predecessor ended.
    async fn kind(&self) -> SuccessionKind {
        self.0.kind.into()
    }

    /// How much of the unit that ended went to this successor.
    async fn extent(&self) -> SuccessionExtent {
        self.0.extent.into()
    }

    /// The resolution or decision that says so; null when none is recorded.
    async fn legal_act(&self) -> Option<&str> {
        self.0.legal_act.as_deref()
    }
}

connection! {
    /// Successions of a unit, oldest first.
    SuccessionConnection, SuccessionEdge, Succession
}
