//! One edition of the country's territories: a list that holds on one day, each line naming its parent by code.

use std::collections::HashMap;

use crate::unit::{CodeScheme, Tier, UnitError, check::climbs_back_to};

/// One line of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRecord {
    /// The line of the file, from 1.
    pub line: u64,
    /// The statistics office's code.
    pub code: String,
    /// The full official name, already in the stored form.
    pub name: String,
    /// The tier.
    pub tier: Tier,
    /// The kind, in Vietnamese.
    pub kind: String,
    /// The code of the unit directly above; none for a province, which stands under the root.
    pub parent: Option<String>,
}

/// A list of territories that makes a tree: codes are unique and well formed, kinds fit tiers, parents are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    records: Vec<UnitRecord>,
    by_code: HashMap<String, usize>,
}

/// What is wrong with one line of an edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {column}: {error}")]
pub struct RecordError {
    /// The line of the file.
    pub line: u64,
    /// The column at fault.
    pub column: &'static str,
    /// What is wrong.
    pub error: UnitError,
}

impl Edition {
    /// An edition of these lines, in their order.
    ///
    /// # Errors
    ///
    /// The first line with a code or kind that does not fit its tier, a code used before, or a parent that is not in
    /// the list, not of a tier above, or the unit itself.
    pub fn new(mut records: Vec<UnitRecord>) -> Result<Self, RecordError> {
        let mut by_code = HashMap::with_capacity(records.len());
        for (n, record) in records.iter_mut().enumerate() {
            if !CodeScheme::Gso.admits(record.tier, &record.code) {
                let (code, tier) = (record.code.clone(), record.tier);
                return Err(record.at("code", UnitError::BadCode { code, scheme: CodeScheme::Gso, tier }));
            }
            let Some(kind) = record.tier.kind(&record.kind) else {
                let (unit, kind, tier) = (record.label(), record.kind.clone(), record.tier);
                return Err(record.at("kind", UnitError::KindMismatch { unit, kind, tier }));
            };
            kind.clone_into(&mut record.kind);
            if by_code.insert(record.code.clone(), n).is_some() {
                return Err(record.at("code", UnitError::DuplicateCode { code: record.code.clone(), day: None }));
            }
        }
        let edition = Self { records, by_code };
        match edition.records.iter().find_map(|record| edition.wrong_parent(record).map(|error| (record, error))) {
            Some((record, error)) => Err(record.at("parent_code", error)),
            None => Ok(edition),
        }
    }

    /// Its lines, in the order of the file.
    #[must_use]
    pub fn records(&self) -> &[UnitRecord] {
        &self.records
    }

    /// The line with a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&UnitRecord> {
        self.by_code.get(code).and_then(|&n| self.records.get(n))
    }

    fn wrong_parent(&self, record: &UnitRecord) -> Option<UnitError> {
        let impossible = |parent| Some(UnitError::ImpossibleParent { unit: record.label(), parent, day: None });
        let Some(parent) = record.parent.as_deref() else {
            return if record.tier.may_stand_under(Tier::Nation) { None } else { impossible(String::new()) };
        };
        let Some(parent) = self.get(parent) else {
            return Some(UnitError::UnknownCode { code: parent.to_owned() });
        };
        if record.tier.may_stand_under(parent.tier) {
            return None;
        }
        // Every cycle has a step that goes against the order of tiers, so it is enough to look for one here.
        let above = |code: &str| self.get(code).and_then(|record| record.parent.as_deref());
        if climbs_back_to(record.code.as_str(), parent.code.as_str(), above) {
            return Some(UnitError::Cycle { unit: record.label() });
        }
        impossible(parent.label())
    }
}

impl UnitRecord {
    /// The unit as a message names it: `21223 Xã Tịnh Ấn Tây`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.code, self.name)
    }

    const fn at(&self, column: &'static str, error: UnitError) -> RecordError {
        RecordError { line: self.line, column, error }
    }
}

#[cfg(test)]
mod tests {
    use crate::{refusal::Explain, unit::testing::edition};

    #[test]
    fn an_edition_that_is_no_tree_of_good_lines_is_refused_by_line_and_column() {
        let province = ("51", "Tỉnh Quảng Ngãi", "tỉnh", "");
        let cases = [
            ("a code of letters", ("5a", "Tỉnh A", "tỉnh", ""), "unit.bad_code", "code"),
            ("a code without its leading zero", ("1115", "Xã A", "xã", "51"), "unit.bad_code", "code"),
            ("a code used before", ("51", "Tỉnh A", "tỉnh", ""), "unit.duplicate_code", "code"),
            ("a kind of another tier", ("52", "Xã A", "xã", ""), "unit.kind_mismatch", "kind"),
            ("a kind nobody knows", ("21115", "Làng A", "làng", "51"), "unit.kind_mismatch", "kind"),
            ("a parent that is not there", ("21115", "Xã A", "xã", "52"), "unit.unknown_code", "parent_code"),
            ("a commune without a parent", ("21115", "Xã A", "xã", ""), "unit.impossible_parent", "parent_code"),
            ("a province under a province", ("52", "Tỉnh A", "tỉnh", "51"), "unit.impossible_parent", "parent_code"),
            ("a unit under itself", ("21115", "Xã A", "xã", "21115"), "unit.cycle", "parent_code"),
        ];
        for (what, line, rule, column) in cases {
            let error = edition(&[province, line]).expect_err(what);
            assert_eq!((error.line, error.column, error.error.rule()), (3, column, rule), "{what}: {error}");
        }
    }

    #[test]
    fn units_above_each_other_in_turn_are_a_cycle() {
        let lines = [
            ("51", "Tỉnh Quảng Ngãi", "tỉnh", ""),
            ("21115", "Xã A", "xã", "525"),
            ("525", "Huyện B", "huyện", "21115"),
        ];
        assert_eq!(edition(&lines).unwrap_err().error.rule(), "unit.cycle");
    }
}
