//! One operation, from its document to its answer.

use std::sync::Arc;

use async_graphql::{Request, Response};

use super::{ApiSchema, Audience, error, loader::Loaders};
use crate::session::Session;

/// Runs an operation in a session and masks its errors.
///
/// The mask is no extension of the schema: as soon as there is one, whatever it does, the library looks every field of an
/// answer up once more and calls every extension for it.
pub async fn run(schema: &ApiSchema, mut request: Request, session: &Arc<Session>, audience: Audience) -> Response {
    if let Err(unreadable) = request.parsed_query() {
        return Response::from_errors(vec![error::unreadable(unreadable, &audience)]);
    }
    let (loaders, reads) = Loaders::new(session);
    let request = request.data(Arc::clone(session)).data(loaders).data(audience.clone());
    let mut response = reads.drive(schema.execute(request)).await;
    for error in &mut response.errors {
        error::mask(error, &audience);
    }
    response
}
