//! One operation, from its document to its answer.

use std::sync::Arc;

use async_graphql::{
    Pos, Request, Response, Value,
    parser::{parse_query, types::OperationType},
};

use super::{
    ApiSchema, Audience, Limits,
    error::{self, Refused},
    loader::Loaders,
    rate_limit::{Charge, told},
    values,
    variable::Given,
    walk,
};
use crate::{
    error::{AppError, Code},
    limit::{Cost, Standing},
    session::Session,
};

/// The longest name of an operation, in characters, that is logged and kept.
const LONGEST_NAME: usize = 100;

/// An operation that was judged and may run.
pub struct Prepared {
    request: Request,
    kind: OperationType,
    name: Option<String>,
    charge: Charge,
    limits: Limits,
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
        self.charge.cost
    }

    /// Notes how the caller's bucket stands after the cost was taken.
    #[must_use]
    pub const fn charged(mut self, standing: Standing) -> Self {
        self.charge.standing = Some(standing);
        self
    }

    /// What the answer says of its cost, in `extensions.cost`.
    #[must_use]
    pub fn told(&self) -> Value {
        told(self.charge, &self.limits)
    }
}

/// Reads a document and judges the operation that is asked for, before anything of it runs.
///
/// # Errors
/// The answer that refuses it.
pub fn prepare(request: Request, limits: &Limits, audience: &Audience) -> Result<Prepared, Box<Response>> {
    let refuse = |refused: Refused| Response::from_errors(vec![error::refusal(*refused, audience)]);
    let prepared = judge(request, limits).map_err(|refused| Box::new(refuse(refused)))?;
    if prepared.charge.cost > limits.cost {
        let refused = refuse(walk::too_costly(prepared.charge.cost, limits.cost));
        return Err(Box::new(refused.extension("cost", told(prepared.charge, limits))));
    }
    Ok(prepared)
}

fn judge(mut request: Request, limits: &Limits) -> Result<Prepared, Refused> {
    if request.query.len() > limits.bytes {
        return Err(too_long(limits.bytes));
    }
    walk::check_nesting(&request.query)?;
    let mut document = parse_query(&request.query).map_err(|wrong| error::unreadable(&wrong))?;
    walk::over(document.operations.iter().count(), limits.operations, ("thao tác", "operations"))?;
    walk::over(document.fragments.len(), limits.fragments, ("fragment", "fragments"))?;
    let asked = request.operation_name.clone();
    walk::keep(&mut document, asked.as_deref())?;
    let Some((name, operation)) = walk::asked_for(&document, asked.as_deref()) else {
        return Err(no_such_operation());
    };
    walk::over(operation.variable_definitions.len(), limits.variables, ("biến", "variables"))?;
    let (kind, name) = (operation.ty, name.map(|name| name.chars().take(LONGEST_NAME).collect()));
    let given = Given::new(&operation.variable_definitions, &request.variables);
    let cost = walk::measure(&document, operation, &given, limits)?.cost();
    if let Some(at) = walk::asked_twice(&document, operation) {
        return Err(asked_twice(at));
    }
    // What costs too much is refused for that, whatever its values are: there may be very many.
    if cost <= limits.cost {
        values::check(&mut document, &mut request)?;
    }
    request.set_parsed_query(document);
    Ok(Prepared { request, kind, name, charge: Charge { cost, standing: None }, limits: *limits })
}

/// Runs an operation in a session and masks its errors.
///
/// The mask is no extension of the schema: as soon as there is one, whatever it does, the library looks every field of an
/// answer up once more and calls every extension for it.
pub async fn execute(schema: &ApiSchema, prepared: Prepared, session: &Arc<Session>, audience: Audience) -> Response {
    let (loaders, reads) = Loaders::new(session);
    let Prepared { request, charge, limits, .. } = prepared;
    let request = request.data(Arc::clone(session)).data(loaders).data(audience.clone()).data(charge);
    let mut response = reads.drive(schema.execute(request)).await;
    error::mask_all(&mut response.errors, &audience);
    response.extension("cost", told(charge, &limits))
}

fn too_long(most: usize) -> Refused {
    let (vi, en) = (format!("Tài liệu dài quá {most} byte."), format!("The document is longer than {most} bytes."));
    Box::new((AppError::new(Code::LimitExceeded, vi, en), None))
}

fn no_such_operation() -> Refused {
    let refused = AppError::new(
        Code::GraphqlValidationFailed,
        "Tài liệu không có thao tác được yêu cầu, hoặc có nhiều thao tác mà không nói chạy thao tác nào.",
        "The document has no such operation, or has several and none is named to run.",
    );
    Box::new((refused, None))
}

fn asked_twice(at: Pos) -> Refused {
    let refused = AppError::new(
        Code::GraphqlValidationFailed,
        "Trong mutation, mỗi trường chỉ được đứng một lần dưới một tên: hãy gộp các phần được hỏi, hoặc đặt bí danh.",
        "A field of a mutation may stand once under one name: put what is asked of it together, or give an alias.",
    );
    Box::new((refused, Some(at)))
}
