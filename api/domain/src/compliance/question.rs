//! Which figures may be asked for: over which days, and as of which day.

use chrono::Months;

use crate::{
    calendar::{Day, EmptySpan, Span},
    refusal::{Class, Explain, Lang},
};

/// Over how many years figures are given at most.
const MOST_YEARS: u32 = 10;

/// The day a figure speaks of, and with it what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AsOf {
    /// Today: everything that was contributed.
    Today(Day),
    /// A day in the past: only plans issued and contributions dated up to it, as they are known now.
    Past(Day),
}

/// Why figures are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionRefusal {
    /// Nobody knows the figures of a day to come.
    #[error("the day asked about is after {today}")]
    FutureDay {
        /// The day after which nothing is known.
        today: Day,
    },
    /// The span ends before it begins.
    #[error(transparent)]
    EmptySpan(#[from] EmptySpan),
    /// The span is longer than figures are given for.
    #[error("a span has at most {MOST_YEARS} years")]
    LongSpan,
}

impl AsOf {
    /// The day `on`, asked about `today`.
    ///
    /// # Errors
    /// [`QuestionRefusal::FutureDay`] when `on` is after `today`.
    pub fn new(on: Day, today: Day) -> Result<Self, QuestionRefusal> {
        match on.cmp(&today) {
            std::cmp::Ordering::Less => Ok(Self::Past(on)),
            std::cmp::Ordering::Equal => Ok(Self::Today(on)),
            std::cmp::Ordering::Greater => Err(QuestionRefusal::FutureDay { today }),
        }
    }

    /// The day itself.
    #[must_use]
    pub const fn day(self) -> Day {
        match self {
            Self::Today(day) | Self::Past(day) => day,
        }
    }
}

/// The days over which figures are asked for, both ends included: at most ten years.
///
/// # Errors
/// [`QuestionRefusal`] when the span is empty or too long.
pub fn period(from: Day, to: Day) -> Result<Span, QuestionRefusal> {
    let span = Span::new(from, to)?;
    match from.checked_add_months(Months::new(12 * MOST_YEARS)) {
        Some(end) if to < end => Ok(span),
        _ => Err(QuestionRefusal::LongSpan),
    }
}

impl Explain for QuestionRefusal {
    fn rule(&self) -> &'static str {
        match self {
            Self::FutureDay { .. } => "compliance.future_day",
            Self::EmptySpan(empty) => empty.rule(),
            Self::LongSpan => "compliance.long_span",
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            Self::FutureDay { .. } => "on",
            Self::EmptySpan(_) | Self::LongSpan => "to",
        };
        Some(field.to_owned())
    }

    fn class(&self) -> Class {
        Class::Input
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::FutureDay { today } => {
                let today = today.format("%d/%m/%Y");
                lang.pick(
                    format!("Chưa có số liệu sau ngày hôm nay ({today})."),
                    format!("There are no figures of a day after today ({today})."),
                )
            }
            Self::EmptySpan(empty) => empty.text(lang),
            Self::LongSpan => lang.pick(
                format!("Khoảng thời gian tối đa là {MOST_YEARS} năm."),
                format!("Figures are given over at most {MOST_YEARS} years."),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn a_day_to_come_is_refused() {
        let today = day("2025-08-14");
        assert_eq!(AsOf::new(today, today), Ok(AsOf::Today(today)));
        assert_eq!(AsOf::new(day("2025-08-13"), today), Ok(AsOf::Past(day("2025-08-13"))));
        let refused = AsOf::new(day("2025-08-15"), today).expect_err("refused");
        assert_eq!((refused.rule(), refused.field().as_deref()), ("compliance.future_day", Some("on")));
        assert_eq!(refused.text(Lang::Vi), "Chưa có số liệu sau ngày hôm nay (14/08/2025).");
    }

    #[test]
    fn figures_are_given_over_ten_years_and_not_over_more() {
        let first = day("2024-02-29");
        assert_eq!(period(first, day("2034-02-27")), Ok(span("2024-02-29", "2034-02-27")));
        assert_eq!(period(first, day("2034-02-28")), Err(QuestionRefusal::LongSpan));
        assert_eq!(period(first, first), Ok(span("2024-02-29", "2024-02-29")));
        let refused = period(first, day("2024-02-28")).expect_err("refused");
        assert_eq!((refused.rule(), refused.field().as_deref()), ("calendar.empty_span", Some("to")));
    }
}
