//! The topic that tells quotas on the same product apart: Trà Bồng asks for a bulletin on PAPI, one on the PAR INDEX and one
//! on the PCI every month (54/KH-UBND, III.2.8c), and one bulletin counts for one of them.

use std::{fmt, str::FromStr};

use crate::refusal::{Class, Explain, Lang};

/// A topic code such as `PAPI` or `PAR_INDEX`: 1 to 40 of `A–Z`, `0–9` and `_`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(String);

/// A text that is no topic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a topic is 1 to {max} of A-Z, 0-9 and _", max = Topic::MAX_LEN)]
pub struct NotATopic;

impl Topic {
    /// The most characters a topic has.
    pub const MAX_LEN: usize = 40;

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Topic {
    type Err = NotATopic;

    fn from_str(text: &str) -> Result<Self, NotATopic> {
        let spelled = text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'));
        if spelled && (1..=Self::MAX_LEN).contains(&text.len()) { Ok(Self(text.to_owned())) } else { Err(NotATopic) }
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Explain for NotATopic {
    fn rule(&self) -> &'static str {
        "quota.topic"
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        let max = Topic::MAX_LEN;
        lang.pick(
            format!("Chủ đề là một mã gồm 1 đến {max} ký tự A–Z, 0–9 và _."),
            format!("A topic is one code of 1 to {max} characters A–Z, 0–9 and _."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_one_code() {
        for text in ["PAPI", "PAR_INDEX", "_", "DTI2025", &"A".repeat(40)] {
            assert_eq!(text.parse::<Topic>().map(|topic| topic.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "papi", "PAR INDEX", "PAR-INDEX", "CĐS", "PCI ", &"A".repeat(41)] {
            assert_eq!(text.parse::<Topic>(), Err(NotATopic), "{text:?}");
        }
    }
}
