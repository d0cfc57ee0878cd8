//! Tables of text: a header that says which columns there are, then rows of exactly these.

use csv::{ReaderBuilder, StringRecord};
use domain::{
    refusal::Explain,
    text::{Lines, clean, clean_optional},
};

use super::{Fault, FileError};

/// The longest piece of a file that a message repeats, in characters.
const SHOWN_MAX: usize = 40;

/// One row of a table.
pub(super) struct Row<'a> {
    file: &'a str,
    line: u64,
    columns: &'a [&'static str],
    fields: StringRecord,
}

/// Reads the rows of a table with exactly these columns. A byte order mark, `\r\n` and blank lines are tolerated.
pub(super) fn rows<'a>(file: &'a str, bytes: &[u8], columns: &'a [&'static str]) -> Result<Vec<Row<'a>>, FileError> {
    let text = utf8(file, bytes)?;
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut lines = LineCount { text: text.as_bytes(), byte: 0, line: 1 };
    let mut header = true;
    let mut fields = StringRecord::new();
    while reader.read_record(&mut fields).map_err(|error| FileError::at_file(file, &not_csv(&error)))? {
        let line = lines.at(fields.position().map_or(0, csv::Position::byte));
        if header {
            check_header(file, line, &fields, columns)?;
            header = false;
        } else {
            check_width(file, line, &fields, columns)?;
            rows.push(Row { file, line, columns, fields: fields.clone() });
        }
    }
    if header { Err(FileError::at_file(file, &bad_header(columns, ""))) } else { Ok(rows) }
}

impl Row<'_> {
    /// The line it begins on, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// What stands in a column.
    pub(super) fn raw(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| *name == column);
        place.and_then(|place| self.fields.get(place)).unwrap_or_default()
    }

    /// A text that must be there, in the stored form.
    pub(super) fn required(&self, column: &str, max_chars: usize) -> Result<String, FileError> {
        clean(column, self.raw(column), max_chars, Lines::One).map_err(|error| self.refuse(column, &error))
    }

    /// A text that may be missing, in the stored form.
    pub(super) fn optional(&self, column: &str, max_chars: usize) -> Result<Option<String>, FileError> {
        clean_optional(column, Some(self.raw(column)), max_chars, Lines::One)
            .map_err(|error| self.refuse(column, &error))
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, FileError> {
        let raw = self.raw(column);
        let found = words.iter().find(|(word, _)| *word == raw);
        found.map(|&(_, value)| value).ok_or_else(|| {
            let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            let raw = shown(raw);
            let fault = Fault::new(
                "file.unknown_word",
                format!("“{raw}” không có trong danh sách: {known}"),
                format!("\"{raw}\" is not one of: {known}"),
            );
            self.refuse(column, &fault)
        })
    }

    /// Refuses the file for what stands in a column of this row.
    pub(super) fn refuse(&self, column: &str, why: &impl Explain) -> FileError {
        FileError::at_line(self.file, self.line, Some(column), why)
    }
}

/// A piece of a file, cut to a length that a message can hold.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(SHOWN_MAX).collect()
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = LineCount { text: bytes, byte: 0, line: 1 }.at(error.valid_up_to() as u64);
        FileError::at_line(file, line, None, &Fault::new("file.not_utf8", "không phải UTF-8", "not UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

fn check_header(file: &str, line: u64, fields: &StringRecord, columns: &[&'static str]) -> Result<(), FileError> {
    if fields.iter().eq(columns.iter().copied()) {
        return Ok(());
    }
    let found = fields.iter().collect::<Vec<_>>().join(",");
    Err(FileError::at_line(file, line, None, &bad_header(columns, &found)))
}

fn bad_header(columns: &[&'static str], found: &str) -> Fault {
    let expected = columns.join(",");
    let found: String = found.chars().take(2 * SHOWN_MAX).collect();
    Fault::new(
        "file.bad_header",
        format!("dòng tiêu đề phải là “{expected}”, không phải “{found}”"),
        format!("the header must be \"{expected}\", not \"{found}\""),
    )
}

fn check_width(file: &str, line: u64, fields: &StringRecord, columns: &[&'static str]) -> Result<(), FileError> {
    let (found, expected) = (fields.len(), columns.len());
    if found == expected {
        return Ok(());
    }
    let fault = Fault::new(
        "file.wrong_columns",
        format!("có {found} cột, phải có {expected}"),
        format!("{found} columns instead of {expected}"),
    );
    // The first column that is missing, if one is.
    Err(FileError::at_line(file, line, columns.get(found).copied(), &fault))
}

fn not_csv(error: &csv::Error) -> Fault {
    Fault::new("file.not_csv", format!("không đọc được: {error}"), format!("cannot be read: {error}"))
}

/// Tells lines by byte. The reader's own count is that of the line before blank lines, or before a `\n` after `\r`.
struct LineCount<'a> {
    text: &'a [u8],
    byte: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line of the first byte at or after `byte` that is no line break. Asked in ascending order.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&found) = self.text.get(self.byte) {
            if self.byte >= byte && !matches!(found, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(found == b'\n');
            self.byte += 1;
        }
        self.line
    }
}
