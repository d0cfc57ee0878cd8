//! The tables of territories: an edition of the country's units, and the successions from one edition to the next.

#[cfg(test)]
mod tests;

use domain::{
    calendar::Day,
    text::NAME_MAX,
    unit::{Edition, RecordedChange, SuccessionExtent, SuccessionKind, SuccessionRecord, Tier, UnitRecord},
};

use super::{
    CODE_MAX, Fault, FileError,
    table::{Row, rows, shown},
};

const EDITION: &[&str] = &["code", "name", "level", "kind", "parent_code"];
const SUCCESSIONS: &[&str] = &["predecessor_code", "successor_code", "effective_from", "change", "extent"];

const LEVELS: &[(&str, Tier)] =
    &[("province", Tier::Province), ("district", Tier::District), ("commune", Tier::Commune)];

const CHANGES: &[(&str, RecordedChange)] = &[
    ("merge", RecordedChange::End(SuccessionKind::Merge)),
    ("split", RecordedChange::End(SuccessionKind::Split)),
    ("abolish", RecordedChange::End(SuccessionKind::Abolish)),
    ("rename", RecordedChange::Rename),
];

const EXTENTS: &[(&str, SuccessionExtent)] = &[
    ("whole", SuccessionExtent::Whole),
    ("part", SuccessionExtent::Part),
    ("part_area", SuccessionExtent::PartArea),
    ("part_area_all_population", SuccessionExtent::PartAreaAllPopulation),
    ("part_population", SuccessionExtent::PartPopulation),
    ("all_area", SuccessionExtent::AllArea),
];

/// Reads an edition: `code,name,level,kind,parent_code`, a row for each territory, parents named by their code in the
/// same file.
///
/// # Errors
///
/// [`FileError`] with line and column of the first thing that cannot be read or cannot be.
pub fn parse_edition(file: &str, bytes: &[u8]) -> Result<Edition, FileError> {
    let records = rows(file, bytes, EDITION)?.iter().map(unit).collect::<Result<Vec<_>, _>>()?;
    if records.is_empty() {
        let fault = Fault::new("file.no_rows", "không có đơn vị nào", "there is not a single unit in it");
        return Err(FileError::at_file(file, &fault));
    }
    Edition::new(records).map_err(|wrong| FileError::at_line(file, wrong.line, Some(wrong.column), &wrong.error))
}

/// Reads successions: `predecessor_code,successor_code,effective_from,change,extent`, a row for each step. Whether the
/// codes are those of the two editions is found out by entering them.
///
/// # Errors
///
/// [`FileError`] with line and column of the first thing that cannot be read.
pub fn parse_successions(file: &str, bytes: &[u8]) -> Result<Vec<SuccessionRecord>, FileError> {
    rows(file, bytes, SUCCESSIONS)?.iter().map(succession).collect()
}

fn unit(row: &Row<'_>) -> Result<UnitRecord, FileError> {
    Ok(UnitRecord {
        line: row.line(),
        code: row.required("code", CODE_MAX)?,
        name: row.required("name", NAME_MAX)?,
        tier: row.word("level", LEVELS)?,
        kind: row.required("kind", NAME_MAX)?,
        parent: row.optional("parent_code", CODE_MAX)?,
    })
}

fn succession(row: &Row<'_>) -> Result<SuccessionRecord, FileError> {
    Ok(SuccessionRecord {
        line: row.line(),
        predecessor: row.required("predecessor_code", CODE_MAX)?,
        successor: row.optional("successor_code", CODE_MAX)?,
        effective_from: day(row, "effective_from")?,
        change: row.word("change", CHANGES)?,
        extent: row.word("extent", EXTENTS)?,
    })
}

/// A day written `2025-07-01`, and in no other way.
fn day(row: &Row<'_>, column: &str) -> Result<Day, FileError> {
    let raw = row.raw(column);
    let parsed: Option<Day> = raw.parse().ok();
    parsed.filter(|day| day.to_string() == raw).ok_or_else(|| {
        let raw = shown(raw);
        let fault = Fault::new(
            "file.bad_day",
            format!("“{raw}” không phải ngày dạng 2025-07-01"),
            format!("\"{raw}\" is no day written like 2025-07-01"),
        );
        row.refuse(column, &fault)
    })
}
