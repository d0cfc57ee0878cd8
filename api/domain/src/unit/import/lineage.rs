//! Which unit of one edition is the same as which of the next. The successions alone decide it: neither a code nor a
//! name nor a kind that stays makes two units one, and none that changes makes one unit two.

use std::collections::{HashMap, HashSet};

use super::{Edition, Input, Located, UnitRecord};
use crate::{
    calendar::Day,
    refusal::{Explain, Lang},
    unit::{SuccessionExtent, SuccessionKind},
};

/// One line of the successions between two editions, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionRecord {
    /// The line of the file, from 1.
    pub line: u64,
    /// A code of the first edition.
    pub predecessor: String,
    /// A code of the second edition, unless the predecessor was abolished.
    pub successor: Option<String>,
    /// The first day of the new order.
    pub effective_from: Day,
    /// What became of the predecessor.
    pub change: RecordedChange,
    /// How much of the predecessor went to this successor.
    pub extent: SuccessionExtent,
}

/// What a line of the successions says of its predecessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedChange {
    /// It is the same unit under another name, kind, code or tier.
    Rename,
    /// It ended.
    End(SuccessionKind),
}

/// One unit as the two editions show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lineage<'a> {
    /// It ended with the first edition.
    Ended(&'a UnitRecord),
    /// It lives on.
    Continued(&'a UnitRecord, &'a UnitRecord),
    /// It began with the second edition.
    Begun(&'a UnitRecord),
}

/// Why the successions do not connect the two editions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
pub enum LineageError {
    /// A predecessor that is not in the first edition, or a successor that is not in the second.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A day other than that on which the second edition begins.
    BadDay {
        /// The day given.
        day: Day,
        /// The first day of the second edition.
        expected: Day,
    },
    /// Lines that contradict each other or themselves about one unit.
    Contradiction {
        /// The unit.
        unit: String,
    },
    /// A unit of the first edition of which nothing is said and that is not in the second.
    NoSuccessor {
        /// The unit.
        unit: String,
    },
    /// A unit of the second edition that nothing explains.
    NoPredecessor {
        /// The unit.
        unit: String,
    },
}

/// Connects two editions, in the order of the first and then of the second.
pub(super) fn lineages<'a>(
    first: &'a Edition,
    second: &'a Edition,
    successions: &'a [SuccessionRecord],
    effective_on: Day,
) -> Result<Vec<Lineage<'a>>, Located<LineageError>> {
    let mut said: HashMap<&str, Vec<&SuccessionRecord>> = HashMap::new();
    let mut succeeding = HashSet::new();
    for record in successions {
        check_record(record, first, second, effective_on)
            .map_err(|error| Located::at(Input::Successions, record.line, error))?;
        said.entry(&record.predecessor).or_default().push(record);
        if matches!(record.change, RecordedChange::End(_)) {
            succeeding.extend(record.successor.as_deref());
        }
    }
    let mut continuing = HashSet::new();
    let mut lineages = Vec::with_capacity(first.records().len() + second.records().len());
    for old in first.records() {
        let lines = said.get(old.code.as_str()).map_or(&[][..], Vec::as_slice);
        let lineage = outcome(old, lines, second)?;
        if let Lineage::Continued(_, new) = lineage
            && (!continuing.insert(new.code.as_str()) || succeeding.contains(new.code.as_str()))
        {
            let error = LineageError::Contradiction { unit: new.label() };
            return Err(Located::at(Input::Second, new.line, error));
        }
        lineages.push(lineage);
    }
    for new in second.records().iter().filter(|new| !continuing.contains(new.code.as_str())) {
        if !succeeding.contains(new.code.as_str()) {
            let error = LineageError::NoPredecessor { unit: new.label() };
            return Err(Located::at(Input::Second, new.line, error));
        }
        lineages.push(Lineage::Begun(new));
    }
    Ok(lineages)
}

