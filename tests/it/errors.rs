//! The page of errors names every code and every rule there is, and no other.

use std::{collections::BTreeSet, fs, path::Path};

use domain::calendar::Year;

const PAGE: &str = include_str!("../errors.md");

/// The words in the first column of the table under a heading.
fn named(heading: &str) -> BTreeSet<String> {
    let (_, table) = PAGE.split_once(heading).unwrap();
    let table = table.split_once("\n## ").map_or(table, |(table, _)| table);
    table.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned())).collect()
}

/// All Rust sources below a folder.
fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
    found
}

/// Whether a text is written as rules are: `plan.no_issue_date`.
fn is_rule(text: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let word = |part: &str| !part.is_empty() && part.chars().all(letter);
    text.split_once('.').is_some_and(|(subject, rule)| word(subject) && word(rule))
}

/// The texts in quotes in what a function of this name holds, or is called with.
fn quoted<'a>(source: &'a str, function: &str, end: &str) -> impl Iterator<Item = &'a str> {
    let bodies: Vec<&str> = source.split(function).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect();
    bodies.into_iter().flat_map(|body| body.split('"').skip(1).step_by(2))
}

#[test]
fn the_page_of_errors_names_every_rule() {
    let mut rules = BTreeSet::new();
    for folder in ["../api/src", "../api/domain/src"] {
        for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            rules.extend(quoted(&source, "fn rule(", "\n    }").filter(|text| is_rule(text)).map(ToOwned::to_owned));
            for call in [".by(", "Fault::new("] {
                rules.extend(quoted(&source, call, ")").filter(|text| is_rule(text)).map(ToOwned::to_owned));
            }
        }
    }
    // The demonstration refuses another's database; no client meets it.
    assert!(rules.remove("demo.other_data"));
    let page = named("## Rules");
    assert_eq!(page.symmetric_difference(&rules).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_page_of_errors_names_the_years_that_there_are() {
    // What stands between backquotes is an example.
    let text: String = PAGE.split('`').step_by(2).collect();
    let years: BTreeSet<i32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(year).collect();
    assert_eq!(years, BTreeSet::from([Year::MIN, Year::MAX]));
}

fn year(digits: &str) -> Option<i32> {
    digits.parse().ok().filter(|_| digits.len() == 4)
}

#[test]
fn the_page_of_errors_names_every_code() {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src/error.rs")).unwrap();
    let codes: BTreeSet<String> = quoted(&source, "fn as_str(self)", "\n    }").map(ToOwned::to_owned).collect();
    assert_eq!(named("## Codes"), codes);
}
