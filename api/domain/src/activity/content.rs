//! The content of an activity report and its limits.

use std::{collections::HashSet, hash::Hash};

use chrono::{DateTime, Datelike, Utc};

use super::{ActivityError, Evidence, EvidenceDraft};
use crate::{
    calendar::{Day, Year, day_of},
    id::TaskId,
    quota::{Bounded, Channel, Minutes, Product, Stage, Topic},
    text::{Lines, TEXT_MAX, TITLE_MAX, clean, clean_optional},
};

/// The most tasks one report names.
pub const TASKS_MAX: usize = 20;
/// The most pieces of evidence one report has.
pub const EVIDENCE_MAX: usize = 20;

/// How many items one report is about.
pub type Quantity = Bounded<1, 10_000>;

/// What a reporter wrote, before any check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The tasks it was done under.
    pub tasks: Vec<TaskId>,
    /// What was made.
    pub product: Product,
    /// Where it reached people.
    pub channels: Vec<Channel>,
    /// What it was about.
    pub topic: Option<String>,
    /// How far it has come.
    pub stage: Stage,
    /// The day of that stage.
    pub dated_on: Day,
    /// How many items.
    pub quantity: i64,
    /// How many minutes one item lasts.
    pub minutes: Option<i64>,
    /// What it is called.
    pub title: String,
    /// What the reporter has to say about it.
    pub explanation: Option<String>,
    /// What proves it.
    pub evidence: Vec<EvidenceDraft>,
}

/// The content of an activity report, within the limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The tasks it was done under: 1 to 20, each once.
    pub tasks: Vec<TaskId>,
    /// What was made.
    pub product: Product,
    /// Where it reached people, each channel once; may be empty. The same item on several channels is one item.
    pub channels: Vec<Channel>,
    /// What it was about.
    pub topic: Option<Topic>,
    /// How far it has come.
    pub stage: Stage,
    /// The day of that stage, in Viet Nam; not after the day on which it was written.
    pub dated_on: Day,
    /// How many items.
    pub quantity: Quantity,
    /// How many minutes one item lasts.
    pub minutes: Option<Minutes>,
    /// What it is called: one line of up to 1,000 characters.
    pub title: String,
    /// What the reporter has to say about it: up to 10,000 characters.
    pub explanation: Option<String>,
    /// What proves it: up to 20, no address twice.
    pub evidence: Vec<Evidence>,
}

impl Draft {
    /// Checks all limits. A report may be kept without proof; see [`Content::check_proof`].
    ///
    /// # Errors
    ///
    /// The first limit broken, with the path of the field at fault as a client writes it (`evidence[2].address`).
    pub fn check(self, now: DateTime<Utc>) -> Result<Content, ActivityError> {
        if self.tasks.is_empty() {
            return Err(ActivityError::NoTask);
        }
        at_most("tasks", TASKS_MAX, self.tasks.len())?;
        distinct("tasks", &self.tasks)?;
        distinct("channels", &self.channels)?;
        Year::new(self.dated_on.year())?;
        if self.dated_on > day_of(now) {
            return Err(ActivityError::FutureDate);
        }
        at_most("evidence", EVIDENCE_MAX, self.evidence.len())?;
        let evidence = self
            .evidence
            .into_iter()
            .enumerate()
            .map(|(index, draft)| draft.check(&format!("evidence[{index}]"), now))
            .collect::<Result<Vec<_>, _>>()?;
        distinct("evidence", &evidence.iter().map(|evidence| &evidence.address).collect::<Vec<_>>())?;
        Ok(Content {
            tasks: self.tasks,
            product: self.product,
            channels: self.channels,
            topic: self.topic.map(|topic| topic.trim().parse()).transpose()?,
            stage: self.stage,
            dated_on: self.dated_on,
            quantity: bounded("quantity", self.quantity)?,
            minutes: self.minutes.map(|minutes| bounded("minutes", minutes)).transpose()?,
            title: clean("title", &self.title, TITLE_MAX, Lines::One)?,
            explanation: clean_optional("explanation", self.explanation.as_deref(), TEXT_MAX, Lines::Many)?,
            evidence,
        })
    }
}

impl Content {
    /// Whether there is something to review: what is submitted needs evidence or a written explanation.
    ///
    /// # Errors
    ///
    /// [`ActivityError::NoProof`] when it has neither.
    pub fn check_proof(&self) -> Result<(), ActivityError> {
        if self.evidence.is_empty() && self.explanation.is_none() { Err(ActivityError::NoProof) } else { Ok(()) }
    }
}

fn at_most(field: &'static str, max: usize, found: usize) -> Result<(), ActivityError> {
    if found > max { Err(ActivityError::TooMany { field, max, found }) } else { Ok(()) }
}

fn distinct<T: Eq + Hash>(field: &str, entries: &[T]) -> Result<(), ActivityError> {
    let mut seen = HashSet::new();
    match entries.iter().position(|entry| !seen.insert(entry)) {
        Some(index) => Err(ActivityError::Repeated { field: format!("{field}[{index}]") }),
        None => Ok(()),
    }
}

fn bounded<const MIN: i64, const MAX: i64>(
    field: &'static str,
    value: i64,
) -> Result<Bounded<MIN, MAX>, ActivityError> {
    Bounded::new(value).map_err(|error| ActivityError::Number { field, error })
}