/// What became of one unit of the first edition, by all the lines about it.
fn outcome<'a>(
    old: &'a UnitRecord,
    lines: &[&SuccessionRecord],
    second: &'a Edition,
) -> Result<Lineage<'a>, Located<LineageError>> {
    use RecordedChange::{End, Rename};
    let changes: Vec<_> = lines.iter().map(|line| line.change).collect();
    let successors: HashSet<_> = lines.iter().map(|line| &line.successor).collect();
    match changes.as_slice() {
        [] => second
            .get(&old.code)
            .map(|new| Lineage::Continued(old, new))
            .ok_or_else(|| Located::at(Input::First, old.line, LineageError::NoSuccessor { unit: old.label() })),
        [Rename] => {
            let new = successors.into_iter().flatten().find_map(|code| second.get(code));
            new.map(|new| Lineage::Continued(old, new)).ok_or_else(|| contradiction(old, lines))
        }
        [End(SuccessionKind::Merge | SuccessionKind::Abolish)] => Ok(Lineage::Ended(old)),
        [End(SuccessionKind::Split), End(SuccessionKind::Split), rest @ ..]
            if rest.iter().all(|change| *change == End(SuccessionKind::Split)) && successors.len() == lines.len() =>
        {
            Ok(Lineage::Ended(old))
        }
        _ => Err(contradiction(old, lines)),
    }
}

fn contradiction(old: &UnitRecord, lines: &[&SuccessionRecord]) -> Located<LineageError> {
    let line = lines.last().map_or(0, |line| line.line);
    Located::at(Input::Successions, line, LineageError::Contradiction { unit: old.label() })
}

/// What one line says by itself.
fn check_record(
    record: &SuccessionRecord,
    first: &Edition,
    second: &Edition,
    expected: Day,
) -> Result<(), LineageError> {
    if record.effective_from != expected {
        return Err(LineageError::BadDay { day: record.effective_from, expected });
    }
    let unknown = |code: &str| LineageError::UnknownCode { code: code.to_owned() };
    let old = first.get(&record.predecessor).ok_or_else(|| unknown(&record.predecessor))?;
    let new = match record.successor.as_deref() {
        Some(code) => Some(second.get(code).ok_or_else(|| unknown(code))?),
        None => None,
    };
    let sound = match (record.change, new) {
        (RecordedChange::End(SuccessionKind::Abolish), new) => new.is_none(),
        (RecordedChange::Rename, new) => new.is_some(),
        // Only a rename carries a unit to another tier.
        (RecordedChange::End(_), new) => new.is_some_and(|new| new.tier == old.tier),
    };
    if sound { Ok(()) } else { Err(LineageError::Contradiction { unit: old.label() }) }
}

impl Explain for LineageError {
    fn rule(&self) -> &'static str {
        match self {
            Self::UnknownCode { .. } => "unit.unknown_code",
            Self::BadDay { .. } => "unit.bad_day",
            Self::Contradiction { .. } => "unit.bad_succession",
            Self::NoSuccessor { .. } => "unit.no_successor",
            Self::NoPredecessor { .. } => "unit.no_predecessor",
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::UnknownCode { code } => {
                lang.pick(format!("Không có đơn vị mang mã {code}"), format!("no unit holds the code {code}"))
            }
            Self::BadDay { day, expected } => lang.pick(
                format!("Ngày hiệu lực {day} không phải ngày bắt đầu của danh mục mới, {expected}"),
                format!("{day} is not the day on which the second edition begins, {expected}"),
            ),
            Self::Contradiction { unit } => lang.pick(
                format!("{unit}: các dòng kế thừa mâu thuẫn với nhau"),
                format!("{unit}: what the successions say of it cannot all be true"),
            ),
            Self::NoSuccessor { unit } => lang.pick(
                format!("{unit}: không có trong danh mục mới và không có dòng kế thừa"),
                format!("{unit}: not in the second edition, and no succession tells what became of it"),
            ),
            Self::NoPredecessor { unit } => lang.pick(
                format!("{unit}: không có trong danh mục cũ và không kế thừa đơn vị nào"),
                format!("{unit}: no succession and no unit of the first edition tells where it comes from"),
            ),
        }
    }
}
