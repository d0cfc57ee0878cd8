//! The tree through time, told as who is above whom from which day to which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Body, Directory, Life, Tier, Unit};
use crate::id::UnitId;

/// That one unit stands at or above another through a run of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ancestor {
    /// The lower unit.
    pub unit: UnitId,
    /// The unit at (distance 0) or above it.
    pub ancestor: UnitId,
    /// How many steps up: 0 for the unit itself.
    pub distance: u8,
    /// The direct child of the ancestor through which the way leads; the unit itself at distances 0 and 1.
    pub via: UnitId,
    /// The days, as many as there are in a row.
    pub life: Life,
}

/// For every unit, its ancestors by day: the dated closure of the tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closure {
    rows: BTreeMap<UnitId, Vec<Ancestor>>,
}

impl Directory {
    /// Who is above whom, and when. Made for directories that [`Directory::check`] accepts.
    #[must_use]
    pub fn closure(&self) -> Closure {
        let mut rows: HashMap<UnitId, Vec<Ancestor>> = HashMap::with_capacity(self.units.len());
        // Tier by tier: on every day a parent is of a higher tier, so its rows are there before its child asks.
        for &tier in Tier::ALL {
            for unit in self.units().filter(|unit| unit.body() == Body::Territory) {
                for version in unit.versions().iter().filter(|version| version.tier == tier) {
                    let found = match version.parent {
                        None => vec![itself(unit.id(), version.life)],
                        Some(parent) => below(unit.id(), version.life, rows.get(&parent).map_or(&[], Vec::as_slice)),
                    };
                    rows.entry(unit.id()).or_default().extend(found);
                }
            }
        }
        for unit in self.units() {
            if let Body::Organisation { territory, .. } = unit.body() {
                let found = ancestors_of_organisation(unit, rows.get(&territory).map_or(&[], Vec::as_slice));
                rows.insert(unit.id(), found);
            }
        }
        Closure { rows: rows.into_iter().map(|(unit, rows)| (unit, maximal(rows))).collect() }
    }
}

