//! The viewer, his grants and his units.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use domain::{
    authz::Role as GrantRole,
    id::{UnitId, UserId},
};

use crate::{
    error::AppError,
    graphql::{
        context::Request,
        grant::{Grant, GrantConnection},
        nullable::{Nullable, nullable},
        obligation::{self, ObligationConnection, ObligationOrder, ObligationsFilter},
        page::{OpaqueCursor, PageArgs},
        scalar::{Date, DateTime},
        service_client::ServiceClient,
        unit::{Unit, UnitConnection},
        user::User,
        word::Role,
    },
    page::{Key, Page},
    session::{Caller, Held, Identity, Principal, SignedIn},
    store::{self, sign_in::SignInRecord},
};

/// The query of who is signed in.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ViewerQuery;

/// The query of who is signed in.
#[Object]
impl ViewerQuery {
    /// Who you are: your user, your grants and where you belong.
    async fn viewer(&self, ctx: &Context<'_>) -> Nullable<Viewer> {
        nullable(async {
            let principal = ctx.scope().await?.principal().ok_or_else(AppError::unauthenticated)?;
            // A token may be older than the user's removal.
            let gone = AppError::unauthenticated;
            Ok(match principal {
                Principal::User(user) => Viewer::User(User(ctx.loaders()?.one(user).await?.ok_or_else(gone)?)),
                Principal::Client(client) => Viewer::Client(ServiceClient::find(ctx, client).await?.ok_or_else(gone)?),
                Principal::Nobody => Viewer::Nobody,
            })
        })
        .await
    }
}

/// Who is signed in.
#[derive(Debug)]
pub enum Viewer {
    /// A user.
    User(User),
    /// A service client.
    Client(ServiceClient),
    /// Somebody whom no administrator has linked to a user.
    Nobody,
}

/// Who is signed in.
#[Object]
impl Viewer {
    /// The user; null for a service client, and for an identity that no administrator has linked to a user.
    async fn user(&self) -> Option<User> {
        match self {
            Self::User(user) => Some(user.clone()),
            Self::Client(_) | Self::Nobody => None,
        }
    }

    /// The service client; null for everybody else.
    async fn service_client(&self) -> Option<ServiceClient> {
        match self {
            Self::Client(client) => Some(client.clone()),
            Self::User(_) | Self::Nobody => None,
        }
    }

    /// The sign-in by password that your token belongs to; null for every other token.
    async fn sign_in(&self, ctx: &Context<'_>) -> Nullable<ViewerSignIn> {
        let Ok(Caller::User { signed_in: SignedIn::By(sign_in), .. }) = ctx.session().map(|session| session.caller())
        else {
            return None;
        };
        let sign_in = *sign_in;
        nullable(async {
            let found = ctx
                .read(async move |reading| store::sign_in::own(reading.tx(), reading.scope(), sign_in).await)
                .await?;
            let told = |sign_in: SignInRecord| ViewerSignIn {
                signed_in_at: DateTime(sign_in.created_at),
                expires_at: DateTime(sign_in.expires_at),
            };
            Ok(found.map(told))
        })
        .await
    }

    /// Who you are at the other issuer, if its token signed you in. Tell it to your administrator if `user` is null: he
    /// links it.
    async fn identity(&self, ctx: &Context<'_>) -> Nullable<ViewerIdentity> {
        nullable(async {
            let identity = match ctx.session()?.caller() {
                Caller::Identity { identity, .. } => Some(Arc::clone(identity)),
                Caller::Anonymous | Caller::User { .. } | Caller::Client { .. } | Caller::System(_) => None,
            };
            let told = |identity: Arc<Identity>| ViewerIdentity {
                issuer: identity.issuer.clone(),
                subject: identity.subject.clone(),
            };
            Ok::<Option<ViewerIdentity>, AppError>(identity.map(told))
        })
        .await
    }

    /// The grants (phân quyền) that are valid today, the oldest first.
    async fn grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<GrantConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let today = ctx.session()?.today();
            let page = ctx
                .read(async move |reading| store::grant::own(reading.tx(), reading.scope(), today, &request).await)
                .await?;
            Ok(GrantConnection::new(page.map(Grant)))
        })
        .await
    }

    /// The roles that these grants give, each once.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<Role>, AppError> {
        let mut roles: Vec<GrantRole> = ctx.scope().await?.held().iter().filter_map(|held| held.right.role()).collect();
        roles.sort_unstable();
        roles.dedup();
        Ok(roles.into_iter().map(Into::into).collect())
    }

    /// The units that these grants are on, each once.
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<UnitConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let mut units: Vec<UnitId> = ctx.scope().await?.held().iter().map(|held| held.unit).collect();
            units.sort_unstable();
            units.dedup();
            let place = |unit: UnitId| (vec![Key::Id(unit.uuid())], unit);
            let page = Page::cut(&request, "viewer_units", units.into_iter().map(place).collect())?;
            Ok(UnitConnection::new(Unit::load_page(ctx, page).await?))
        })
        .await
    }

    /// What your own units owe now, most urgent first: open, neither met nor exempt. Your own are those on which you are
    /// VIEWER, REPORTER or APPROVER, without the units below them.
    async fn owes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<ObligationConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let now = Some(ObligationsFilter::owed_now());
            let mut question = obligation::question(ctx, now, ObligationOrder::Urgency, None, request)?;
            let at_home = |held: &&Held| {
                let role = held.right.role();
                matches!(role, None | Some(GrantRole::Viewer | GrantRole::Reporter | GrantRole::Approver))
            };
            question.filter.units =
                Some(ctx.scope().await?.held().iter().filter(at_home).map(|held| held.unit).collect());
            ObligationConnection::found(ctx, question).await
        })
        .await
    }

    /// The day that today is in Vietnam (+07:00), by the server's clock.
    async fn today(&self, ctx: &Context<'_>) -> Result<Date, AppError> {
        Ok(Date(ctx.session()?.today()))
    }
}

/// Who somebody is at another issuer (OpenID Connect).
#[derive(Debug, Clone, SimpleObject)]
pub struct ViewerIdentity {
    /// The issuer, as its tokens name it (`iss`).
    issuer: String,
    /// The subject, as the issuer names it (`sub`).
    subject: String,
}

/// A sign-in by password.
#[derive(Debug, Clone, SimpleObject)]
pub struct ViewerSignIn {
    /// When it began.
    signed_in_at: DateTime,
    /// Until when it may be refreshed at most.
    expires_at: DateTime,
}

/// The name for people of who did something; none for the program itself.
pub(in crate::graphql) async fn display_name(ctx: &Context<'_>, user: Option<UserId>) -> Nullable<String> {
    let user = user?;
    nullable(async { Ok(ctx.loaders()?.one(user).await?.map(|user| user.display_name.clone())) }).await
}
