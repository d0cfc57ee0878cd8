//! How single values stand in a file.

use std::{fmt::Display, str::FromStr};

use domain::{
    calendar::{Day, NotAPartialDate, PartialDate, Precision, Year},
    refusal::UnknownWord,
    unit::OrganisationKind,
};
use serde::{Deserialize, Deserializer, de::Error};

/// A value with one spelling, read from a text.
#[derive(Debug)]
pub(super) struct Spelled<T>(pub(super) T);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Spelled<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map(Self).map_err(D::Error::custom)
    }
}

/// A key that may be left out, but not be `null`: to be named together with `default`.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A date of which nothing is missing: `2025-02-10`.
#[derive(Debug)]
pub(super) struct WholeDate(pub(super) Day);

impl FromStr for WholeDate {
    type Err = NotAPartialDate;

    fn from_str(text: &str) -> Result<Self, NotAPartialDate> {
        let date: PartialDate = text.parse()?;
        if date.precision() == Precision::Day { Ok(Self(date.first_day())) } else { Err(NotAPartialDate) }
    }
}

/// A year, as a number.
#[derive(Debug)]
pub(super) struct YearNumber(pub(super) Year);

impl<'de> Deserialize<'de> for YearNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Year::new(i32::deserialize(from)?).map(Self).map_err(D::Error::custom)
    }
}

/// A kind of organisation, in lower case: `public_service_unit`.
#[derive(Debug)]
pub(super) struct KindWord(pub(super) OrganisationKind);

impl FromStr for KindWord {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let kind = OrganisationKind::ALL.iter().find(|kind| kind.as_str().to_ascii_lowercase() == text);
        kind.map(|kind| Self(*kind)).ok_or_else(|| UnknownWord::new("OrganisationKind", text))
    }
}