impl Closure {
    /// The ancestors of one unit, by ancestor and first day.
    #[must_use]
    pub fn of(&self, unit: UnitId) -> &[Ancestor] {
        self.rows.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// All rows, by unit, ancestor and first day.
    pub fn rows(&self) -> impl Iterator<Item = &Ancestor> {
        self.rows.values().flatten()
    }

    /// The units whose ancestors differ in `after`, with the days on which they do.
    #[must_use]
    pub fn changes(&self, after: &Self) -> BTreeMap<UnitId, Vec<Life>> {
        let units: BTreeSet<UnitId> = self.rows.keys().chain(after.rows.keys()).copied().collect();
        let changes = units.into_iter().map(|unit| (unit, changed_days(self.of(unit), after.of(unit))));
        changes.filter(|(_, days)| !days.is_empty()).collect()
    }
}

/// The ancestors of an organisation, from its versions and those of its territory (all rows of [`Closure::of`]).
///
/// An organisation lives on those of its days on which its territory lives.
#[must_use]
pub fn ancestors_of_organisation(organisation: &Unit, territory: &[Ancestor]) -> Vec<Ancestor> {
    let found = organisation.versions().iter().flat_map(|version| below(organisation.id(), version.life, territory));
    maximal(found.collect())
}

/// The days on which one unit's ancestors, or the way to them, differ between two closures.
#[must_use]
pub fn changed_days(before: &[Ancestor], after: &[Ancestor]) -> Vec<Life> {
    if before == after {
        return Vec::new();
    }
    let cuts: BTreeSet<_> =
        before.iter().chain(after).flat_map(|row| [row.life.first_day(), row.life.next_day()]).collect();
    let cuts: Vec<_> = cuts.into_iter().collect();
    // Nothing begins or ends inside a piece, so its first day speaks for all its days.
    let pieces = cuts.windows(2).filter_map(|cut| Life::new(Some(cut[0]), cut[1].pred_opt()).ok());
    let differing = pieces.filter(|piece| {
        let there = |rows: &[Ancestor]| -> BTreeSet<_> {
            let on_the_day = rows.iter().filter(|row| row.life.contains(piece.first_day()));
            on_the_day.map(|row| (row.ancestor, row.distance, row.via)).collect()
        };
        there(before) != there(after)
    });
    Life::merge(differing)
}

const fn itself(unit: UnitId, life: Life) -> Ancestor {
    Ancestor { unit, ancestor: unit, distance: 0, via: unit, life }
}

/// The rows of a unit that stands through `life` under the parent whose rows are given.
fn below(unit: UnitId, life: Life, parent: &[Ancestor]) -> Vec<Ancestor> {
    let mut found = Vec::with_capacity(parent.len() + 1);
    for row in parent {
        let Some(life) = row.life.intersect(life) else { continue };
        let via = if row.distance == 0 { unit } else { row.via };
        if row.distance == 0 {
            found.push(itself(unit, life));
        }
        found.push(Ancestor { unit, ancestor: row.ancestor, distance: row.distance.saturating_add(1), via, life });
    }
    found
}

/// The same said in as few rows as possible, by ancestor and first day.
fn maximal(mut rows: Vec<Ancestor>) -> Vec<Ancestor> {
    rows.sort_unstable_by_key(|row| (row.ancestor, row.life));
    rows.dedup_by(|row, last| {
        let same = (last.ancestor, last.distance, last.via) == (row.ancestor, row.distance, row.via);
        let joined = last.life.join(row.life).filter(|_| same);
        last.life = joined.unwrap_or(last.life);
        joined.is_some()
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Day, testing::day},
        unit::{
            Affiliation, NewOrganisation, OrganisationKind,
            testing::{country, find, ids},
        },
    };

    const OLD: &str = "2025-06-30";
    const NEW: &str = "2025-07-01";

    fn chain(directory: &Directory, unit: UnitId, on: Day) -> Vec<(u8, UnitId, UnitId)> {
        let closure = directory.closure();
        let mut rows: Vec<_> = closure.of(unit).iter().filter(|row| row.life.contains(on)).collect();
        rows.sort_by_key(|row| row.distance);
        rows.iter().map(|row| (row.distance, row.ancestor, row.via)).collect()
    }

    #[test]
    fn a_commune_has_its_district_its_province_and_the_root_above_it() {
        let directory = country().directory();
        let id = |code| find(&directory, code, OLD).id();
        let expected = [
            (0, id("21223"), id("21223")),
            (1, id("522"), id("21223")),
            (2, id("51"), id("522")),
            (3, id("VN"), id("51")),
        ];
        assert_eq!(chain(&directory, id("21223"), day(OLD)), expected);
        assert_eq!(chain(&directory, id("21223"), day(NEW)), []);
    }

    #[test]
    fn rows_run_over_versions_that_change_nothing_above_and_end_where_something_does() {
        let directory = country().directory();
        let unit = find(&directory, "00070", OLD).id();
        let city = find(&directory, "01", OLD).id();
        let closure = directory.closure();
        let rows = |ancestor| -> Vec<_> {
            let rows = closure.of(unit).iter().filter(move |row| row.ancestor == ancestor);
            rows.map(|row| (row.distance, row.life.to_string())).collect()
        };
        assert_eq!(rows(unit), [(0, "../..".into())]);
        assert_eq!(rows(city), [(2, "../2025-06-30".into()), (1, "2025-07-01/..".into())]);
        assert_eq!(rows(find(&directory, "001", OLD).id()), [(1, "../2025-06-30".into())]);
    }

    #[test]
    fn an_organisation_lives_on_the_days_it_shares_with_its_territory() {
        let mut directory = country().directory();
        let home = find(&directory, "525", OLD).clone();
        let new = NewOrganisation {
            name: "Phòng Nội vụ".into(),
            kind: OrganisationKind::Department,
            affiliation: Affiliation::Authority,
            life: Life::since(day("2025-03-01")),
        };
        let office = Unit::organisation(ids(900)(), &home, new);
        let rows = ancestors_of_organisation(&office, directory.closure().of(home.id()));
        let life = Life::new(Some(day("2025-03-01")), Some(day(OLD))).unwrap();
        assert!(rows.iter().all(|row| row.life == life && row.unit == office.id()));
        let mut distances: Vec<_> = rows.iter().map(|row| row.distance).collect();
        distances.sort_unstable();
        assert_eq!(distances, [0, 1, 2, 3]);
        let id = office.id();
        directory.units.insert(id, office);
        assert_eq!(directory.closure().of(id), rows);
    }

    #[test]
    fn the_closure_says_on_every_day_what_climbing_the_tree_says() {
        let directory = country().directory();
        let closure = directory.closure();
        for unit in directory.units() {
            for on in ["0001-01-01", OLD, NEW, "9999-12-31"].map(day) {
                let mut climbed = Vec::new();
                let mut here = unit.version_on(on).map(|_| unit.id());
                while let Some(ancestor) = here {
                    climbed.push(ancestor);
                    here = directory.unit(ancestor).unwrap().version_on(on).unwrap().parent;
                }
                let rows: Vec<_> = chain(&directory, unit.id(), on).into_iter().map(|row| row.1).collect();
                assert_eq!(rows, climbed, "{} on {on}", unit.label());
            }
            for pair in closure.of(unit.id()).windows(2).filter(|pair| pair[0].ancestor == pair[1].ancestor) {
                assert!(pair[0].life.last_day() < pair[1].life.first_day(), "{pair:?}");
            }
        }
    }

    #[test]
    fn only_the_days_on_which_the_way_up_differs_have_changed() {
        let before = country();
        let known = before.directory();
        let moved = before.second_says(("00070", "Phường Giữ Nguyên", "phường", "51"));
        let after = moved.import(&known, ids(900)).unwrap().directory;
        let changes = known.closure().changes(&after.closure());
        let unit = find(&known, "00070", OLD).id();
        assert_eq!(changes, BTreeMap::from([(unit, vec![Life::since(day(NEW))])]));
        assert_eq!(known.closure().changes(&known.closure()), BTreeMap::new());
    }

    #[test]
    fn a_unit_that_comes_or_goes_has_changed_on_all_its_days() {
        let directory = country().directory();
        let closure = directory.closure();
        let unit = find(&directory, "21223", OLD).id();
        let june = [Life::until(day(OLD))];
        assert_eq!(changed_days(&[], closure.of(unit)), june);
        assert_eq!(changed_days(closure.of(unit), &[]), june);
    }
}
