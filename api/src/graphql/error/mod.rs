//! The mask: whatever goes wrong, a client sees a documented code, a sentence in its language and a request id, and
//! never a word of SQL, a path or a type of this program.

mod wording;

use async_graphql::{ErrorExtensionValues, Pos, ServerError, parser};
use domain::refusal::Lang;

pub(super) use wording::short;

use crate::error::{AppError, Code};

/// What the mask needs to know of a request.
#[derive(Debug, Clone)]
pub struct Audience {
    /// The language for people.
    pub lang: Lang,
    /// The id in the answer, the log and the audit trail.
    pub request_id: String,
}

/// Why a document is refused before anything of it runs, and at which place in it.
pub(super) type Refused = Box<(AppError, Option<Pos>)>;

/// The most errors that are told of a document that does not fit the schema.
const MOST: usize = 10;

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
        wording::of_validation(&error.message).text(audience.lang).clone_into(&mut error.message);
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

/// Hides and says the same of all errors of an answer. Of a document that does not fit the schema there may be thousands:
/// the first are told, and how many more there are.
pub(super) fn mask_all(errors: &mut Vec<ServerError>, audience: &Audience) {
    let more = errors.len().saturating_sub(MOST);
    let never_ran = errors.iter().all(|error| error.path.is_empty() && app_error(error).is_none());
    if never_ran {
        errors.truncate(MOST);
    }
    for error in &mut *errors {
        mask(error, audience);
    }
    if never_ran && more > 0 {
        let (vi, en) = (format!("Và {more} lỗi nữa."), format!("And {more} more errors."));
        errors.push(refusal((AppError::new(Code::GraphqlValidationFailed, vi, en), None), audience));
    }
}

/// A refusal before anything of a document is run, of a place in it or of the whole.
pub(super) fn refusal((refused, at): (AppError, Option<Pos>), audience: &Audience) -> ServerError {
    let mut error = async_graphql::Error::from(refused).into_server_error(Pos::default());
    error.locations = at.into_iter().collect();
    mask(&mut error, audience);
    error
}

/// Why a document cannot be read.
pub(super) fn unreadable(wrong: &parser::Error) -> Refused {
    Box::new((wording::of_parser(wrong), wrong.positions().next()))
}
