//! Why an import is refused.

use super::{IdentityError, Input, LineageError, Located};
use crate::{
    refusal::{Class, Explain, Lang},
    unit::UnitError,
};

/// Why editions are not entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum ImportError {
    /// The successions do not connect the two editions.
    Lineage(Located<LineageError>),
    /// The directory and the files disagree about which units are one.
    Identity(IdentityError),
    /// The units would make no directory.
    Directory(UnitError),
}

impl ImportError {
    /// The file and line to blame, if it is one line.
    #[must_use]
    pub const fn place(&self) -> Option<(Input, u64)> {
        match self {
            Self::Lineage(Located { input, line, .. }) => Some((*input, *line)),
            Self::Identity(_) | Self::Directory(_) => None,
        }
    }

    fn reason(&self) -> &dyn Explain {
        match self {
            Self::Lineage(located) => &located.error,
            Self::Identity(error) => error,
            Self::Directory(error) => error,
        }
    }
}

impl Explain for ImportError {
    fn rule(&self) -> &'static str {
        self.reason().rule()
    }

    fn class(&self) -> Class {
        self.reason().class()
    }

    fn text(&self, lang: Lang) -> String {
        self.reason().text(lang)
    }
}
