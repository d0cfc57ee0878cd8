//! The mask: whatever goes wrong, a client sees a documented code, a sentence in its language and a request id, and
//! never a word of SQL, a path or a type of this program.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
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

fn app_error(error: &ServerError) -> Option<&AppError> {
    error.source.as_ref()?.downcast_ref()
}

/// Hides what an error of an answer must not say, and says what it must.
pub(super) fn mask(error: &mut ServerError, audience: &Audience) {
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
        error.message = known.text(audience.lang).to_owned();
    } else if error.path.is_empty() {
        // No field had begun: what the library says is about the client's own document.
        extensions.set("code", Code::GraphqlValidationFailed.as_str());
    } else {
        tracing::error!(message = error.message, "an error without a code");
        let hidden = AppError::internal("an error without a code");
        extensions.set("code", hidden.code().as_str());
        hidden.text(audience.lang).clone_into(&mut error.message);
    }
    extensions.set("requestId", audience.request_id.as_str());
    error.source = None;
    error.extensions = Some(extensions);
}

/// A refusal before anything of a document is run, of a place in it or of the whole.
pub(super) fn refusal(refused: AppError, at: Option<Pos>, audience: &Audience) -> ServerError {
    let mut error = async_graphql::Error::from(refused).into_server_error(Pos::default());
    error.locations = at.into_iter().collect();
    mask(&mut error, audience);
    error
}

/// The error of a document that cannot be read. What the parser says is about the client's own document.
pub(super) fn unreadable(mut error: ServerError, audience: &Audience) -> ServerError {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", Code::GraphqlParseFailed.as_str());
    extensions.set("requestId", audience.request_id.as_str());
    error.extensions = Some(extensions);
    error
}
