//! What people call a window.

use chrono::Datelike;

use super::{Span, WindowKind};
use crate::refusal::Lang;

const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];

/// The name of a full window of that kind, as a sentence would use it: `tháng 5/2025`, `quý II/2025`,
/// `tuần 28/4–4/5/2025`; in English `May 2025`, `quarter II of 2025`, `week of 28 April – 4 May 2025`.
#[must_use]
pub fn label(kind: WindowKind, window: Span, lang: Lang) -> String {
    let (month, year) = (window.last().month(), window.last().year());
    match (kind, lang) {
        (WindowKind::Week, Lang::Vi) => format!("tuần {}", days_vi(window)),
        (WindowKind::Week, Lang::En) => format!("week of {}", days_en(window)),
        (WindowKind::MonthWeek, Lang::Vi) => format!("ngày {}", days_vi(window)),
        (WindowKind::MonthWeek, Lang::En) => days_en(window),
        (WindowKind::Month, Lang::Vi) => format!("tháng {month}/{year}"),
        (WindowKind::Month, Lang::En) => window.last().format("%B %Y").to_string(),
        (WindowKind::Quarter, Lang::Vi) => format!("quý {}/{year}", quarter(window)),
        (WindowKind::Quarter, Lang::En) => format!("quarter {} of {year}", quarter(window)),
        (WindowKind::HalfYear, Lang::Vi) => format!("6 tháng {} năm {year}", if month <= 6 { "đầu" } else { "cuối" }),
        (WindowKind::HalfYear, Lang::En) => format!("{} half of {year}", if month <= 6 { "first" } else { "second" }),
        (WindowKind::Year, Lang::Vi) => format!("năm {year}"),
        (WindowKind::Year, Lang::En) => format!("year {year}"),
        (WindowKind::Once, Lang::Vi) => format!("đến ngày {}", window.last().format("%-d/%-m/%Y")),
        (WindowKind::Once, Lang::En) => format!("by {}", window.last().format("%-d %B %Y")),
    }
}

fn quarter(window: Span) -> &'static str {
    // A month has a quarter from 1 to 4.
    ROMAN[window.last().quarter() as usize - 1]
}

/// `28/4–4/5/2025`: what both ends share is written once.
fn days_vi(window: Span) -> String {
    let first = window.first().format(if same_month(window) {
        "%-d"
    } else if same_year(window) {
        "%-d/%-m"
    } else {
        "%-d/%-m/%Y"
    });
    format!("{first}–{}", window.last().format("%-d/%-m/%Y"))
}

/// `28 April – 4 May 2025`: what both ends share is written once.
fn days_en(window: Span) -> String {
    let last = window.last().format("%-d %B %Y");
    if same_month(window) {
        format!("{}–{last}", window.first().day())
    } else {
        format!("{} – {last}", window.first().format(if same_year(window) { "%-d %B" } else { "%-d %B %Y" }))
    }
}

fn same_month(window: Span) -> bool {
    same_year(window) && window.first().month() == window.last().month()
}

fn same_year(window: Span) -> bool {
    window.first().year() == window.last().year()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::testing::*;

    #[test]
    fn a_window_is_named_as_people_name_it() {
        use WindowKind as K;
        for (kind, first, last, vi, en) in [
            (K::Week, "2025-04-28", "2025-05-04", "tuần 28/4–4/5/2025", "week of 28 April – 4 May 2025"),
            (K::Week, "2025-05-05", "2025-05-11", "tuần 5–11/5/2025", "week of 5–11 May 2025"),
            (
                K::Week,
                "2024-12-30",
                "2025-01-05",
                "tuần 30/12/2024–5/1/2025",
                "week of 30 December 2024 – 5 January 2025",
            ),
            (K::MonthWeek, "2025-03-22", "2025-03-31", "ngày 22–31/3/2025", "22–31 March 2025"),
            (K::Month, "2025-05-01", "2025-05-31", "tháng 5/2025", "May 2025"),
            (K::Quarter, "2025-04-01", "2025-06-30", "quý II/2025", "quarter II of 2025"),
            (K::Quarter, "2025-10-01", "2025-12-31", "quý IV/2025", "quarter IV of 2025"),
            (K::HalfYear, "2025-01-01", "2025-06-30", "6 tháng đầu năm 2025", "first half of 2025"),
            (K::HalfYear, "2025-07-01", "2025-12-31", "6 tháng cuối năm 2025", "second half of 2025"),
            (K::Year, "2025-01-01", "2025-12-31", "năm 2025", "year 2025"),
            (K::Once, "2024-01-01", "2024-04-20", "đến ngày 20/4/2024", "by 20 April 2024"),
        ] {
            assert_eq!(label(kind, span(first, last), Lang::Vi), vi);
            assert_eq!(label(kind, span(first, last), Lang::En), en);
        }
    }
}
