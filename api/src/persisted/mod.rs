//! Documents that a client names instead of sending them.
//!
//! *Trusted documents* are known before the server starts: a client's build writes its documents into a manifest, and
//! sends their ids from then on. *Automatic persisted queries* (Apollo) are learned: a client sends the SHA-256 of a
//! document; is it not known, it sends the document too, once.

mod automatic;
mod manifest;
mod trusted;

use std::sync::Arc;

pub use automatic::Automatic;
pub use manifest::ManifestError;
pub use trusted::Trusted;

use self::automatic::Hash;
use crate::error::{AppError, Code};

/// What is run besides trusted documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Others {
    /// Whatever a client sends.
    #[default]
    Welcome,
    /// Nothing.
    Refused,
}

/// The documents that clients can name; without a manifest those that are learned.
#[derive(Debug, Default)]
pub struct Documents {
    trusted: Trusted,
    automatic: Automatic,
    others: Others,
}

/// How a request says which document it is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The document itself (`query`).
    pub text: Option<&'a str>,
    /// The id of a document (`documentId`; or `extensions.persistedQuery.sha256Hash`, which Apollo's clients also send for
    /// the documents of a manifest).
    pub id: Option<&'a str>,
    /// The client's name, of the header `graphql-client-name` or `apollographql-client-name`.
    pub client: Option<&'a str>,
}

/// A document that may be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Of a manifest.
    Trusted(Arc<str>),
    /// Named by its hash, and learned before.
    Learned(Arc<str>),
    /// Sent as it is.
    Sent(Arc<str>),
    /// Sent with its hash, to be learned if it can be run.
    ToLearn(Arc<str>, Hash),
}

impl Found {
    /// The document.
    #[must_use]
    pub const fn text(&self) -> &Arc<str> {
        match self {
            Self::Trusted(text) | Self::Learned(text) | Self::Sent(text) | Self::ToLearn(text, _) => text,
        }
    }
}

impl Documents {
    /// Documents of manifests, and what is run besides.
    #[must_use]
    pub fn new(trusted: Trusted, others: Others) -> Self {
        Self { trusted, automatic: Automatic::default(), others }
    }

    /// The document that a request is about.
    ///
    /// # Errors
    /// `PERSISTED_QUERY_NOT_FOUND` for a hash that is not known yet, `PERSISTED_QUERY_NOT_SUPPORTED` for any that is in no
    /// manifest where nothing else is run; `FORBIDDEN` for a text where only manifests are run; `BAD_USER_INPUT` if there
    /// is neither text nor id, or they do not fit each other.
    pub fn find(&self, asked: Asked<'_>) -> Result<Found, AppError> {
        if let Some(trusted) = asked.id.and_then(|id| self.trusted.get(asked.client, id)) {
            // The id says which document it is; a text beside it may be the same one in other words, and is not run.
            return Ok(Found::Trusted(trusted));
        }
        match (asked.id, asked.text, self.others) {
            (None, None, _) => Err(no_document()),
            (Some(_), _, Others::Refused) => Err(not_supported()),
            (None, Some(_), Others::Refused) => Err(only_trusted()),
            (None, Some(text), Others::Welcome) => Ok(Found::Sent(text.into())),
            (Some(id), None, Others::Welcome) => {
                let hash = Hash::parse(id).ok_or_else(not_found)?;
                self.automatic.get(hash).map(Found::Learned).ok_or_else(not_found)
            }
            (Some(id), Some(text), Others::Welcome) => match Hash::parse(id) {
                Some(hash) if hash == Hash::of(text) => Ok(Found::ToLearn(text.into(), hash)),
                _ => Err(another_hash()),
            },
        }
    }

    /// Learns a document that was sent with its hash and could be run.
    pub fn learn(&self, found: &Found) {
        if let Found::ToLearn(text, hash) = found {
            self.automatic.learn(*hash, Arc::clone(text));
        }
    }
}

/// Apollo's clients know this sentence, in no other language, and send the document then.
fn not_found() -> AppError {
    AppError::new(Code::PersistedQueryNotFound, "PersistedQueryNotFound", "PersistedQueryNotFound")
}

/// Apollo's clients know this sentence, in no other language, and send no more hashes then.
fn not_supported() -> AppError {
    AppError::new(Code::PersistedQueryNotSupported, "PersistedQueryNotSupported", "PersistedQueryNotSupported")
}

