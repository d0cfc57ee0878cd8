//! What is wrong with a directory.

use super::{CodeScheme, Tier};
use crate::{
    calendar::Day,
    refusal::{Class, Explain, Lang},
};

/// Why units do not make a directory. Units are named by code and name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum UnitError {
    /// A unit without a single version.
    NoVersion {
        /// The unit, by its id.
        unit: String,
    },
    /// Two versions of one unit hold on the same day.
    Overlap {
        /// The unit.
        unit: String,
        /// The first such day.
        day: Day,
    },
    /// A unit stands, perhaps through others, under itself.
    Cycle {
        /// The unit.
        unit: String,
    },
    /// A unit without a parent that may stand there, on the day named.
    ImpossibleParent {
        /// The unit.
        unit: String,
        /// What is said to be its parent; empty if nothing is.
        parent: String,
        /// The first day on which it cannot be; none if it never can.
        day: Option<Day>,
    },
    /// A code that no unit holds.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A code held by two units on the same day.
    DuplicateCode {
        /// The code.
        code: String,
        /// The first such day; none if it is the same list that names it twice.
        day: Option<Day>,
    },
    /// A kind that does not exist at the unit's tier.
    KindMismatch {
        /// The unit.
        unit: String,
        /// The kind.
        kind: String,
        /// The tier.
        tier: Tier,
    },
    /// A code that is not written as its scheme writes codes of that tier.
    BadCode {
        /// The code.
        code: String,
        /// Its scheme.
        scheme: CodeScheme,
        /// The tier.
        tier: Tier,
    },
}

impl Explain for UnitError {
    fn rule(&self) -> &'static str {
        match self {
            Self::NoVersion { .. } => "unit.no_version",
            Self::Overlap { .. } => "unit.overlap",
            Self::Cycle { .. } => "unit.cycle",
            Self::ImpossibleParent { .. } => "unit.impossible_parent",
            Self::UnknownCode { .. } => "unit.unknown_code",
            Self::DuplicateCode { .. } => "unit.duplicate_code",
            Self::KindMismatch { .. } => "unit.kind_mismatch",
            Self::BadCode { .. } => "unit.bad_code",
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::BadCode { .. } => Class::Input,
            _ => Class::Rule,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vietnamese(),
            Lang::En => self.english(),
        }
    }
}

impl UnitError {
    fn vietnamese(&self) -> String {
        let on = |day: &Option<Day>| day.map(|day| format!(" (ngày {day})")).unwrap_or_default();
        match self {
            Self::NoVersion { unit } => format!("{unit}: đơn vị không có phiên bản nào"),
            Self::Overlap { unit, day } => format!("{unit}: hai phiên bản cùng có hiệu lực ngày {day}"),
            Self::Cycle { unit } => format!("{unit}: đơn vị trực thuộc chính mình"),
            Self::ImpossibleParent { unit, parent, day } if parent.is_empty() => {
                format!("{unit}: thiếu đơn vị cấp trên{}", on(day))
            }
            Self::ImpossibleParent { unit, parent, day } => {
                format!("{unit}: không thể trực thuộc {parent}{}", on(day))
            }
            Self::UnknownCode { code } => format!("Không có đơn vị mang mã {code}"),
            Self::DuplicateCode { code, day } => format!("Mã {code} thuộc hai đơn vị{}", on(day)),
            Self::KindMismatch { unit, kind, tier } => {
                format!("{unit}: {} không có loại đơn vị “{kind}”", tier.name(Lang::Vi))
            }
            Self::BadCode { code, scheme, tier } => {
                format!("“{code}” không phải mã {scheme} của đơn vị {}", tier.name(Lang::Vi))
            }
        }
    }

    fn english(&self) -> String {
        let on = |day: &Option<Day>| day.map(|day| format!(" on {day}")).unwrap_or_default();
        match self {
            Self::NoVersion { unit } => format!("{unit}: the unit has no version"),
            Self::Overlap { unit, day } => format!("{unit}: two versions hold on {day}"),
            Self::Cycle { unit } => format!("{unit}: the unit stands under itself"),
            Self::ImpossibleParent { unit, parent, day } if parent.is_empty() => {
                format!("{unit}: no parent is given{}", on(day))
            }
            Self::ImpossibleParent { unit, parent, day } => {
                format!("{unit}: cannot stand under {parent}{}", on(day))
            }
            Self::UnknownCode { code } => format!("no unit holds the code {code}"),
            Self::DuplicateCode { code, day } => format!("the code {code} belongs to two units{}", on(day)),
            Self::KindMismatch { unit, kind, tier } => {
                format!("{unit}: the tier {} has no kind \"{kind}\"", tier.name(Lang::En))
            }
            Self::BadCode { code, scheme, tier } => {
                format!("\"{code}\" is no {scheme} code of the tier {}", tier.name(Lang::En))
            }
        }
    }
}
