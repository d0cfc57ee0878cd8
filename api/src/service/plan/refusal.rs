//! Why a plan is refused that is well formed: what it says does not fit what is recorded.

use domain::{
    calendar::Day,
    plan::PlanState,
    refusal::{Class, Explain, Lang},
    unit::Tier,
};

/// Why a plan is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum PlanRefusal {
    /// A plan of the same issuer, symbol, date and title was issued before.
    Exists,
    /// Such a plan was issued before with another content.
    Changed,
    /// The issuer does not live on the day the plan counts from.
    IssuerNotLiving(Day),
    /// What is named to be carried out is not an issued plan, or a task of one.
    NotIssued {
        /// The path of the link.
        field: String,
        /// Where the plan stands.
        state: PlanState,
    },
}

impl Explain for PlanRefusal {
    fn rule(&self) -> &'static str {
        match self {
            Self::Exists => "plan.exists",
            Self::Changed => "plan.changed",
            Self::IssuerNotLiving(_) => "plan.issuer_not_living",
            Self::NotIssued { .. } => "plan.link_not_issued",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Exists | Self::Changed => None,
            Self::IssuerNotLiving(_) => Some("issuedOn".into()),
            Self::NotIssued { field, .. } => Some(field.clone()),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Exists | Self::Changed => Class::Conflict,
            _ => Class::Rule,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Exists => lang.pick(
                "Kế hoạch cùng nơi ban hành, số ký hiệu, ngày và tên đã được ban hành.",
                "A plan of the same issuer, symbol, date and title was issued before.",
            ),
            Self::Changed => lang.pick(
                "Kế hoạch này đã được ban hành với nội dung khác; kế hoạch đã ban hành không thay đổi.",
                "This plan was issued before with another content; an issued plan does not change.",
            ),
            Self::IssuerNotLiving(day) => {
                let day = day.format("%d/%m/%Y");
                lang.pick(
                    format!("Đơn vị ban hành không tồn tại vào ngày {day}."),
                    format!("The issuer does not exist on {day}."),
                )
            }
            Self::NotIssued { state, .. } => lang.pick(
                format!("Kế hoạch được dẫn đang ở trạng thái {state}; chỉ dẫn được kế hoạch đã ban hành."),
                format!("The plan referred to is {state}; only an issued one can be carried out."),
            ),
        }
    }
}

/// Why the issuer that a plan file names is not the one recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum IssuerRefusal {
    /// The code names no unit in that edition.
    Unknown {
        /// The code.
        code: String,
        /// A day of the edition.
        day: Day,
    },
    /// The unit has another name.
    Name {
        /// The name recorded.
        recorded: String,
    },
    /// The unit is of another tier.
    Tier {
        /// The tier recorded.
        recorded: Tier,
    },
    /// The unit lies in another province, or in another district.
    Elsewhere {
        /// Whether it is about the province or the district.
        field: &'static str,
        /// The code recorded, if there is such a unit above it.
        recorded: Option<String>,
    },
}

impl Explain for IssuerRefusal {
    fn rule(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "plan.issuer_unknown",
            Self::Name { .. } | Self::Tier { .. } | Self::Elsewhere { .. } => "plan.issuer_differs",
        }
    }

    fn field(&self) -> Option<String> {
        let part = match self {
            Self::Unknown { .. } => "code",
            Self::Name { .. } => "name",
            Self::Tier { .. } => "level",
            Self::Elsewhere { field, .. } => field,
        };
        Some(format!("issuer.{part}"))
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Unknown { code, day } => {
                let day = day.format("%d/%m/%Y");
                lang.pick(
                    format!("không có đơn vị nào mang mã {code} vào ngày {day}"),
                    format!("no unit has the code {code} on {day}"),
                )
            }
            Self::Name { recorded } => {
                lang.pick(format!("đơn vị mang mã này là {recorded}"), format!("the unit with this code is {recorded}"))
            }
            Self::Tier { recorded } => lang.pick(
                format!("đơn vị mang mã này thuộc {}", recorded.name(Lang::Vi)),
                format!("the unit with this code is a {}", recorded.name(Lang::En)),
            ),
            Self::Elsewhere { recorded: Some(code), .. } => {
                lang.pick(format!("đơn vị này thuộc mã {code}"), format!("the unit lies in {code}"))
            }
            Self::Elsewhere { recorded: None, .. } => {
                lang.pick("đơn vị này không thuộc đơn vị nào ở cấp đó", "the unit lies in none of that tier")
            }
        }
    }
}
