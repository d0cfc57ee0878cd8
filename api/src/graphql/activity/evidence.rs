//! Evidence of a report.

use async_graphql::{Context, Object};
use domain::id::EvidenceId;

use super::{
    ActivityReport, ActivityReportConnection,
    loader::{ClaimedTwice, OtherClaims},
};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
        scalar::DateTime,
    },
};

/// What proves an activity (tài liệu kiểm chứng): an address on the web. The server never fetches it.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub(super) id: EvidenceId,
    pub(super) content: domain::activity::Evidence,
}

/// What proves an activity (tài liệu kiểm chứng): an address on the web. The server never fetches it.
#[Object]
impl Evidence {
    /// The http or https address, as given.
    async fn address(&self) -> &str {
        &self.content.address
    }

    /// The SHA-256 of what stood there, in 64 hexadecimal digits; null when the reporter gave none.
    async fn sha256(&self) -> Option<&str> {
        self.content.sha256.as_deref()
    }

    /// When it was seen there; null when the reporter did not say.
    async fn captured_at(&self) -> Option<DateTime> {
        self.content.captured_at.map(DateTime)
    }

    /// Whether another report on the same product claims the same address (trùng tài liệu kiểm chứng). Addresses are
    /// compared without their fragment and without the case of scheme and host. Drafts and withdrawn reports claim
    /// nothing, and on their own evidence this is false.
    async fn claimed_twice(&self, ctx: &Context<'_>) -> Result<bool, AppError> {
        Ok(ctx.loaders()?.one(ClaimedTwice(self.id)).await?.is_some())
    }

    /// The other reports that claim it, the earliest activity first: only those that you may read, so there may be
    /// fewer than `claimedTwice` says.
    async fn other_claims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ActivityReportConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let page =
                ctx.loaders()?.one(OtherClaims { parent: self.id, question: request }).await?.unwrap_or_default();
            Ok(ActivityReportConnection::new(ActivityReport::load_page(ctx, page).await?))
        })
        .await
    }
}
