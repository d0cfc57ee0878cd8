//! How a rule says no: a stable id for programs, a sentence for people.

/// The language of a message for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the language of the administration.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Picks one of two texts.
    #[must_use]
    pub fn pick(self, vi: impl Into<String>, en: impl Into<String>) -> String {
        match self {
            Self::Vi => vi.into(),
            Self::En => en.into(),
        }
    }
}

/// A refusal that can explain itself. Every error enum of this crate implements it.
pub trait Explain {
    /// The stable id of the rule that refused, such as `activity.future_date`.
    fn rule(&self) -> &'static str;

    /// The input field at fault, as the path a client wrote it in (`tasks[2].no`), if one is.
    fn field(&self) -> Option<String> {
        None
    }

    /// Whether a rule refused what was understood, or the input could not be understood at all.
    fn class(&self) -> Class {
        Class::Rule
    }

    /// The refusal as a sentence.
    fn text(&self, lang: Lang) -> String;
}

/// What kind of refusal it is, which decides the error code a client sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A rule of the domain refuses.
    Rule,
    /// The input is malformed: text, numbers or words that nothing can be made of.
    Input,
    /// Another state than the caller believes.
    Conflict,
}

/// A word that is in no closed vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {vocabulary}: {word:?}")]
pub struct UnknownWord {
    vocabulary: &'static str,
    word: String,
}

impl UnknownWord {
    /// The word, cut to a length that is safe to show.
    #[must_use]
    pub fn new(vocabulary: &'static str, word: &str) -> Self {
        Self { vocabulary, word: word.chars().take(40).collect() }
    }
}