fn only_trusted() -> AppError {
    AppError::new(
        Code::Forbidden,
        "Máy chủ này chỉ chạy các tài liệu đã đăng ký.",
        "This server runs the documents of its manifests only.",
    )
}

fn no_document() -> AppError {
    AppError::new(Code::BadUserInput, "Yêu cầu thiếu query.", "The request has no query.").at("query")
}

fn another_hash() -> AppError {
    AppError::new(
        Code::BadUserInput,
        "Mã SHA-256 không phải của tài liệu được gửi.",
        "The SHA-256 is not that of the document sent.",
    )
    .at("extensions.persistedQuery.sha256Hash")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{ viewer { user { name } } }";
    const ANOTHER: &str = "{ viewer { user { id } } }";

    fn hash(text: &str) -> String {
        Hash::of(text).to_string()
    }

    fn documents(others: Others) -> Documents {
        let manifest = format!(r#"{{ "one": {TEXT:?} }}"#);
        let mut trusted = Trusted::default();
        trusted.add("web", manifest.as_bytes()).unwrap();
        Documents::new(trusted, others)
    }

    fn refusal(documents: &Documents, asked: Asked<'_>) -> &'static str {
        documents.find(asked).unwrap_err().code().as_str()
    }

    #[test]
    fn a_hash_is_learned_from_a_document_that_could_be_run() {
        let (documents, hash) = (documents(Others::Welcome), hash(ANOTHER));
        let named = Asked { id: Some(&hash), ..Asked::default() };
        assert_eq!(refusal(&documents, named), "PERSISTED_QUERY_NOT_FOUND");
        let found = documents.find(Asked { text: Some(ANOTHER), ..named }).unwrap();
        // Not before it could be run.
        assert_eq!(refusal(&documents, named), "PERSISTED_QUERY_NOT_FOUND");
        documents.learn(&found);
        assert_eq!(documents.find(named).unwrap(), Found::Learned(ANOTHER.into()));
        let in_capitals = hash.to_uppercase();
        assert_eq!(documents.find(Asked { id: Some(&in_capitals), ..named }).unwrap(), Found::Learned(ANOTHER.into()));
        let prefixed = format!("sha256:{hash}");
        assert_eq!(documents.find(Asked { id: Some(&prefixed), ..named }).unwrap(), Found::Learned(ANOTHER.into()));
    }

    #[test]
    fn a_hash_of_another_document_is_refused_and_not_learned() {
        let (documents, hash) = (documents(Others::Welcome), hash(ANOTHER));
        let asked = Asked { text: Some(TEXT), id: Some(&hash), client: None };
        assert_eq!(refusal(&documents, asked), "BAD_USER_INPUT");
        assert_eq!(refusal(&documents, Asked { id: Some("abc"), ..asked }), "BAD_USER_INPUT");
        assert_eq!(refusal(&documents, Asked { text: None, ..asked }), "PERSISTED_QUERY_NOT_FOUND");
    }

    #[test]
    fn a_document_of_a_manifest_goes_by_its_id() {
        for others in [Others::Welcome, Others::Refused] {
            let documents = documents(others);
            for client in [None, Some("web")] {
                for text in [None, Some(ANOTHER)] {
                    let asked = Asked { text, id: Some("one"), client };
                    assert_eq!(documents.find(asked).unwrap(), Found::Trusted(TEXT.into()));
                }
            }
        }
    }

    #[test]
    fn where_only_manifests_are_run_nothing_else_is() {
        let (documents, hash) = (documents(Others::Refused), hash(TEXT));
        let text = Asked { text: Some(TEXT), ..Asked::default() };
        assert_eq!(refusal(&documents, text), "FORBIDDEN");
        assert_eq!(refusal(&documents, Asked { id: Some(&hash), ..text }), "PERSISTED_QUERY_NOT_SUPPORTED");
        assert_eq!(
            refusal(&documents, Asked { text: None, id: Some("two"), client: None }),
            "PERSISTED_QUERY_NOT_SUPPORTED"
        );
        assert_eq!(
            refusal(&documents, Asked { text: None, id: Some("one"), client: Some("mobile") }),
            "PERSISTED_QUERY_NOT_SUPPORTED"
        );
    }

    #[test]
    fn a_request_names_or_sends_a_document() {
        assert_eq!(refusal(&documents(Others::Welcome), Asked::default()), "BAD_USER_INPUT");
        let sent = documents(Others::Welcome).find(Asked { text: Some(TEXT), ..Asked::default() });
        assert_eq!(sent.unwrap(), Found::Sent(TEXT.into()));
    }
}
