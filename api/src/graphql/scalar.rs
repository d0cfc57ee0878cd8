//! Days, instants, partial dates, amounts and money on the wire.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate, SecondsFormat, Timelike, Utc};
use domain::calendar::Day;

use crate::error::AppError;

/// A calendar day in Vietnam (+07:00), `2025-06-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub Day);

/// A calendar day in Vietnam (+07:00), `2025-06-30`.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        // Ten characters: no signs, no fifth digit of a year, nothing that another program would read otherwise.
        let day = (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
        day.filter(|day| day.to_string() == *text).map(Self).ok_or_else(|| InputValueError::custom("not a day"))
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant in UTC, `2025-06-30T16:59:59.999999Z`. An input may have any offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// An instant in UTC, `2025-06-30T16:59:59.999999Z`. An input may have any offset.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|instant| instant.with_timezone(&Utc))
            .ok()
            // What RFC 3339 can write, and both databases keep: no year before 1, no leap second.
            .filter(|instant| (1..=9_999).contains(&instant.year()) && instant.nanosecond() < 1_000_000_000)
            .map(Self)
            .ok_or_else(|| InputValueError::custom("not an instant"))
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A date as far as a document gives it: `2024`, `2025-05` or `2025-02-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate(pub domain::calendar::PartialDate);

/// A date as far as a document gives it: `2024`, `2025-05` or `2025-02-10`.
#[Scalar(specified_by_url = "https://www.loc.gov/standards/datetime/")]
impl ScalarType for PartialDate {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        text.parse().map(Self).map_err(|_| InputValueError::custom("not a date, a month or a year"))
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// How much of a product (số lượng): a whole number of items, 0 to 9,007,199,254,740,991, as a JSON number. A sum of
/// many may be larger than `Int` holds; a 64-bit integer and a double both hold it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub i64);

/// How much of a product (số lượng): a whole number of items, 0 to 9,007,199,254,740,991, as a JSON number. A sum of
/// many may be larger than `Int` holds; a 64-bit integer and a double both hold it exactly.
#[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259#section-6")]
impl ScalarType for Amount {
    fn parse(value: Value) -> InputValueResult<Self> {
        let amount = if let Value::Number(number) = &value { number.as_i64() } else { None };
        amount.map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0.into())
    }
}

/// A number as `Int`, which holds 32 bits: one with a limit of its own, or a count of things there are. What adds up
/// without a limit is an [`Amount`].
pub(super) fn int(number: i64) -> Result<i32, AppError> {
    i32::try_from(number).map_err(AppError::internal)
}

/// An amount of money in whole đồng, as a text so that no client rounds it: `"9600000"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vnd(pub i64);

/// An amount of money in whole đồng, as a text so that no client rounds it: `"9600000"`.
#[Scalar(specified_by_url = "https://www.iso.org/iso-4217-currency-codes.html")]
impl ScalarType for Vnd {
    fn parse(value: Value) -> InputValueResult<Self> {
        let amount = match &value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_i64(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        amount.map(Self).ok_or_else(|| InputValueError::custom("not a whole amount of đồng"))
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
