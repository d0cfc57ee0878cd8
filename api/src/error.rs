//! What a client is told when something is refused or fails.

use std::sync::Arc;

use domain::refusal::{Class, Explain, Lang};

use crate::store::StoreError;

/// The stable word for a kind of error, in `errors[].extensions.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Sign in first.
    Unauthenticated,
    /// It is visible to you, but this you may not do.
    Forbidden,
    /// It does not exist, or you may not see it.
    NotFound,
    /// The input is malformed.
    BadUserInput,
    /// Somebody else was faster, or the key was used before with other input.
    Conflict,
    /// A rule of the domain refuses; `rule` names it.
    RuleViolated,
    /// The caller asked for more than his share; later there is enough again.
    RateLimited,
    /// Too busy just now; the same request may be sent again.
    Busy,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// The document asks for too much.
    LimitExceeded,
    /// The document with this hash is not known yet: send it along, once.
    PersistedQueryNotFound,
    /// No document but those of the server's manifests is run.
    PersistedQueryNotSupported,
    /// A fault of the server.
    Internal,
}

impl Code {
    /// Whether it is about the id of a document: a client then sends the document itself.
    #[must_use]
    pub const fn is_about_an_id(self) -> bool {
        matches!(self, Self::PersistedQueryNotFound | Self::PersistedQueryNotSupported)
    }

    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Conflict => "CONFLICT",
            Self::RuleViolated => "RULE_VIOLATED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Busy => "BUSY",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error as the outside may see it, with its cause kept for the log.
///
/// It is deliberately not `Display`: whatever is `Display` becomes client text in `async_graphql`.
#[derive(Debug, Clone)]
pub struct AppError {
    code: Code,
    vi: String,
    en: String,
    field: Option<String>,
    rule: Option<&'static str>,
    cause: Option<Arc<dyn std::fmt::Debug + Send + Sync>>,
}

impl AppError {
    /// An error of any code, in both languages.
    #[must_use]
    pub fn new(code: Code, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, vi: vi.into(), en: en.into(), field: None, rule: None, cause: None }
    }

    /// Names the input field at fault.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Names the input object in which the field at fault stands.
    #[must_use]
    pub fn under(mut self, input: &str) -> Self {
        self.field = Some(self.field.map_or_else(|| input.to_owned(), |field| format!("{input}.{field}")));
        self
    }

    /// Calls the input field at fault what `name` calls it.
    #[must_use]
    pub fn called(mut self, name: impl FnOnce(&str) -> String) -> Self {
        self.field = self.field.as_deref().map(name);
        self
    }

    /// Names the rule that refused.
    #[must_use]
    pub const fn by(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Names the file in which it was found.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.vi = format!("{file}: {}", self.vi);
        self.en = format!("{file}: {}", self.en);
        self
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Cần đăng nhập.", "Sign in first.")
    }

    /// Visible, but not allowed.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden, "Không có quyền thực hiện việc này.", "You are not allowed to do this.")
    }

    /// Not there, or hidden: one answer for both.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "Không tìm thấy.", "Not found.")
    }

    /// The caller saw an older version than the stored one.
    #[must_use]
    pub fn stale_version() -> Self {
        Self::new(
            Code::Conflict,
            "Dữ liệu đã được người khác thay đổi; hãy tải lại.",
            "Somebody else changed it meanwhile; read it again.",
        )
        .at("version")
    }

    /// The idempotency key was used with another input.
    #[must_use]
    pub fn idempotency_conflict() -> Self {
        Self::new(
            Code::Conflict,
            "Khóa chống lặp đã được dùng cho một yêu cầu khác.",
            "The idempotency key was used for another request.",
        )
        .at("idempotencyKey")
    }

    /// There is not enough in the caller's bucket.
    #[must_use]
    pub fn rate_limited() -> Self {
        Self::new(
            Code::RateLimited,
            "Bạn đã hỏi quá nhiều trong thời gian ngắn; hãy đợi rồi thử lại.",
            "You asked for too much in a short time; wait, then try again.",
        )
    }

    /// A cursor that is not of the list it is used on.
    #[must_use]
    pub fn foreign_cursor() -> Self {
        Self::new(Code::BadUserInput, "Con trỏ không thuộc danh sách này.", "The cursor is not of this list.")
    }

    /// There is too much to do just now.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(Code::Busy, "Hệ thống đang bận; hãy thử lại.", "Too busy just now; try again.")
    }

    /// A fault of the server; `cause` is for the log only.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Debug + Send + Sync + 'static) -> Self {
        let mut error = Self::new(Code::Internal, "Lỗi của máy chủ.", "A fault of the server.");
        error.cause = Some(Arc::new(cause));
        error
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// The input field at fault.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The rule that refused.
    #[must_use]
    pub const fn rule(&self) -> Option<&'static str> {
        self.rule
    }

    /// What really happened, for the log.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn std::fmt::Debug + Send + Sync)> {
        self.cause.as_deref()
    }
}

impl<E: Explain> From<E> for AppError {
    fn from(refusal: E) -> Self {
        let code = match refusal.class() {
            Class::Rule => Code::RuleViolated,
            Class::Input => Code::BadUserInput,
            Class::Conflict => Code::Conflict,
        };
        let mut error = Self::new(code, refusal.text(Lang::Vi), refusal.text(Lang::En)).by(refusal.rule());
        error.field = refusal.field();
        error
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => {
                let mut busy = Self::busy();
                busy.cause = Some(Arc::new(error));
                busy
            }
            StoreError::Taken(_) => {
                let mut taken = Self::stale_version();
                taken.field = None;
                taken.cause = Some(Arc::new(error));
                taken
            }
            StoreError::ForeignCursor => Self::foreign_cursor(),
            StoreError::Corrupt(_) | StoreError::Database(_) => Self::internal(error),
        }
    }
}

/// Hands the error to `async_graphql` whole; the mask turns it into what the client sees.
impl From<AppError> for async_graphql::Error {
    fn from(error: AppError) -> Self {
        let mut carried = Self::new(error.code.as_str());
        carried.source = Some(Arc::new(error));
        carried
    }
}
