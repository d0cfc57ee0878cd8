//! Why a request is not run as it was sent, and with which status it is answered.

use std::{collections::BTreeMap, time::Duration};

use async_graphql::Value;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};

use crate::error::{AppError, Code};

/// A request that is refused as a whole.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) error: Box<AppError>,
    /// What the status asks for besides.
    pub(super) header: Option<(HeaderName, HeaderValue)>,
    /// What the answer tells besides.
    pub(super) extensions: BTreeMap<String, Value>,
}

impl Refusal {
    fn new(status: StatusCode, error: AppError) -> Self {
        Self { status, error: Box::new(error), header: None, extensions: BTreeMap::new() }
    }

    fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, HeaderValue::from_static(value)));
        self
    }

    /// Tells something besides.
    pub(super) fn telling(mut self, name: &str, value: Value) -> Self {
        self.extensions.insert(name.to_owned(), value);
        self
    }

    /// The caller asked for more than his share. A whole second is the least that the header can say.
    pub(super) fn too_many(wait: Duration) -> Self {
        let seconds = wait.as_millis().div_ceil(1_000).max(1);
        let mut refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, AppError::rate_limited());
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        refusal.header = Some((header::RETRY_AFTER, HeaderValue::from(seconds)));
        refusal
    }

    /// A parameter is not what it should be.
    pub(super) fn bad(error: AppError) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    /// The document is not one that is run here, or none.
    pub(super) fn of_document(error: AppError) -> Self {
        let status = if error.code() == Code::Forbidden { StatusCode::FORBIDDEN } else { StatusCode::BAD_REQUEST };
        Self::new(status, error)
    }

    /// The body broke off.
    pub(super) fn broken_off() -> Self {
        Self::bad(AppError::new(Code::BadUserInput, "Thân yêu cầu bị đứt giữa chừng.", "The body broke off."))
    }

    /// The token is present and bad. It does not say why: whoever forges tokens learns nothing.
    pub(super) fn unauthenticated() -> Self {
        let error = AppError::new(Code::Unauthenticated, "Mã truy cập không hợp lệ.", "The token is not valid.");
        Self::new(StatusCode::UNAUTHORIZED, error).with(header::WWW_AUTHENTICATE, "Bearer")
    }

    /// The path takes other methods.
    pub(super) fn not_allowed() -> Self {
        let error = AppError::new(
            Code::BadUserInput,
            "Chỉ nhận GET và POST ở địa chỉ này.",
            "This address takes GET and POST.",
        );
        Self::new(StatusCode::METHOD_NOT_ALLOWED, error).with(header::ALLOW, "GET, HEAD, POST")
    }

    /// A document that writes, sent where nothing is written.
    pub(super) fn only_by_post() -> Self {
        let error = AppError::new(
            Code::BadUserInput,
            "GET chỉ dùng cho query; hãy gửi mutation bằng POST.",
            "GET is for queries; send a mutation by POST.",
        );
        Self::new(StatusCode::METHOD_NOT_ALLOWED, error).with(header::ALLOW, "POST")
    }

    /// The client takes nothing that there is.
    pub(super) fn not_acceptable() -> Self {
        let error = AppError::new(
            Code::BadUserInput,
            "Kết quả chỉ có dạng application/graphql-response+json hoặc application/json.",
            "The answer is application/graphql-response+json or application/json.",
        );
        Self::new(StatusCode::NOT_ACCEPTABLE, error)
    }

    /// The body did not come in time.
    pub(super) fn slow() -> Self {
        let error = AppError::new(Code::Busy, "Thân yêu cầu đến quá chậm.", "The body did not come in time.");
        Self::new(StatusCode::REQUEST_TIMEOUT, error).with(header::CONNECTION, "close")
    }

    /// The body is too large.
    pub(super) fn too_large() -> Self {
        let error = AppError::new(Code::LimitExceeded, "Thân yêu cầu lớn quá 1 MiB.", "The body has more than 1 MiB.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, error).with(header::CONNECTION, "close")
    }

    /// The body is of another kind.
    pub(super) fn unsupported() -> Self {
        let error = AppError::new(
            Code::BadUserInput,
            "Thân yêu cầu phải là application/json, mã UTF-8, không nén.",
            "The body must be application/json, in UTF-8, not compressed.",
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
    }

    /// There is too much to do.
    pub(super) fn busy() -> Self {
        Self::come_again(AppError::busy())
    }

    /// It took too long.
    pub(super) fn late() -> Self {
        Self::come_again(AppError::new(
            Code::Busy,
            "Yêu cầu chạy quá thời hạn và đã bị dừng.",
            "The request took too long and was stopped.",
        ))
    }

    fn come_again(error: AppError) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error).with(header::RETRY_AFTER, "1")
    }
}
