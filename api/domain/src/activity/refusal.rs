//! Why the content of an activity report, or a decision on it, is refused.

use crate::{
    calendar::NotAYear,
    quota::{NotATopic, OutOfBounds},
    refusal::{Class, Explain, Lang},
    text::TextError,
};

/// Why an activity report is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum ActivityError {
    /// A text breaks its limits.
    Text(TextError),
    /// A number breaks its limits.
    Number {
        /// The input field.
        field: &'static str,
        /// The number and its limits.
        error: OutOfBounds,
    },
    /// The topic is no code.
    Topic(NotATopic),
    /// The date lies in no year anybody reports on.
    Year(NotAYear),
    /// The activity is dated after today, in Vietnamese days.
    FutureDate,
    /// The unit did not live on the activity's date.
    NotLiving,
    /// No task is named.
    NoTask,
    /// More entries than a list holds.
    TooMany {
        /// The input field.
        field: &'static str,
        /// How many it holds.
        max: usize,
        /// How many there are.
        found: usize,
    },
    /// A list names the same thing twice.
    Repeated {
        /// The later entry.
        field: String,
    },
    /// Not an http or https address with a host and without credentials.
    Address {
        /// The input field.
        field: String,
    },
    /// Not 64 hexadecimal digits.
    Hash {
        /// The input field.
        field: String,
    },
    /// The evidence was captured after now.
    FutureCapture {
        /// The input field.
        field: String,
    },
    /// Neither evidence nor an explanation stands behind what is submitted.
    NoProof,
}

impl From<TextError> for ActivityError {
    fn from(error: TextError) -> Self {
        Self::Text(error)
    }
}

impl From<NotATopic> for ActivityError {
    fn from(error: NotATopic) -> Self {
        Self::Topic(error)
    }
}

impl From<NotAYear> for ActivityError {
    fn from(error: NotAYear) -> Self {
        Self::Year(error)
    }
}

impl Explain for ActivityError {
    fn rule(&self) -> &'static str {
        match self {
            Self::Text(error) => error.rule(),
            Self::Topic(error) => error.rule(),
            Self::Year(error) => error.rule(),
            Self::Number { .. } => "activity.out_of_bounds",
            Self::FutureDate => "activity.future_date",
            Self::NotLiving => "activity.unit_not_living",
            Self::NoTask => "activity.no_task",
            Self::TooMany { .. } => "activity.too_many",
            Self::Repeated { .. } => "activity.repeated",
            Self::Address { .. } => "activity.evidence_address",
            Self::Hash { .. } => "activity.evidence_hash",
            Self::FutureCapture { .. } => "activity.future_capture",
            Self::NoProof => "activity.no_proof",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Text(error) => error.field(),
            Self::Number { field, .. } | Self::TooMany { field, .. } => Some((*field).to_owned()),
            Self::Repeated { field }
            | Self::Address { field }
            | Self::Hash { field }
            | Self::FutureCapture { field } => Some(field.clone()),
            Self::Topic(_) => Some("topic".into()),
            Self::Year(_) | Self::FutureDate | Self::NotLiving => Some("datedOn".into()),
            Self::NoTask => Some("tasks".into()),
            Self::NoProof => Some("evidence".into()),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Text(error) => error.class(),
            Self::FutureDate | Self::NotLiving | Self::FutureCapture { .. } | Self::NoTask | Self::NoProof => {
                Class::Rule
            }
            _ => Class::Input,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Text(error) => error.text(lang),
            Self::Number { error, .. } => error.text(lang),
            Self::Topic(error) => error.text(lang),
            Self::Year(error) => error.text(lang),
            Self::FutureDate => {
                lang.pick("Ngày của hoạt động không được sau hôm nay.", "The activity is dated after today.")
            }
            Self::NotLiving => lang
                .pick("Đơn vị không tồn tại vào ngày của hoạt động.", "The unit did not exist on the activity's date."),
            Self::NoTask => lang.pick("Báo cáo phải thuộc ít nhất một nhiệm vụ.", "A report names at least one task."),
            Self::TooMany { max, found, .. } => lang
                .pick(format!("Có {found} mục, tối đa {max}."), format!("{found} entries, at most {max} are allowed.")),
            Self::Repeated { .. } => lang.pick("Mục này bị lặp lại.", "This entry is named twice."),
            Self::Address { .. } => lang.pick(
                "Địa chỉ phải là http hoặc https, có tên máy chủ, không kèm tài khoản và không có khoảng trắng.",
                "An address is http or https, has a host, no credentials and no blanks.",
            ),
            Self::Hash { .. } => {
                lang.pick("Mã SHA-256 gồm 64 chữ số thập lục phân.", "A SHA-256 is 64 hexadecimal digits.")
            }
            Self::FutureCapture { .. } => {
                lang.pick("Thời điểm lưu tài liệu không được sau hiện tại.", "The evidence was captured after now.")
            }
            Self::NoProof => lang.pick(
                "Cần ít nhất một tài liệu kiểm chứng hoặc lời giải trình để gửi báo cáo.",
                "To submit, give evidence or an explanation.",
            ),
        }
    }
}
