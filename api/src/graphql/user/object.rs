//! A user, and who he is at other issuers.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::id::UserId;

use super::loader::{IdentitiesOf, Seen};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        grant::{Grant, GrantConnection},
        id::wire,
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs, connection, load},
        scalar::DateTime,
        unit::Unit,
    },
    page::Page,
    store::{
        grant::Whose,
        user::{IdentityRecord, UserRecord},
    },
};

/// A user (người dùng).
#[derive(Debug, Clone)]
pub struct User(pub(in crate::graphql) Arc<UserRecord>);

impl User {
    /// A user whom the caller may see.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: UserId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(Seen(id)).await?.map(Self))
    }

    /// A user who was just written.
    pub(super) async fn written(ctx: &Context<'_>, id: UserId) -> Result<Self, AppError> {
        ctx.read_anew().await?;
        Self::find(ctx, id).await?.ok_or_else(AppError::not_found)
    }

    /// The users of a page of ids, whom the store found for the caller.
    pub(super) async fn load_page(ctx: &Context<'_>, page: Page<UserId>) -> Result<Page<Self>, AppError> {
        Ok(load(ctx, page).await?.map(Self))
    }
}

/// A user (người dùng).
#[Object]
impl User {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// The unique name, with which he signs in.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The name for people.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The unit whose administrators administer him; those of the nation when null.
    async fn unit(&self, ctx: &Context<'_>) -> Nullable<Unit> {
        let unit = self.0.unit?;
        nullable(async { Unit::find(ctx, unit).await }).await
    }

    /// It grows by one with each change of what is said of him.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Since when he may not sign in; null when he may.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// Who he is at other issuers (OpenID Connect), at most 10.
    async fn identities(&self, ctx: &Context<'_>) -> Result<Vec<Identity>, AppError> {
        let found = ctx.loaders()?.one(IdentitiesOf(self.0.id)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Identity).collect())
    }

    /// His grants (phân quyền) on units that you administer, or all if he is you; ended ones included, the oldest first.
    async fn grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<GrantConnection> {
        let args = PageArgs { first, after, last, before };
        nullable(Grant::page(ctx, (Whose::User, self.0.id.uuid()), args)).await
    }
}

/// Who a user is at another issuer (OpenID Connect).
#[derive(Debug, Clone)]
pub struct Identity(IdentityRecord);

/// Who a user is at another issuer (OpenID Connect).
#[Object]
impl Identity {
    /// The id of the link, for `unlinkIdentity`.
    async fn link_id(&self) -> ID {
        wire(self.0.id)
    }

    /// The issuer, as its tokens name it (`iss`).
    async fn issuer(&self) -> &str {
        &self.0.identity.issuer
    }

    /// The subject, as the issuer names it (`sub`).
    async fn subject(&self) -> &str {
        &self.0.identity.subject
    }

    /// When an administrator linked it.
    async fn linked_at(&self) -> DateTime {
        DateTime(self.0.linked_at)
    }
}

connection! {
    /// Users, by name.
    UserConnection, UserEdge, User
}
