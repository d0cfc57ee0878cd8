//! Reading the trail.

use async_graphql::{Context, Object};

use super::{
    input::AuditEventFilter,
    object::{AuditEvent, AuditEventConnection, AuditSeal},
};
use crate::{
    graphql::{
        context::Request,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs, load},
    },
    store,
};

/// Queries of the audit trail.
#[derive(Debug, Default)]
pub(in crate::graphql) struct AuditQuery;

/// Queries of the audit trail.
#[Object]
impl AuditQuery {
    /// What was done (nhật ký kiểm tra), the latest first: of the units at and below which you are AUDITOR, as the tree was
    /// on the day of each event. What belongs to no unit, such as the import of the directory, is for AUDITORs of the
    /// nation. Nobody else reads any of it.
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<AuditEventFilter>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<AuditEventConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let filter = filter.unwrap_or_default().try_into()?;
            let page = ctx
                .read(async move |reading| store::audit::search(reading.tx(), reading.scope(), &filter, &request).await)
                .await?;
            Ok(AuditEventConnection::new(load(ctx, page).await?.map(AuditEvent)))
        })
        .await
    }

    /// The last seal of the audit trail, for whoever is AUDITOR anywhere. Who notes its hash down elsewhere can tell later
    /// whether anything up to it was rewritten, even by somebody who rewrote every row and every seal.
    async fn audit_head(&self, ctx: &Context<'_>) -> Nullable<AuditSeal> {
        nullable(async {
            let head = ctx
                .read(async move |reading| store::audit::head_for_auditor(reading.tx(), reading.scope()).await)
                .await?;
            Ok(head.map(AuditSeal::new))
        })
        .await
    }
}
