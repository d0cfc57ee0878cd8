//! What administrators and users write about users.

use async_graphql::InputObject;
use domain::id;

use crate::{error::AppError, graphql::id::GlobalId, service::user::About};

/// A new user.
#[derive(Debug, InputObject)]
pub(super) struct AddUserInput {
    /// The unique name, with which he signs in: at most 300 characters.
    pub(super) name: String,
    /// The name for people; the unique name when left out.
    pub(super) display_name: Option<String>,
    /// The unit whose administrators administer him; those of the nation when left out.
    pub(super) unit: Option<GlobalId<id::Unit>>,
    /// A password of 12 to 200 characters, which he is to change when he first signs in. It is no part of what makes two
    /// requests with one key the same.
    pub(super) password: Option<String>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Other words about a user.
#[derive(Debug, InputObject)]
pub(super) struct UpdateUserInput {
    /// The user.
    pub(super) id: GlobalId<id::User>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    pub(super) version: i32,
    /// The name for people.
    pub(super) display_name: String,
    /// The unit whose administrators administer him; those of the nation when left out.
    pub(super) unit: Option<GlobalId<id::Unit>>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A user who is to sign in no more.
#[derive(Debug, InputObject)]
pub(super) struct DisableUserInput {
    /// The user.
    pub(super) id: GlobalId<id::User>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    pub(super) version: i32,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A user who may sign in again.
#[derive(Debug, InputObject)]
pub(super) struct EnableUserInput {
    /// The user.
    pub(super) id: GlobalId<id::User>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    pub(super) version: i32,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A user and his new password.
#[derive(Debug, InputObject)]
pub(super) struct SetPasswordInput {
    /// The user.
    pub(super) id: GlobalId<id::User>,
    /// A password of 12 to 200 characters, which he is to change when he next signs in. It is no part of what makes two
    /// requests with one key the same.
    pub(super) password: String,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Your old password and your new one.
#[derive(Debug, InputObject)]
pub(super) struct ChangePasswordInput {
    /// The password you have.
    pub(super) old_password: String,
    /// The password to have from now on: 12 to 200 characters. Neither password is part of what makes two requests with one
    /// key the same.
    pub(super) new_password: String,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A user, and who he is at another issuer.
#[derive(Debug, InputObject)]
pub(super) struct LinkIdentityInput {
    /// The user.
    pub(super) id: GlobalId<id::User>,
    /// The issuer, as its tokens name it (`iss`); `viewer { identity { issuer } }` tells it to him who comes with one.
    pub(super) issuer: String,
    /// The subject, as the issuer names it (`sub`): at most 255 characters.
    pub(super) subject: String,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A link to another issuer that is to be no more.
#[derive(Debug, InputObject)]
pub(super) struct UnlinkIdentityInput {
    /// The link.
    pub(super) id: GlobalId<id::Identity>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Nothing but the key.
#[derive(Debug, Default, InputObject)]
pub(super) struct SignOutInput {
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// The user whom an input names, in the version that was seen.
pub(super) fn about(user: GlobalId<id::User>, version: i32) -> Result<About, AppError> {
    Ok(About { user: user.at("id")?, version })
}
