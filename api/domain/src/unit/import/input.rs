//! What an import reads: two adjoining editions and the successions between them.

use super::{Edition, SuccessionRecord};
use crate::{
    calendar::Day,
    refusal::{Class, Explain, Lang},
};

/// The files of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The edition of the old order.
    First,
    /// The edition of the new order.
    Second,
    /// What became of the units of the first.
    Successions,
}

/// Something wrong at one line of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<E> {
    /// The file.
    pub input: Input,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong.
    pub error: E,
}

/// The turn from one edition to the next: the last day of the first and, right after it, the first day of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    last: Day,
    first: Day,
}

/// Two editions between which days are missing or told twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub struct NotAdjoining {
    /// The last day of the first edition.
    pub valid_to: Day,
    /// The first day of the second edition.
    pub valid_from: Day,
}

/// All that one import says.
#[derive(Debug, Clone, Copy)]
pub struct Editions<'a> {
    /// The territories of the old order.
    pub first: &'a Edition,
    /// The territories of the new order.
    pub second: &'a Edition,
    /// What became of the first.
    pub successions: &'a [SuccessionRecord],
    /// When the one gave way to the other.
    pub turn: Turn,
}

impl<E> Located<E> {
    pub(super) const fn at(input: Input, line: u64, error: E) -> Self {
        Self { input, line, error }
    }
}

impl Turn {
    /// The turn between an edition valid to one day and an edition valid from the next.
    ///
    /// # Errors
    ///
    /// [`NotAdjoining`] unless the second begins on the day after the first ends.
    pub fn new(valid_to: Day, valid_from: Day) -> Result<Self, NotAdjoining> {
        if valid_to.succ_opt() == Some(valid_from) {
            Ok(Self { last: valid_to, first: valid_from })
        } else {
            Err(NotAdjoining { valid_to, valid_from })
        }
    }

    /// The last day of the old order.
    #[must_use]
    pub const fn last_old(self) -> Day {
        self.last
    }

    /// The first day of the new order.
    #[must_use]
    pub const fn first_new(self) -> Day {
        self.first
    }
}

impl Explain for NotAdjoining {
    fn rule(&self) -> &'static str {
        "unit.bad_day"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let Self { valid_to, valid_from } = self;
        lang.pick(
            format!("Danh mục mới bắt đầu ngày {valid_from}, không phải ngay sau ngày {valid_to}"),
            format!("the second edition begins on {valid_from}, not on the day after {valid_to}"),
        )
    }
}
