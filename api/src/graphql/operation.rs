//! One operation, from its document to its answer.

use std::sync::Arc;

use async_graphql::{
    Request, Response, ServerError,
    parser::{parse_query, types::OperationType},
};

use super::{ApiSchema, Audience, Limits, alone, error, loader::Loaders, nesting, repeated, values, weight};
use crate::{
    error::{AppError, Code},
    limit::Cost,
    session::Session,
};

/// The longest name of an operation, in characters, that is logged and kept.
const LONGEST_NAME: usize = 100;

/// An operation that was judged and may run.
pub struct Prepared {
    request: Request,
    kind: OperationType,
    name: Option<String>,
    cost: Cost,
}

impl Prepared {
    /// Whether it is a query, a mutation or a subscription.
    #[must_use]
    pub const fn kind(&self) -> OperationType {
        self.kind
    }

    /// Its name in the document, cut where it is too long to be kept.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What it costs.
    #[must_use]
    pub const fn cost(&self) -> Cost {
        self.cost
    }
}

/// Reads a document and judges the operation that is asked for, before anything of it runs.
///
/// # Errors
/// The answer that refuses it.
pub fn prepare(request: Request, limits: &Limits, audience: &Audience) -> Result<Prepared, Box<Response>> {
    judge(request, limits, audience).map_err(|refused| Box::new(Response::from_errors(vec![*refused])))
}

fn judge(mut request: Request, limits: &Limits, audience: &Audience) -> Result<Prepared, Box<ServerError>> {
    let refuse = |refused| Box::new(error::refusal(refused, None, audience));
    if request.query.len() > limits.bytes {
        return Err(refuse(too_long(limits.bytes)));
    }
    if nesting::is_too_deep(&request.query) {
        return Err(refuse(too_deep()));
    }
    let mut document =
        parse_query(&request.query).map_err(|wrong| Box::new(error::unreadable(wrong.into(), audience)))?;
    if document.fragments.len() > limits.fragments {
        return Err(refuse(too_many_fragments(limits.fragments)));
    }
    if weight::is_too_great(&document, &request.variables) {
        return Err(refuse(too_heavy()));
    }
    alone::keep(&mut document, request.operation_name.as_deref());
    values::check(&mut document, &mut request).map_err(|wrong| {
        let (refused, at) = *wrong;
        Box::new(error::refusal(refused, Some(at), audience))
    })?;
    let Some((name, operation)) = alone::asked_for(&document, request.operation_name.as_deref()) else {
        return Err(refuse(no_such_operation()));
    };
    if let Some(at) = repeated::place(&document, operation) {
        return Err(Box::new(error::refusal(asked_twice(), Some(at), audience)));
    }
    let (kind, name) = (operation.ty, name.map(|name| name.chars().take(LONGEST_NAME).collect()));
    request.set_parsed_query(document);
    Ok(Prepared { request, kind, name, cost: Cost(1) })
}

/// Runs an operation in a session and masks its errors.
///
/// The mask is no extension of the schema: as soon as there is one, whatever it does, the library looks every field of an
/// answer up once more and calls every extension for it.
pub async fn execute(schema: &ApiSchema, prepared: Prepared, session: &Arc<Session>, audience: Audience) -> Response {
    let (loaders, reads) = Loaders::new(session);
    let request = prepared.request.data(Arc::clone(session)).data(loaders).data(audience.clone());
    let mut response = reads.drive(schema.execute(request)).await;
    for error in &mut response.errors {
        error::mask(error, &audience);
    }
    response
}

fn too_long(most: usize) -> AppError {
    let (vi, en) = (format!("Tài liệu dài quá {most} byte."), format!("The document is longer than {most} bytes."));
    AppError::new(Code::LimitExceeded, vi, en)
}

fn no_such_operation() -> AppError {
    AppError::new(
        Code::GraphqlValidationFailed,
        "Tài liệu không có thao tác được yêu cầu, hoặc có nhiều thao tác mà không nói chạy thao tác nào.",
        "The document has no such operation, or has several and none is named to run.",
    )
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

fn too_many_fragments(most: usize) -> AppError {
    let (vi, en) =
        (format!("Tài liệu có quá {most} fragment."), format!("The document has more than {most} fragments."));
    AppError::new(Code::LimitExceeded, vi, en)
}
