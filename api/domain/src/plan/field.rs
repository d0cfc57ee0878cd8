//! The checks that fields of plans, tasks and quotas share. Every `field` is a path as a client writes it.

use std::{
    collections::{BTreeSet, HashSet},
    hash::Hash,
};

use super::{PlanError, PlanFault};
use crate::{
    calendar::{Day, PartialDate},
    quota::Bounded,
    text::{Lines, NAME_MAX, TEXT_MAX, TITLE_MAX, clean, clean_optional},
};

/// The longest key, in characters.
const KEY_MAX: usize = 40;

/// The keys of the organisations a plan declares.
pub(crate) struct Keys(BTreeSet<String>);

impl Keys {
    pub(super) fn new<'a>(keys: impl IntoIterator<Item = &'a str>) -> Self {
        Self(keys.into_iter().map(str::to_owned).collect())
    }

    /// The key of a declared organisation.
    pub(crate) fn known(&self, field: &str, key: &str) -> Result<String, PlanError> {
        if self.0.contains(key) {
            Ok(key.to_owned())
        } else {
            let key = key.chars().take(KEY_MAX).collect();
            Err(PlanFault::UnknownOrganisation(key).at(field))
        }
    }
}

/// Checks every entry of a list under its own path, `field[0]` and so on.
pub(crate) fn each<T, U>(
    field: &str,
    max: usize,
    entries: &[T],
    mut check: impl FnMut(&str, &T) -> Result<U, PlanError>,
) -> Result<Vec<U>, PlanError> {
    at_most(field, max, entries.len())?;
    entries.iter().enumerate().map(|(index, entry)| check(&format!("{field}[{index}]"), entry)).collect()
}

pub(crate) fn at_most(field: &str, max: usize, found: usize) -> Result<(), PlanError> {
    if found > max { Err(PlanFault::TooMany { max, found }.at(field)) } else { Ok(()) }
}

/// A set: no entry twice.
pub(crate) fn distinct<T: Eq + Hash>(field: &str, entries: &[T]) -> Result<(), PlanError> {
    let mut seen = HashSet::new();
    match entries.iter().position(|entry| !seen.insert(entry)) {
        Some(index) => Err(PlanFault::Repeated.at(format!("{field}[{index}]"))),
        None => Ok(()),
    }
}

/// No two of the paths name the same thing.
pub(super) fn unique<'a>(keys: impl IntoIterator<Item = (String, &'a str)>) -> Result<(), PlanError> {
    let mut seen = HashSet::new();
    match keys.into_iter().find(|(_, key)| !seen.insert(*key)) {
        Some((field, key)) => Err(PlanFault::DuplicateKey(key.to_owned()).at(field)),
        None => Ok(()),
    }
}

pub(super) fn key(field: &str, key: &str) -> Result<String, PlanError> {
    let key = key.trim();
    let spelled = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if spelled && (1..=KEY_MAX).contains(&key.len()) { Ok(key.to_owned()) } else { Err(PlanFault::Key.at(field)) }
}

pub(crate) fn bounded<const MIN: i64, const MAX: i64>(field: &str, value: i64) -> Result<Bounded<MIN, MAX>, PlanError> {
    Bounded::new(value).map_err(|error| PlanFault::Number(error).at(field))
}

/// A day within the years a document can speak of.
pub(crate) fn plausible(field: &str, day: Day) -> Result<Day, PlanError> {
    PartialDate::of_day(day).map(PartialDate::first_day).map_err(|error| PlanFault::Day(error).at(field))
}

fn text(field: &str, raw: &str, max: usize, lines: Lines) -> Result<String, PlanError> {
    clean(last_part(field), raw, max, lines).map_err(|error| PlanFault::Text(error).at(field))
}

fn maybe_text(field: &str, raw: Option<&str>, max: usize, lines: Lines) -> Result<Option<String>, PlanError> {
    clean_optional(last_part(field), raw, max, lines).map_err(|error| PlanFault::Text(error).at(field))
}

/// What a sentence calls a field: `title` for `tasks[3].title`. The whole path goes with the error.
fn last_part(field: &str) -> &str {
    field.rsplit('.').next().unwrap_or(field)
}

pub(crate) fn name(field: &str, raw: &str) -> Result<String, PlanError> {
    text(field, raw, NAME_MAX, Lines::One)
}

pub(crate) fn title(field: &str, raw: &str) -> Result<String, PlanError> {
    text(field, raw, TITLE_MAX, Lines::One)
}

pub(crate) fn prose(field: &str, raw: &str) -> Result<String, PlanError> {
    text(field, raw, TEXT_MAX, Lines::Many)
}

pub(super) fn maybe_name(field: &str, raw: Option<&str>) -> Result<Option<String>, PlanError> {
    maybe_text(field, raw, NAME_MAX, Lines::One)
}

pub(super) fn maybe_title(field: &str, raw: Option<&str>) -> Result<Option<String>, PlanError> {
    maybe_text(field, raw, TITLE_MAX, Lines::One)
}

pub(crate) fn maybe_prose(field: &str, raw: Option<&str>) -> Result<Option<String>, PlanError> {
    maybe_text(field, raw, TEXT_MAX, Lines::Many)
}
