//! Why a plan cannot bind.

use super::OBLIGATIONS_MAX;
use crate::refusal::{Explain, Lang};

/// Somebody is named who does not stand below the issuer when it counts, or too much would be owed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum Unbindable {
    /// A unit that a quota lists.
    Listed {
        /// The path of the quota's selector.
        field: String,
    },
    /// The unit that owes for all.
    Owner {
        /// The path of the quota's owner.
        field: String,
    },
    /// More than [`OBLIGATIONS_MAX`].
    TooMany {
        /// How many obligations the plan would make.
        count: usize,
    },
}

impl Explain for Unbindable {
    fn rule(&self) -> &'static str {
        match self {
            Self::Listed { .. } => "quota.unit_not_below",
            Self::Owner { .. } => "quota.owner_not_below",
            Self::TooMany { .. } => "plan.too_many_obligations",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Listed { field } | Self::Owner { field } => Some(field.clone()),
            Self::TooMany { .. } => None,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Listed { .. } => lang.pick(
                "Định mức nêu một đơn vị không trực thuộc nơi ban hành trong năm kế hoạch, trong tuần kết thúc vào năm đó hay đến \
                 hạn.",
                "The quota lists a unit that does not stand below the issuer in the plan's year, a week that ends in it, or up to \
                 the due date.",
            ),
            Self::Owner { .. } => lang.pick(
                "Cơ quan chịu trách nhiệm chung không trực thuộc nơi ban hành trong năm kế hoạch, trong tuần kết thúc vào năm đó \
                 hay đến hạn.",
                "The organisation that owes for all does not stand below the issuer in the plan's year, a week that ends in it, \
                 or up to the due date.",
            ),
            Self::TooMany { count } => lang.pick(
                format!(
                    "Kế hoạch làm phát sinh {count} nghĩa vụ (tính thêm từng đơn vị cùng thực hiện định mức chung), \
                     tối đa {OBLIGATIONS_MAX}."
                ),
                format!(
                    "The plan makes {count} obligations (each unit of a set that shares one counted in), at most \
                     {OBLIGATIONS_MAX} are allowed."
                ),
            ),
        }
    }
}
