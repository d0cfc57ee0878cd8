//! When a task is to be done, as the plan says it.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Weekday};

use crate::{
    calendar::{Day, Year},
    plan::{
        PlanError, PlanFault,
        field::{bounded, maybe_prose, plausible},
    },
    quota::Bounded,
    word::words,
};

words! {
    /// How a plan says when a task is to be done.
    pub enum TimingKind {
        /// Thường xuyên: all the time, or in a rhythm the text tells.
        Continuous = "CONTINUOUS",
        /// In the year.
        Year = "YEAR",
        /// In one quarter, or in each.
        Quarter = "QUARTER",
        /// By a day or on it; the text tells which.
        Date = "DATE",
        /// Before a month begins.
        BeforeMonth = "BEFORE_MONTH",
        /// At a fixed time every week.
        WeeklySlot = "WEEKLY_SLOT",
        /// The plan says nothing.
        Unstated = "UNSTATED",
    }
}

/// A time as somebody wrote it: every part that is given must belong to the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimingDraft {
    /// The kind.
    pub kind: TimingKind,
    /// The year meant; any kind may name it.
    pub year: Option<Year>,
    /// QUARTER: 1 to 4.
    pub quarter: Option<i64>,
    /// DATE: the day. `BEFORE_MONTH`: the first day of the month.
    pub date: Option<Day>,
    /// `WEEKLY_SLOT`: 1 (Monday) to 7.
    pub weekday: Option<i64>,
    /// `WEEKLY_SLOT`: the time of day, `HH:MM`.
    pub at: Option<String>,
    /// The plan's own words.
    pub text: Option<String>,
}

/// When a task is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// The time.
    pub when: When,
    /// The year meant, where the plan names one.
    pub year: Option<Year>,
    /// The plan's own words, up to 10,000 characters.
    pub text: Option<String>,
}

/// The parts of a time, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// All the time.
    Continuous,
    /// In the year.
    Year,
    /// In the quarter of that number, 1 to 4; without a number in each quarter of the year.
    Quarter(Option<u8>),
    /// By that day, or on it.
    Date(Day),
    /// Before that day, which is the first of a month.
    BeforeMonth(Day),
    /// Every week on that day, at that time where one is given.
    WeeklySlot(Weekday, Option<TimeOfDay>),
    /// The plan says nothing.
    Unstated,
}

impl When {
    /// The kind.
    #[must_use]
    pub const fn kind(self) -> TimingKind {
        match self {
            Self::Continuous => TimingKind::Continuous,
            Self::Year => TimingKind::Year,
            Self::Quarter(_) => TimingKind::Quarter,
            Self::Date(_) => TimingKind::Date,
            Self::BeforeMonth(_) => TimingKind::BeforeMonth,
            Self::WeeklySlot(..) => TimingKind::WeeklySlot,
            Self::Unstated => TimingKind::Unstated,
        }
    }
}

impl TimingDraft {
    pub(super) fn check(&self, at: &str) -> Result<Timing, PlanError> {
        self.refuse_strangers(at)?;
        let missing = |part| PlanFault::TimingPart(self.kind).at(format!("{at}.{part}"));
        let when = match self.kind {
            TimingKind::Continuous => When::Continuous,
            TimingKind::Year => When::Year,
            TimingKind::Quarter => When::Quarter(self.quarter.map(|number| quarter(at, number)).transpose()?),
            TimingKind::Date => When::Date(date(at, self.date.ok_or_else(|| missing("date"))?)?),
            TimingKind::BeforeMonth => {
                let date = date(at, self.date.ok_or_else(|| missing("date"))?)?;
                if date.day() != 1 {
                    return Err(PlanFault::NotFirstOfMonth.at(format!("{at}.date")));
                }
                When::BeforeMonth(date)
            }
            TimingKind::WeeklySlot => {
                let day = weekday(at, self.weekday.ok_or_else(|| missing("weekday"))?)?;
                When::WeeklySlot(day, self.at.as_deref().map(|text| time_of_day(at, text)).transpose()?)
            }
            TimingKind::Unstated => When::Unstated,
        };
        Ok(Timing { when, year: self.year, text: maybe_prose(&format!("{at}.text"), self.text.as_deref())? })
    }

    /// Refuses a part that says nothing in a time of this kind.
    fn refuse_strangers(&self, at: &str) -> Result<(), PlanError> {
        use TimingKind::{BeforeMonth, Date, Quarter, WeeklySlot};
        let parts = [
            ("quarter", self.quarter.is_some(), self.kind == Quarter),
            ("date", self.date.is_some(), matches!(self.kind, Date | BeforeMonth)),
            ("weekday", self.weekday.is_some(), self.kind == WeeklySlot),
            ("at", self.at.is_some(), self.kind == WeeklySlot),
        ];
        match parts.into_iter().find(|(_, given, belongs)| *given && !belongs) {
            Some((part, ..)) => Err(PlanFault::TimingPart(self.kind).at(format!("{at}.{part}"))),
            None => Ok(()),
        }
    }
}

fn date(at: &str, day: Day) -> Result<Day, PlanError> {
    plausible(&format!("{at}.date"), day)
}

fn quarter(at: &str, number: i64) -> Result<u8, PlanError> {
    let number: Bounded<1, 4> = bounded(&format!("{at}.quarter"), number)?;
    // 1 to 4 fits.
    Ok(number.get().to_le_bytes()[0])
}

fn weekday(at: &str, number: i64) -> Result<Weekday, PlanError> {
    let number: Bounded<1, 7> = bounded(&format!("{at}.weekday"), number)?;
    let after_monday = number.get() - 1;
    Ok((0..after_monday).fold(Weekday::Mon, |day, _| day.succ()))
}

fn time_of_day(at: &str, text: &str) -> Result<TimeOfDay, PlanError> {
    text.parse().map_err(|NotATimeOfDay| PlanFault::TimeOfDay.at(format!("{at}.at")))
}

/// A time of day in Viet Nam, to the minute: `17:15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

/// A text that is no time from 00:00 to 23:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time of day is written 00:00 to 23:59")]
pub struct NotATimeOfDay;

impl FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let two_digits = |part: &str, below: u8| {
            let number: u8 = part.parse().ok()?;
            (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) && number < below).then_some(number)
        };
        let (hour, minute) = text.split_once(':').ok_or(NotATimeOfDay)?;
        let hour = two_digits(hour, 24).ok_or(NotATimeOfDay)?;
        let minute = two_digits(minute, 60).ok_or(NotATimeOfDay)?;
        Ok(Self { hour, minute })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}
