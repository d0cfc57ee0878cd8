//! The mask: whatever goes wrong, a client sees a documented code, a sentence in its language and a request id, and
//! never a word of SQL, a path or a type of this program.

use std::{
    any::TypeId,
    sync::{Arc, OnceLock},
};

use async_graphql::{
    ErrorExtensionValues, Request, Response, ServerError, ServerResult, ValidationResult, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextPrepareRequest, NextRequest, NextValidation,
    },
    parser::types::ExecutableDocument,
};
use domain::refusal::Lang;

use crate::error::{AppError, Code};

/// What the mask needs to know of a request.
#[derive(Debug, Clone)]
pub struct Audience {
    /// The language for people.
    pub lang: Lang,
    /// The id in the answer, the log and the audit trail.
    pub request_id: String,
}

/// Makes a [`Mask`] per request.
#[derive(Debug)]
pub struct MaskFactory;

impl ExtensionFactory for MaskFactory {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Mask::default())
    }
}

/// One per request. The library hands a request's own data to hooks only once the request is prepared.
#[derive(Default)]
struct Mask {
    audience: OnceLock<Audience>,
}

#[async_trait::async_trait]
impl Extension for Mask {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        for error in &mut response.errors {
            mask(error, self.audience.get());
        }
        response
    }

    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let audience = request.data.get(&TypeId::of::<Audience>()).and_then(|any| any.downcast_ref::<Audience>());
        if let Some(audience) = audience {
            // Set once: a request is prepared once.
            let _ = self.audience.set(audience.clone());
        }
        next.run(ctx, request).await
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        next.run(ctx, query, variables).await.map_err(|error| coded(error, Code::GraphqlParseFailed))
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let coded_all =
            |errors: Vec<ServerError>| errors.into_iter().map(|error| coded(error, Code::GraphqlValidationFailed));
        next.run(ctx).await.map_err(|errors| coded_all(errors).collect())
    }
}

/// Notes the code of an error that the library itself raised.
fn coded(mut error: ServerError, code: Code) -> ServerError {
    if app_error(&error).is_none() {
        error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.as_str());
    }
    error
}

fn app_error(error: &ServerError) -> Option<&AppError> {
    error.source.as_ref()?.downcast_ref()
}

fn mask(error: &mut ServerError, audience: Option<&Audience>) {
    let lang = audience.map_or(Lang::default(), |audience| audience.lang);
    let mut extensions = ErrorExtensionValues::default();
    if let Some(known) = app_error(error) {
        if let Some(cause) = known.cause() {
            tracing::error!(code = known.code().as_str(), ?cause, "request failed");
        }
        extensions.set("code", known.code().as_str());
        if let Some(field) = known.field() {
            extensions.set("field", field);
        }
        if let Some(rule) = known.rule() {
            extensions.set("rule", rule);
        }
        error.message = known.text(lang).to_owned();
    } else {
        let code = error.extensions.as_ref().and_then(|values| values.get("code")).and_then(|code| match code {
            async_graphql::Value::String(code) => Some(code.clone()),
            _ => None,
        });
        if let Some(code) = code {
            // What the parser and the validator say is about the client's own document.
            extensions.set("code", code);
        } else if is_choice_of_operation(&error.message) {
            extensions.set("code", Code::GraphqlValidationFailed.as_str());
        } else if is_coercion(&error.message) {
            extensions.set("code", Code::BadUserInput.as_str());
        } else {
            tracing::error!(message = error.message, "an error without a code");
            let hidden = AppError::internal("an error without a code");
            extensions.set("code", hidden.code().as_str());
            hidden.text(lang).clone_into(&mut error.message);
        }
    }
    if let Some(audience) = audience {
        extensions.set("requestId", audience.request_id.as_str());
    }
    error.source = None;
    error.extensions = Some(extensions);
}

/// Whether the library says that an input value is not of its type. It raises these while it executes.
fn is_coercion(message: &str) -> bool {
    ["Failed to parse ", "Expected input type ", "Invalid value for ", "Variable "]
        .iter()
        .any(|start| message.starts_with(start))
}

/// Whether the library says that the document has no such operation, or several and none is named. It raises these
/// outside of parsing and validation.
fn is_choice_of_operation(message: &str) -> bool {
    ["Unknown operation named ", "Operation name required"].iter().any(|start| message.starts_with(start))
}
