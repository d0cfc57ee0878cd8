//! What a reviewer above the unit decided about an obligation.

use async_graphql::{Context, Object};
use domain::calendar::Day;

use crate::{
    graphql::{
        nullable::Nullable,
        scalar::{Date, DateTime},
        viewer::display_name,
    },
    store::obligation::Decided,
};

/// An obligation taken out of all figures (miễn): who did so, when and why.
#[derive(Debug, Clone)]
pub struct Exemption(pub(super) Decided);

/// An obligation taken out of all figures (miễn): who did so, when and why.
#[Object]
impl Exemption {
    /// The reason, in the words of the reviewer.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When it was exempted.
    async fn decided_at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// The name of the reviewer; null for the program itself.
    async fn decided_by_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        display_name(ctx, self.0.by).await
    }
}

/// A later day from which an obligation counts as missed (gia hạn): who gave it, when and why. It replaces an earlier one.
#[derive(Debug, Clone)]
pub struct Extension {
    pub(super) until: Day,
    pub(super) decided: Decided,
}

/// A later day from which an obligation counts as missed (gia hạn): who gave it, when and why. It replaces an earlier one.
#[Object]
impl Extension {
    /// The last day before it is missed.
    async fn until(&self) -> Date {
        Date(self.until)
    }

    /// The reason, in the words of the reviewer.
    async fn reason(&self) -> &str {
        &self.decided.reason
    }

    /// When it was extended.
    async fn decided_at(&self) -> DateTime {
        DateTime(self.decided.at)
    }

    /// The name of the reviewer; null for the program itself.
    async fn decided_by_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        display_name(ctx, self.decided.by).await
    }
}
