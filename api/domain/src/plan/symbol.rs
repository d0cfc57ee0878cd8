//! Document symbols (số, ký hiệu): free strings, read when possible.

use crate::calendar::{Day, PartialDate, Precision};

/// A symbol taken apart: `33/KH-UBND`, `336-KH/TU`, `35/2023/UBTVQH15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// The number; `None` where it was left blank: `/KH-UBND`.
    pub number: Option<u32>,
    /// The year, which laws and decrees carry.
    pub year: Option<u16>,
    /// The kind of document: `KH`, `QĐ`, `NQ`.
    pub kind: Option<&'a str>,
    /// Who issued it: `UBND`, `TU`, `UBTVQH15`.
    pub body: &'a str,
}

impl<'a> Symbol<'a> {
    /// Takes a symbol apart, or gives up.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (number, rest) = text.split_once(is_separator)?;
        let number = match number.trim() {
            "" => None,
            digits => Some(whole(digits)?),
        };
        let (year, rest) = match rest.split_once('/') {
            Some((year, rest)) if year.len() == 4 && whole(year).is_some() => (year.parse().ok(), rest),
            _ => (None, rest),
        };
        let (kind, body) = match rest.split_once(is_separator) {
            Some((kind, body)) => (Some(kind.trim()), body.trim()),
            None => (None, rest.trim()),
        };
        let named = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || is_separator(c));
        (named(body) && kind.is_none_or(named)).then_some(Self { number, year, kind, body })
    }
}

const fn is_separator(c: char) -> bool {
    matches!(c, '/' | '-')
}

/// Digits alone: `parse` takes a sign, too.
fn whole(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// What identifies an act among issued plans: a symbol with a number, and a whole date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActKey {
    /// The symbol, as printed.
    pub symbol: String,
    /// The day it was issued.
    pub issued_on: Day,
}

/// The key of an act, if it is known well enough to be found: two plans with a blank number, or dated by month only,
/// cannot be told apart. Several issuers may share a key, so whoever looks one up must also look at the issuer.
#[must_use]
pub fn act_key(symbol: Option<&str>, issued_on: Option<PartialDate>) -> Option<ActKey> {
    let issued_on = issued_on.filter(|date| date.precision() == Precision::Day)?.first_day();
    let symbol = symbol.filter(|symbol| Symbol::parse(symbol).is_some_and(|parts| parts.number.is_some()))?;
    Some(ActKey { symbol: symbol.to_owned(), issued_on })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::testing::day;

    #[test]
    fn symbols_are_read_in_all_the_forms_the_plans_print() {
        for (text, expected) in [
            ("33/KH-UBND", (Some(33), None, Some("KH"), "UBND")),
            ("/KH-UBND", (None, None, Some("KH"), "UBND")),
            ("03/NQ-CP", (Some(3), None, Some("NQ"), "CP")),
            ("1588/QĐ-TTg", (Some(1588), None, Some("QĐ"), "TTg")),
            ("52-CTr/TU", (Some(52), None, Some("CTr"), "TU")),
            ("336-KH/TU", (Some(336), None, Some("KH"), "TU")),
            ("141/KH-BCĐTKNQ18", (Some(141), None, Some("KH"), "BCĐTKNQ18")),
            ("35/2023/UBTVQH15", (Some(35), Some(2023), None, "UBTVQH15")),
            ("09/2019/NĐ-CP", (Some(9), Some(2019), Some("NĐ"), "CP")),
            ("12/KH-UBND-NC", (Some(12), None, Some("KH"), "UBND-NC")),
        ] {
            let (number, year, kind, body) = expected;
            assert_eq!(Symbol::parse(text), Some(Symbol { number, year, kind, body }), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        for text in
            ["", "/", "33", "33/", "số 33/KH-UBND", "33a/KH-UBND", "-1/", "33/KH-", "99999999999/KH-UBND", "1/?-X"]
        {
            assert_eq!(Symbol::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_act_is_found_by_a_numbered_symbol_and_a_whole_date() {
        let key = |symbol, date: &str| act_key(symbol, date.parse().ok());
        assert_eq!(
            key(Some("82/KH-UBND"), "2025-04-17"),
            Some(ActKey { symbol: "82/KH-UBND".into(), issued_on: day("2025-04-17") })
        );
        for (symbol, date) in [
            (None, "2025-04-17"),
            (Some("82/KH-UBND"), ""),
            (Some("82/KH-UBND"), "2025"),
            (Some("82/KH-UBND"), "2025-04"),
            (Some("/KH-UBND"), "2025-04-17"),
            (Some("Đề án 06"), "2025-04-17"),
        ] {
            assert_eq!(key(symbol, date), None, "{symbol:?} {date}");
        }
    }

    proptest! {
        #[test]
        fn no_symbol_panics(text in "\\PC{0,12}|[0-9KHUBND/-]{0,12}") {
            let _ = Symbol::parse(&text);
        }
    }
}
