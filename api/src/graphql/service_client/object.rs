//! A service client.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::id::ServiceClientId;

use crate::{
    error::AppError,
    graphql::{
        context::Request,
        id::wire,
        page::{connection, load},
        scalar::DateTime,
        unit::Unit,
        word::ClientScope,
    },
    page::Page,
    store::service_client::ClientRecord,
};

/// A program that asks by itself, with rights on one unit (ứng dụng dịch vụ). It signs in at `/oauth/token` with its id and
/// a secret (`client_credentials`).
#[derive(Debug, Clone)]
pub struct ServiceClient(Arc<ClientRecord>);

impl ServiceClient {
    /// A client that the caller may see.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: ServiceClientId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// A client that was just written.
    pub(super) async fn written(ctx: &Context<'_>, id: ServiceClientId) -> Result<Self, AppError> {
        ctx.read_anew().await?;
        Self::find(ctx, id).await?.ok_or_else(AppError::not_found)
    }

    /// The clients of a page of ids, which the store found for the caller.
    pub(super) async fn load_page(ctx: &Context<'_>, page: Page<ServiceClientId>) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }
}

/// A program that asks by itself, with rights on one unit (ứng dụng dịch vụ). It signs in at `/oauth/token` with its id and
/// a secret (`client_credentials`).
#[Object]
impl ServiceClient {
    /// Its global id, which is its `client_id` too.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// Its name for people.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The unit its scopes hold on.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.unit).await
    }

    /// What it may do there.
    async fn scopes(&self) -> Vec<ClientScope> {
        self.0.scopes.iter().copied().map(Into::into).collect()
    }

    /// It grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Since when it may not ask; null when it may.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }
}

connection! {
    /// Service clients, the oldest first.
    ServiceClientConnection, ServiceClientEdge, ServiceClient
}
