//! Administering users, and what each does for himself.

use async_graphql::{Context, Object, SimpleObject};
use domain::id::UserId;

use super::{
    User,
    input::{
        AddUserInput, ChangePasswordInput, DisableUserInput, EnableUserInput, LinkIdentityInput, SetPasswordInput,
        SignOutInput, UnlinkIdentityInput, UpdateUserInput, about,
    },
};
use crate::{
    auth::Passwords,
    error::AppError,
    graphql::{
        context::Request,
        id::optional,
        nullable::{Nullable, nullable},
        once::once,
        scalar::DateTime,
    },
    service::user::{self, NewUser, Said},
};

/// Declares what mutations of users answer with.
macro_rules! payloads {
    ($($(#[$meta:meta])* $payload:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, SimpleObject)]
            pub struct $payload {
                /// The user as he is now.
                user: User,
            }

            impl $payload {
                /// Reads the user anew, after the write.
                async fn of(ctx: &Context<'_>, user: UserId) -> Result<Self, AppError> {
                    Ok(Self { user: User::written(ctx, user).await? })
                }
            }
        )+
    };
}

payloads! {
    /// What `addUser` did.
    AddUserPayload,
    /// What `updateUser` did.
    UpdateUserPayload,
    /// What `disableUser` did.
    DisableUserPayload,
    /// What `enableUser` did.
    EnableUserPayload,
    /// What `setPassword` did.
    SetPasswordPayload,
    /// What `linkIdentity` did.
    LinkIdentityPayload,
    /// What `unlinkIdentity` did.
    UnlinkIdentityPayload,
}

/// What `changePassword` did.
#[derive(Debug, SimpleObject)]
pub struct ChangePasswordPayload {
    /// When.
    changed_at: DateTime,
}

/// What `signOut` did.
#[derive(Debug, SimpleObject)]
pub struct SignOutPayload {
    /// When. Your next request needs a new sign-in.
    signed_out_at: DateTime,
}

/// Mutations of users.
#[derive(Debug, Default)]
pub(in crate::graphql) struct UserMutation;

/// Mutations of users.
#[Object]
impl UserMutation {
    /// Adds a user, for an ADMINISTRATOR of his unit or of one above. He may do nothing before he is given a grant.
    async fn add_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] input: AddUserInput,
    ) -> Nullable<AddUserPayload> {
        nullable(async {
            let once = once(ctx, "addUser", &input)?;
            let unit = optional(input.unit, "unit")?;
            let new = NewUser { name: &input.name, display_name: input.display_name.as_deref(), unit };
            let given = input.password.as_deref();
            let user = user::create(ctx.session()?, once, Passwords::of_process(), new, given).await?;
            AddUserPayload::of(ctx, user).await
        })
        .await
    }

    /// Gives a user another name for people and another unit, for an ADMINISTRATOR over both units.
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user and what is said of him.")] input: UpdateUserInput,
    ) -> Nullable<UpdateUserPayload> {
        nullable(async {
            let once = once(ctx, "updateUser", &input)?;
            let said = Said { display_name: input.display_name, unit: optional(input.unit, "unit")? };
            let user = user::change(ctx.session()?, once, about(input.id, input.version)?, said).await?;
            UpdateUserPayload::of(ctx, user).await
        })
        .await
    }

    /// Lets another user sign in no more (khóa), for an ADMINISTRATOR over his unit. What he is signed in with ends at once.
    async fn disable_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] input: DisableUserInput,
    ) -> Nullable<DisableUserPayload> {
        nullable(async {
            let once = once(ctx, "disableUser", &input)?;
            let user = user::disable(ctx.session()?, once, about(input.id, input.version)?).await?;
            DisableUserPayload::of(ctx, user).await
        })
        .await
    }

    /// Lets a user sign in again (mở khóa), for an ADMINISTRATOR over his unit and over every unit on which he holds a grant,
    /// today or later.
    async fn enable_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] input: EnableUserInput,
    ) -> Nullable<EnableUserPayload> {
        nullable(async {
            let once = once(ctx, "enableUser", &input)?;
            let user = user::enable(ctx.session()?, once, about(input.id, input.version)?).await?;
            EnableUserPayload::of(ctx, user).await
        })
        .await
    }

    /// Sets another user's password (đặt lại mật khẩu), for an ADMINISTRATOR over his unit and over every unit on which he
    /// holds a grant, today or later. What he is signed in with ends at once, and he changes it when he next signs in.
    async fn set_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user and the password.")] input: SetPasswordInput,
    ) -> Nullable<SetPasswordPayload> {
        nullable(async {
            let once = once(ctx, "setPassword", &input)?;
            let new = (input.id.at("id")?, input.password.as_str());
            let user = user::set_password(ctx.session()?, once, Passwords::of_process(), new).await?;
            SetPasswordPayload::of(ctx, user).await
        })
        .await
    }

    /// Changes your own password (đổi mật khẩu). Everything else that you are signed in with ends.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old password and the new one.")] input: ChangePasswordInput,
    ) -> Nullable<ChangePasswordPayload> {
        nullable(async {
            let once = once(ctx, "changePassword", &input)?;
            let words = (input.old_password.as_str(), input.new_password.as_str());
            user::change_password(ctx.session()?, once, Passwords::of_process(), words).await?;
            Ok(ChangePasswordPayload { changed_at: DateTime(ctx.session()?.now()) })
        })
        .await
    }

    /// Says which user somebody is whom another issuer knows, for an ADMINISTRATOR over his unit and over every unit on which
    /// he holds a grant, today or later.
    async fn link_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user and who he is there.")] input: LinkIdentityInput,
    ) -> Nullable<LinkIdentityPayload> {
        nullable(async {
            let once = once(ctx, "linkIdentity", &input)?;
            let identity = (input.issuer.as_str(), input.subject.as_str());
            let user = user::link(ctx.session()?, once, input.id.at("id")?, identity).await?;
            LinkIdentityPayload::of(ctx, user).await
        })
        .await
    }

    /// Takes such a link away, for an ADMINISTRATOR over the user's unit. Who comes with that identity is nobody at once.
    async fn unlink_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] input: UnlinkIdentityInput,
    ) -> Nullable<UnlinkIdentityPayload> {
        nullable(async {
            let once = once(ctx, "unlinkIdentity", &input)?;
            let user = user::unlink(ctx.session()?, once, input.id.at("id")?).await?;
            UnlinkIdentityPayload::of(ctx, user).await
        })
        .await
    }

    /// Ends everything you are signed in with, wherever it is (đăng xuất mọi nơi), this too.
    async fn sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Nothing but the key.")] input: SignOutInput,
    ) -> Nullable<SignOutPayload> {
        nullable(async {
            let once = once(ctx, "signOut", &input)?;
            user::sign_out(ctx.session()?, once).await?;
            Ok(SignOutPayload { signed_out_at: DateTime(ctx.session()?.now()) })
        })
        .await
    }
}
