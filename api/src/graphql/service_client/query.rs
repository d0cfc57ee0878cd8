//! Finding service clients.

use async_graphql::{Context, InputObject, Object};
use domain::id;

use super::{ServiceClient, ServiceClientConnection};
use crate::{
    graphql::{
        context::Request,
        id::{GlobalId, optional},
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
    },
    store,
};

/// Which service clients are wanted.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct ServiceClientFilter {
    /// Only of this very unit.
    unit: Option<GlobalId<id::Unit>>,
}

/// Queries of service clients.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ServiceClientQuery;

/// Queries of service clients.
#[Object]
impl ServiceClientQuery {
    /// The service client with an id, if you administer its unit; null when there is none or you may not see it.
    async fn service_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: GlobalId<id::ServiceClient>,
    ) -> Nullable<ServiceClient> {
        nullable(async { ServiceClient::find(ctx, id.at("id")?).await }).await
    }

    /// The service clients of the units that you administer, the oldest first.
    async fn service_clients(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<ServiceClientFilter>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ServiceClientConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let unit = optional(filter.unwrap_or_default().unit, "filter.unit")?;
            let today = ctx.session()?.today();
            let page = ctx
                .read(async move |reading| {
                    store::service_client::search(reading.tx(), reading.scope(), unit, today, &request).await
                })
                .await?;
            Ok(ServiceClientConnection::new(ServiceClient::load_page(ctx, page).await?))
        })
        .await
    }
}
