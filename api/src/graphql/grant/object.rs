//! A grant.

use async_graphql::{Context, ID, Object};
use domain::id::GrantId;
use uuid::Uuid;

use super::loader::GrantsOf;
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        id::wire,
        loader::Below,
        nullable::{Nullable, nullable},
        page::{PageArgs, connection},
        scalar::{Date, DateTime},
        unit::Unit,
        user::User,
        word::Role,
    },
    store::grant::{GrantRecord, Whose},
};

/// What one grant gives: a role on a unit between two days.
#[derive(Debug, Clone)]
pub struct Grant(pub(in crate::graphql) GrantRecord);

impl Grant {
    /// A page of the grants on a unit or of a user that the caller may see.
    pub(in crate::graphql) async fn page(
        ctx: &Context<'_>,
        (whose, of): (Whose, Uuid),
        args: PageArgs,
    ) -> Result<GrantConnection, AppError> {
        let key: GrantsOf = Below { parent: of, question: (whose, args.request(ctx)?) };
        let page = ctx.loaders()?.one(key).await?.unwrap_or_default();
        Ok(GrantConnection::new(page.map(Self)))
    }

    /// A grant that the caller may see.
    pub(in crate::graphql) async fn find(ctx: &Context<'_>, id: GrantId) -> Result<Option<Self>, AppError> {
        Ok(ctx.loaders()?.one(id).await?.map(Self))
    }

    /// A grant that was just written.
    pub(super) async fn written(ctx: &Context<'_>, id: GrantId) -> Result<Self, AppError> {
        ctx.read_anew().await?;
        Self::find(ctx, id).await?.ok_or_else(AppError::not_found)
    }
}

/// What one grant gives: a role on a unit between two days.
#[Object]
impl Grant {
    /// Its global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        wire(self.0.id)
    }

    /// Who holds it.
    async fn user(&self, ctx: &Context<'_>) -> Nullable<User> {
        let user = self.0.user;
        nullable(async { Ok(ctx.loaders()?.one(user).await?.map(User)) }).await
    }

    /// The unit it is on.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Unit, AppError> {
        Unit::load(ctx, self.0.unit).await
    }

    /// What it gives there.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Its first day; null when it has no beginning.
    async fn valid_from(&self) -> Option<Date> {
        self.0.from.map(Date)
    }

    /// Its last day; null when it has no end.
    async fn valid_to(&self) -> Option<Date> {
        self.0.to.map(Date)
    }

    /// When it was taken back at once, whatever its days say.
    async fn taken_back_at(&self) -> Option<DateTime> {
        self.0.taken_back_at.map(DateTime)
    }
}

connection! {
    /// Grants, the oldest first.
    GrantConnection, GrantEdge, Grant
}
