//! What a reviewer above the unit may change about an obligation.

use chrono::Datelike;

use super::Validity;
use crate::{
    calendar::{Day, Span, Year},
    refusal::{Class, Explain, Lang},
};

/// Why an obligation cannot be exempted or extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// Its plan was revoked; nothing about it counts any more.
    #[error("the obligation's plan was revoked")]
    Revoked,
    /// It is out of all figures already.
    #[error("the obligation is exempt already")]
    Exempt,
    /// The extension would end with the window or before, and so extend nothing.
    #[error("an extension ends after {0}")]
    NotLater(Day),
    /// The extension ends in a year no plan can speak of.
    #[error("an extension ends by the year {max}", max = Year::MAX)]
    TooFar,
}

/// The last day before an obligation closes: an extension moves it, and never lengthens the window itself.
#[must_use]
pub fn closes_on(span: Span, extended_to: Option<Day>) -> Day {
    extended_to.map_or(span.last(), |day| day.max(span.last()))
}

/// Takes an obligation out of all figures.
///
/// # Errors
/// [`ChangeRefusal::Revoked`] and [`ChangeRefusal::Exempt`] when it is in none.
pub fn exempt(validity: Validity) -> Result<Validity, ChangeRefusal> {
    in_force(validity).map(|()| Validity::Exempt)
}

/// Extends an obligation until `until`, and gives the day it then closes on. A later decision replaces an earlier one,
/// also by a nearer day.
///
/// # Errors
/// [`ChangeRefusal`] when the obligation is in no figure, or `until` is not after the window's last day or beyond the
/// year 2200.
pub fn extend(span: Span, validity: Validity, until: Day) -> Result<Day, ChangeRefusal> {
    in_force(validity)?;
    if until <= span.last() {
        return Err(ChangeRefusal::NotLater(span.last()));
    }
    Year::new(until.year()).map_err(|_| ChangeRefusal::TooFar)?;
    Ok(closes_on(span, Some(until)))
}

const fn in_force(validity: Validity) -> Result<(), ChangeRefusal> {
    match validity {
        Validity::InForce => Ok(()),
        Validity::Exempt => Err(ChangeRefusal::Exempt),
        Validity::Revoked => Err(ChangeRefusal::Revoked),
    }
}

impl Explain for ChangeRefusal {
    fn rule(&self) -> &'static str {
        match self {
            Self::Revoked => "obligation.revoked",
            Self::Exempt => "obligation.exempt",
            Self::NotLater(_) => "obligation.extension_not_later",
            Self::TooFar => "obligation.extension_too_far",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Revoked | Self::Exempt => None,
            Self::NotLater(_) | Self::TooFar => Some("until".to_owned()),
        }
    }

    fn class(&self) -> Class {
        if matches!(self, Self::TooFar) { Class::Input } else { Class::Rule }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Revoked => lang
                .pick("Kế hoạch của nghĩa vụ này đã bị thu hồi.", "The plan this obligation comes from was revoked."),
            Self::Exempt => lang.pick("Nghĩa vụ này đã được miễn.", "This obligation is exempt already."),
            Self::NotLater(last) => {
                let last = last.format("%d/%m/%Y");
                lang.pick(
                    format!("Ngày gia hạn phải sau ngày cuối của kỳ ({last})."),
                    format!("An extension must end after the last day of the window ({last})."),
                )
            }
            Self::TooFar => lang.pick(
                format!("Ngày gia hạn không được quá năm {}.", Year::MAX),
                format!("An extension must end by the year {}.", Year::MAX),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn an_extension_ends_after_the_window() {
        let may = span("2025-05-01", "2025-05-31");
        assert_eq!(extend(may, Validity::InForce, day("2025-06-15")), Ok(day("2025-06-15")));
        assert_eq!(extend(may, Validity::InForce, day("2025-05-31")), Err(ChangeRefusal::NotLater(day("2025-05-31"))));
        assert_eq!(extend(may, Validity::InForce, day("2201-01-01")), Err(ChangeRefusal::TooFar));
        assert_eq!(closes_on(may, None), day("2025-05-31"));
        assert_eq!(closes_on(may, Some(day("2025-05-02"))), day("2025-05-31"));
    }

    #[test]
    fn what_is_in_no_figure_is_neither_exempted_nor_extended() {
        let may = span("2025-05-01", "2025-05-31");
        assert_eq!(exempt(Validity::InForce), Ok(Validity::Exempt));
        for (validity, refusal) in
            [(Validity::Exempt, ChangeRefusal::Exempt), (Validity::Revoked, ChangeRefusal::Revoked)]
        {
            assert_eq!(exempt(validity), Err(refusal));
            assert_eq!(extend(may, validity, day("2025-06-15")), Err(refusal));
        }
    }

    #[test]
    fn a_refusal_names_its_rule_and_field_and_speaks_both_languages() {
        for (refusal, rule, field) in [
            (ChangeRefusal::Revoked, "obligation.revoked", None),
            (ChangeRefusal::Exempt, "obligation.exempt", None),
            (ChangeRefusal::NotLater(day("2025-05-31")), "obligation.extension_not_later", Some("until")),
            (ChangeRefusal::TooFar, "obligation.extension_too_far", Some("until")),
        ] {
            assert_eq!((refusal.rule(), refusal.field().as_deref()), (rule, field));
            assert_ne!(refusal.text(Lang::Vi), refusal.text(Lang::En));
        }
    }
}
