//! Finding users.

use async_graphql::{Context, InputObject, Object};
use domain::{
    id,
    text::{self, Lines},
};

use super::{User, UserConnection};
use crate::{
    graphql::{
        context::Request,
        id::{GlobalId, optional},
        nullable::{Nullable, nullable},
        page::{OpaqueCursor, PageArgs},
    },
    store::{self, user::UserFilter},
};

/// Which users are wanted.
#[derive(Debug, Default, InputObject)]
#[graphql(name = "UserFilter")]
pub(in crate::graphql) struct UsersFilter {
    /// Only those whom the administrators of this very unit administer.
    unit: Option<GlobalId<id::Unit>>,
    /// Only the one with this unique name, to the letter.
    name: Option<String>,
    /// Only those who are disabled, or only those who are not.
    disabled: Option<bool>,
}

/// Queries of users.
#[derive(Debug, Default)]
pub(in crate::graphql) struct UserQuery;

/// Queries of users.
#[Object]
impl UserQuery {
    /// The user with an id: yourself, or whom you administer; null when there is none or you may not see him.
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: GlobalId<id::User>,
    ) -> Nullable<User> {
        nullable(async { User::find(ctx, id.at("id")?).await }).await
    }

    /// The users of the units that you administer, and those who hold a grant on one, by name.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all when left out.")] filter: Option<UsersFilter>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UserConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let filter = filter.unwrap_or_default();
            let filter = UserFilter {
                unit: optional(filter.unit, "filter.unit")?,
                name: text::clean_optional("filter.name", filter.name.as_deref(), text::NAME_MAX, Lines::One)?,
                disabled: filter.disabled,
            };
            let today = ctx.session()?.today();
            let page = ctx
                .read(async move |reading| {
                    store::user::search(reading.tx(), reading.scope(), &filter, today, &request).await
                })
                .await?;
            Ok(UserConnection::new(User::load_page(ctx, page).await?))
        })
        .await
    }
}
