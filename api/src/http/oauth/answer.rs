//! What `/oauth` answers (RFC 6749, 5).

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use domain::refusal::Lang;
use serde_json::json;

use crate::{
    auth,
    error::{AppError, Code},
    service::sign_in::{Issued, Refused},
};

/// The words for errors (RFC 6749, 5.2; RFC 7009, 2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    InvalidScope,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedTokenType,
    /// What was sent is too large: `invalid_request`, with a status of its own.
    TooLarge,
    /// What was sent took too long.
    Slow,
    /// Too busy just now; RFC 6749 has the word for another endpoint.
    TemporarilyUnavailable,
    ServerError,
}

/// Why nothing is given out.
#[derive(Debug)]
pub(super) struct Fault {
    kind: Kind,
    vi: String,
    en: String,
    /// The rule that a password breaks.
    rule: Option<&'static str>,
    /// Another attempt is judged after so long.
    wait: TimeDelta,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::InvalidRequest | Self::TooLarge | Self::Slow => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::ServerError => "server_error",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidRequest => ("Yêu cầu không đúng dạng.", "The request is malformed."),
            Self::InvalidClient => ("Ứng dụng hoặc khóa bí mật không đúng.", "The client or its secret is wrong."),
            Self::InvalidGrant => (
                "Thông tin đăng nhập không đúng hoặc không còn hiệu lực.",
                "What you sign in with is wrong, or not good any more.",
            ),
            Self::InvalidScope => ("Phạm vi không hợp lệ.", "The client does not have such a scope."),
            Self::UnauthorizedClient => {
                ("Không đăng nhập bằng mật khẩu ở đây.", "Nobody signs in with a password here.")
            }
            Self::UnsupportedGrantType => ("Cách đăng nhập không được hỗ trợ.", "There is no such way to sign in."),
            Self::UnsupportedTokenType => ("Mã này tự hết hạn.", "A token of this kind ends by itself."),
            Self::TooLarge => ("Yêu cầu quá lớn.", "The request is too large."),
            Self::Slow => ("Yêu cầu gửi quá chậm.", "The request took too long to arrive."),
            Self::TemporarilyUnavailable => ("Hệ thống đang bận; hãy thử lại.", "Too busy just now; try again."),
            Self::ServerError => ("Lỗi của máy chủ.", "A fault of the server."),
        }
    }
}

impl Fault {
    pub(super) fn of(kind: Kind) -> Self {
        let (vi, en) = kind.texts();
        Self { kind, vi: vi.to_owned(), en: en.to_owned(), rule: None, wait: TimeDelta::zero() }
    }

    /// Names the rule that refused.
    fn by(self, rule: &'static str) -> Self {
        Self { rule: Some(rule), ..self }
    }

    pub(super) fn lacks(parameter: &'static str) -> Self {
        let (vi, en) = (format!("Thiếu tham số {parameter}."), format!("The parameter {parameter} is missing."));
        Self { vi, en, ..Self::of(Kind::InvalidRequest) }
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Grant(wait) => Self { wait, ..Self::of(Kind::InvalidGrant) },
            Refused::MustChange => Self {
                vi: "Mật khẩu do người khác đặt: hãy gửi kèm new_password để đổi.".to_owned(),
                en: "Somebody else set the password: send new_password with it to change it.".to_owned(),
                ..Self::of(Kind::InvalidGrant).by("password.must_change")
            },
            Refused::Client => Self::of(Kind::InvalidClient),
            Refused::Scope => Self::of(Kind::InvalidScope),
            Refused::Closed => Self::of(Kind::UnauthorizedClient),
            Refused::Other(error) => error.into(),
        }
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        let kind = match error.code() {
            Code::BadUserInput | Code::RuleViolated => Kind::InvalidRequest,
            Code::Busy => Kind::TemporarilyUnavailable,
            _ => Kind::ServerError,
        };
        match kind {
            Kind::InvalidRequest => Self {
                vi: error.text(Lang::Vi).to_owned(),
                en: error.text(Lang::En).to_owned(),
                rule: error.rule(),
                ..Self::of(kind)
            },
            Kind::TemporarilyUnavailable => Self { wait: TimeDelta::seconds(1), ..Self::of(kind) },
            _ => {
                tracing::error!(cause = ?error.cause(), "a fault of the server at sign-in");
                Self::of(kind)
            }
        }
    }
}

/// What is given out.
pub(super) fn tokens(issued: &Issued) -> Response {
    let mut body = json!({
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": issued.access_life.num_seconds(),
    });
    if let Some(refresh) = &issued.refresh_token {
        body["refresh_token"] = json!(refresh);
    }
    if let Some(scopes) = &issued.scopes {
        body["scope"] = json!(auth::words(scopes));
    }
    (StatusCode::OK, unkept(), Json(body)).into_response()
}

/// That it is done.
pub(super) fn empty() -> Response {
    (StatusCode::OK, unkept()).into_response()
}

/// Why nothing is given out.
pub(super) fn refuse(fault: &Fault, lang: Lang) -> Response {
    let text = lang.pick(fault.vi.as_str(), fault.en.as_str());
    let mut body = json!({ "error": fault.kind.word(), "error_description": text });
    if let Some(rule) = fault.rule {
        body["rule"] = json!(rule);
    }
    let mut headers = unkept();
    if fault.wait > TimeDelta::zero() {
        // Rounded up: whoever waits so long does not come too early.
        let seconds = (fault.wait + TimeDelta::milliseconds(999)).num_seconds();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if fault.kind == Kind::InvalidClient {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"tonghop\""));
    }
    (fault.kind.status(), headers, Json(body)).into_response()
}

/// Nobody on the way keeps what is answered here.
fn unkept() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    headers
}
