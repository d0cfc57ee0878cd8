//! Administering service clients.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::TimeDelta;
use domain::id;

use super::ServiceClient;
use crate::{
    error::{AppError, Code},
    graphql::{
        context::Request,
        default::OrDefault,
        id::GlobalId,
        nullable::{Nullable, nullable},
        once::once,
        word::ClientScope,
    },
    service::service_client::{self, About, NewClient},
};

/// For how many hours the old secret may stay good.
const LONGEST_OVERLAP: i32 = 720;

/// A new service client.
#[derive(Debug, InputObject)]
pub(super) struct AddServiceClientInput {
    /// Its name for people: at most 300 characters.
    name: String,
    /// The unit its scopes hold on.
    unit: GlobalId<id::Unit>,
    /// What it may do there; at least one.
    scopes: Vec<ClientScope>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A service client that is to have another secret.
#[derive(Debug, InputObject)]
pub(super) struct RotateServiceClientSecretInput {
    /// The client.
    id: GlobalId<id::ServiceClient>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// For how many hours the secret it has stays good, 0 to 720: as long as it takes to put the new one in its place. At
    /// once when left out.
    #[graphql(default)]
    overlap_hours: OrDefault<i32>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// A service client that is to ask no more.
#[derive(Debug, InputObject)]
pub(super) struct DisableServiceClientInput {
    /// The client.
    id: GlobalId<id::ServiceClient>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// What `addServiceClient` did.
#[derive(Debug, SimpleObject)]
pub struct AddServiceClientPayload {
    /// The client.
    service_client: ServiceClient,
    /// Its secret. It is told this once and kept nowhere: null when the mutation is repeated with the same key. If the
    /// answer was lost, let the client have another.
    secret: Option<String>,
}

/// What `rotateServiceClientSecret` did.
#[derive(Debug, SimpleObject)]
pub struct RotateServiceClientSecretPayload {
    /// The client as it is now.
    service_client: ServiceClient,
    /// Its new secret. It is told this once and kept nowhere: null when the mutation is repeated with the same key. If the
    /// answer was lost, let the client have another.
    secret: Option<String>,
}

/// What `disableServiceClient` did.
#[derive(Debug, SimpleObject)]
pub struct DisableServiceClientPayload {
    /// The client as it is now.
    service_client: ServiceClient,
}

/// Mutations of service clients.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ServiceClientMutation;

/// Mutations of service clients.
#[Object]
impl ServiceClientMutation {
    /// Adds a service client on a unit, for an ADMINISTRATOR of that unit or of one above, and tells its secret.
    async fn add_service_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client.")] input: AddServiceClientInput,
    ) -> Nullable<AddServiceClientPayload> {
        nullable(async {
            let once = once(ctx, "addServiceClient", &input)?;
            let scopes = input.scopes.into_iter().map(Into::into).collect();
            let new = NewClient { name: &input.name, unit: input.unit.at("unit")?, scopes };
            let told = service_client::create(ctx.session()?, once, new).await?;
            let service_client = ServiceClient::written(ctx, told.client).await?;
            Ok(AddServiceClientPayload { service_client, secret: told.secret })
        })
        .await
    }

    /// Gives a service client another secret, for an ADMINISTRATOR over its unit, and tells it. Two are good at a time at
    /// most.
    async fn rotate_service_client_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client, and how long its old secret stays good.")] input: RotateServiceClientSecretInput,
    ) -> Nullable<RotateServiceClientSecretPayload> {
        nullable(async {
            let once = once(ctx, "rotateServiceClientSecret", &input)?;
            let hours = input.overlap_hours.0;
            if !(0..=LONGEST_OVERLAP).contains(&hours) {
                let (vi, en) = ("Phải từ 0 đến 720 giờ.", "From 0 to 720 hours.");
                return Err(AppError::new(Code::BadUserInput, vi, en).at("overlapHours"));
            }
            let about = About { client: input.id.at("id")?, version: input.version };
            let overlap = TimeDelta::hours(i64::from(hours));
            let told = service_client::rotate(ctx.session()?, once, about, overlap).await?;
            let service_client = ServiceClient::written(ctx, told.client).await?;
            Ok(RotateServiceClientSecretPayload { service_client, secret: told.secret })
        })
        .await
    }

    /// Lets a service client ask no more, at once and for good, for an ADMINISTRATOR over its unit.
    async fn disable_service_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client.")] input: DisableServiceClientInput,
    ) -> Nullable<DisableServiceClientPayload> {
        nullable(async {
            let once = once(ctx, "disableServiceClient", &input)?;
            let about = About { client: input.id.at("id")?, version: input.version };
            let client = service_client::disable(ctx.session()?, once, about).await?;
            Ok(DisableServiceClientPayload { service_client: ServiceClient::written(ctx, client).await? })
        })
        .await
    }
}
