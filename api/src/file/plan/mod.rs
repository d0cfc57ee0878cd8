//! Plans as JSON documents: one file, one plan, with a reference to the unit that issued it.
//!
//! `data/plans/README.md` describes the format. Nothing in a file is passed over: an unknown key, a key named twice, a
//! `null`, a word outside its list are refused with the path at which they stand.

mod path;
mod record;
mod task;
#[cfg(test)]
mod tests;
mod word;

pub(crate) use path::in_file;

use domain::{
    calendar::Day,
    plan::{Content, validate},
    refusal::Explain,
    unit::Tier,
};
use serde::Deserialize;

use super::{
    Fault, FileError,
    country::{Carried, VALID_FROM, VALID_TO},
};

/// The plans the program carries: five real ones of 2024 and 2025.
pub const CARRIED: [Carried; 5] = [
    Carried { name: "tay-ninh-2024.json", bytes: include_bytes!("../../../data/plans/tay-ninh-2024.json") },
    Carried { name: "thanh-da-2025.json", bytes: include_bytes!("../../../data/plans/thanh-da-2025.json") },
    Carried { name: "tinh-an-tay-2025.json", bytes: include_bytes!("../../../data/plans/tinh-an-tay-2025.json") },
    Carried { name: "tra-bong-2025.json", bytes: include_bytes!("../../../data/plans/tra-bong-2025.json") },
    Carried { name: "u-minh-thuong-2025.json", bytes: include_bytes!("../../../data/plans/u-minh-thuong-2025.json") },
];

/// The longest explanation of the JSON reader that a message repeats, in characters.
const EXPLANATION_MAX: usize = 300;

/// A plan read from a file, within all limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFile {
    /// Who issued it, to be looked up in the directory.
    pub issuer: IssuerReference,
    /// What it says.
    pub content: Content,
}

/// The unit that issued a plan, as a file names it. Everything given must agree with the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerReference {
    /// The order of the country in which the codes are valid.
    pub edition: Edition,
    /// Its code of the statistics office.
    pub code: String,
    /// Its tier.
    pub tier: Tier,
    /// Its name.
    pub name: String,
    /// The code of the province it is or lies in.
    pub province_code: String,
    /// The code of the district it is or lies in; a province has none.
    pub district_code: Option<String>,
}

/// The order of the country, before or after 1 July 2025, in which a code is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Edition {
    /// Three tiers, up to 30 June 2025.
    #[serde(rename = "2025-06")]
    First,
    /// Two tiers, from 1 July 2025.
    #[serde(rename = "2025-07")]
    Second,
}

impl Edition {
    /// A day on which its codes are valid.
    #[must_use]
    pub const fn day(self) -> Day {
        match self {
            Self::First => VALID_TO,
            Self::Second => VALID_FROM,
        }
    }
}

/// Reads one plan.
///
/// # Errors
///
/// [`FileError`] with the path in the document (`tasks[3].quotas[0].minimum`) and what is wrong there: no JSON, another
/// shape than the format's, or a plan that [`validate`] refuses.
pub fn parse(file: &str, bytes: &[u8]) -> Result<PlanFile, FileError> {
    let split = read(file, bytes)?.split();
    let (issuer, draft) =
        split.map_err(|error| FileError::at_path(file, &error.field().unwrap_or_default(), &error))?;
    let content = validate(&draft).map_err(|error| FileError::at_path(file, &in_file(&error.field), &error))?;
    Ok(PlanFile { issuer, content })
}

fn read(file: &str, bytes: &[u8]) -> Result<record::Plan, FileError> {
    let mut json = serde_json::Deserializer::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let record = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| unreadable(file, &error.path().to_string(), error.inner()))?;
    json.end().map_err(|error| unreadable(file, ".", &error))?;
    Ok(record)
}

fn unreadable(file: &str, path: &str, error: &serde_json::Error) -> FileError {
    let why: String = error.to_string().chars().take(EXPLANATION_MAX).collect();
    let fault =
        Fault::new("file.bad_json", format!("không đúng định dạng: {why}"), format!("not as the format asks: {why}"));
    // A single dot is the document itself.
    if path == "." { FileError::at_file(file, &fault) } else { FileError::at_path(file, path, &fault) }
}
