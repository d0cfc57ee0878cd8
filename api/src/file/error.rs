//! What is wrong with a file, and where.

use domain::refusal::{Class, Explain, Lang};

/// Where in a file something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the file as a whole.
    File,
    /// In a line of a table, from 1, and in which of its columns if it is one.
    Line {
        /// The line.
        line: u64,
        /// The column's name in the header.
        column: Option<String>,
    },
    /// At a path of a document: `tasks[3].quotas[0].minimum`.
    Path(String),
}

/// What is wrong, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    rule: &'static str,
    class: Class,
    vi: String,
    en: String,
}

/// A file that is refused. Its text names file, place and reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub struct FileError {
    file: String,
    place: Place,
    // Boxed to keep results small.
    fault: Box<Fault>,
}

impl Fault {
    /// Something that cannot be understood. `rule` is its stable id, such as `file.bad_header`.
    pub fn new(rule: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { rule, class: Class::Input, vi: vi.into(), en: en.into() }
    }

    fn of(why: &impl Explain) -> Self {
        Self { rule: why.rule(), class: why.class(), vi: why.text(Lang::Vi), en: why.text(Lang::En) }
    }
}

impl FileError {
    /// Refuses a file as a whole.
    #[must_use]
    pub fn at_file(file: &str, why: &impl Explain) -> Self {
        Self::new(file, Place::File, why)
    }

    /// Refuses a file for one of its lines, from 1, and the column at fault if it is one.
    #[must_use]
    pub fn at_line(file: &str, line: u64, column: Option<&str>, why: &impl Explain) -> Self {
        Self::new(file, Place::Line { line, column: column.map(str::to_owned) }, why)
    }

    /// Refuses a document for what stands at a path.
    #[must_use]
    pub fn at_path(file: &str, path: &str, why: &impl Explain) -> Self {
        Self::new(file, Place::Path(path.to_owned()), why)
    }

    fn new(file: &str, place: Place, why: &impl Explain) -> Self {
        Self { file: file.to_owned(), place, fault: Box::new(Fault::of(why)) }
    }

    /// The name of the file, as it was given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Where in the file.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }
}

impl Explain for Fault {
    fn rule(&self) -> &'static str {
        self.rule
    }

    fn class(&self) -> Class {
        self.class
    }

    fn text(&self, lang: Lang) -> String {
        lang.pick(&self.vi, &self.en)
    }
}

impl Explain for FileError {
    fn rule(&self) -> &'static str {
        self.fault.rule
    }

    fn field(&self) -> Option<String> {
        match &self.place {
            Place::File => None,
            Place::Line { column, .. } => column.clone(),
            Place::Path(path) => Some(path.clone()),
        }
    }

    fn class(&self) -> Class {
        self.fault.class
    }

    /// `units.csv, line 3, column kind: …`, `plan.json, tasks[3].no: …`.
    fn text(&self, lang: Lang) -> String {
        let place = match &self.place {
            Place::File => String::new(),
            Place::Line { line, column: None } => lang.pick(format!(", dòng {line}"), format!(", line {line}")),
            Place::Line { line, column: Some(column) } => {
                lang.pick(format!(", dòng {line}, cột {column}"), format!(", line {line}, column {column}"))
            }
            Place::Path(path) => format!(", {path}"),
        };
        format!("{}{place}: {}", self.file, self.fault.text(lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_error_names_file_place_and_reason_in_both_languages() {
        let why = Fault::new("file.unknown_word", "không hiểu “tinh”", "unknown word \"tinh\"");
        let error = FileError::at_line("a.csv", 3, Some("level"), &why);
        assert_eq!(error.to_string(), "a.csv, line 3, column level: unknown word \"tinh\"");
        assert_eq!(error.text(Lang::Vi), "a.csv, dòng 3, cột level: không hiểu “tinh”");
        assert_eq!((error.rule(), error.class()), ("file.unknown_word", Class::Input));
        assert_eq!(FileError::at_line("a.csv", 3, None, &why).to_string(), "a.csv, line 3: unknown word \"tinh\"");
        assert_eq!(FileError::at_path("a.json", "tasks[1].no", &why).field().as_deref(), Some("tasks[1].no"));
        assert_eq!(FileError::at_file("a.csv", &why).to_string(), "a.csv: unknown word \"tinh\"");
    }
}
