//! One operation, from its document to its answer.

use std::sync::Arc;

use async_graphql::{Request, Response, parser::parse_query};

use super::{ApiSchema, Audience, error, loader::Loaders, nesting, values};
use crate::{
    error::{AppError, Code},
    session::Session,
};

/// How many fragments a document may have. The library's validation calls itself from fragment to fragment, also where no
/// operation reaches them, and would use up the stack of the process.
const MOST_FRAGMENTS: usize = 100;

/// Runs an operation in a session and masks its errors.
///
/// The mask is no extension of the schema: as soon as there is one, whatever it does, the library looks every field of an
/// answer up once more and calls every extension for it.
pub async fn run(schema: &ApiSchema, mut request: Request, session: &Arc<Session>, audience: Audience) -> Response {
    if nesting::is_too_deep(&request.query) {
        return Response::from_errors(vec![error::refusal(too_deep(), None, &audience)]);
    }
    let document = match parse_query(&request.query) {
        Ok(document) => document,
        Err(unreadable) => return Response::from_errors(vec![error::unreadable(unreadable.into(), &audience)]),
    };
    if document.fragments.len() > MOST_FRAGMENTS {
        return Response::from_errors(vec![error::refusal(too_many_fragments(), None, &audience)]);
    }
    if let Err(wrong) = values::check(&document, &mut request) {
        let (refused, at) = *wrong;
        return Response::from_errors(vec![error::refusal(refused, Some(at), &audience)]);
    }
    request.set_parsed_query(document);
    let (loaders, reads) = Loaders::new(session);
    let request = request.data(Arc::clone(session)).data(loaders).data(audience.clone());
    let mut response = reads.drive(schema.execute(request)).await;
    for error in &mut response.errors {
        error::mask(error, &audience);
    }
    response
}

fn too_deep() -> AppError {
    AppError::new(Code::LimitExceeded, "Tài liệu lồng quá 64 cấp.", "The document nests more than 64 levels deep.")
}

fn too_many_fragments() -> AppError {
    AppError::new(Code::LimitExceeded, "Tài liệu có quá 100 fragment.", "The document has more than 100 fragments.")
}
