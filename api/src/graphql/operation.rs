//! One operation, from its document to its answer.

use std::sync::Arc;

use async_graphql::{Request, Response, parser::parse_query};

use super::{ApiSchema, Audience, alone, error, loader::Loaders, nesting, repeated, values, weight};
use crate::{
    error::{AppError, Code},
    session::Session,
};

/// How many fragments a document may have. The library's validation calls itself from fragment to fragment, also where no
/// operation reaches them, and would use up the stack of the process.
const MOST_FRAGMENTS: usize = 100;

/// The longest document, in bytes.
const LONGEST: usize = 20_000;

/// Runs an operation in a session and masks its errors.
///
/// The mask is no extension of the schema: as soon as there is one, whatever it does, the library looks every field of an
/// answer up once more and calls every extension for it.
pub async fn run(schema: &ApiSchema, mut request: Request, session: &Arc<Session>, audience: Audience) -> Response {
    if request.query.len() > LONGEST {
        return Response::from_errors(vec![error::refusal(too_long(), None, &audience)]);
    }
    if nesting::is_too_deep(&request.query) {
        return Response::from_errors(vec![error::refusal(too_deep(), None, &audience)]);
    }
    let mut document = match parse_query(&request.query) {
        Ok(document) => document,
        Err(unreadable) => return Response::from_errors(vec![error::unreadable(unreadable.into(), &audience)]),
    };
    if document.fragments.len() > MOST_FRAGMENTS {
        return Response::from_errors(vec![error::refusal(too_many_fragments(), None, &audience)]);
    }
    if weight::is_too_great(&document, &request.variables) {
        return Response::from_errors(vec![error::refusal(too_heavy(), None, &audience)]);
    }
    alone::keep(&mut document, request.operation_name.as_deref());
    if let Err(wrong) = values::check(&mut document, &mut request) {
        let (refused, at) = *wrong;
        return Response::from_errors(vec![error::refusal(refused, Some(at), &audience)]);
    }
    let operation = alone::asked_for(&document, request.operation_name.as_deref());
    if let Some(at) = operation.and_then(|operation| repeated::place(&document, operation)) {
        return Response::from_errors(vec![error::refusal(asked_twice(), Some(at), &audience)]);
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

fn too_long() -> AppError {
    AppError::new(Code::LimitExceeded, "Tài liệu dài quá 20.000 byte.", "The document is longer than 20,000 bytes.")
}

fn too_heavy() -> AppError {
    AppError::new(
        Code::LimitExceeded,
        "Tài liệu lớn quá 4 MiB khi viết đủ các fragment và giá trị của các biến ở mỗi chỗ dùng.",
        "With its fragments and variables written out wherever they stand, the document comes to more than 4 MiB.",
    )
}

fn asked_twice() -> AppError {
    AppError::new(
        Code::GraphqlValidationFailed,
        "Trong mutation, mỗi trường chỉ được đứng một lần dưới một tên: hãy gộp các phần được hỏi, hoặc đặt bí danh.",
        "A field of a mutation may stand once under one name: put what is asked of it together, or give an alias.",
    )
}

fn too_deep() -> AppError {
    AppError::new(Code::LimitExceeded, "Tài liệu lồng quá 64 cấp.", "The document nests more than 64 levels deep.")
}

fn too_many_fragments() -> AppError {
    AppError::new(Code::LimitExceeded, "Tài liệu có quá 100 fragment.", "The document has more than 100 fragments.")
}
