//! The invariants of a directory.

use std::collections::HashSet;
use std::hash::Hash;

use super::{Body, CodeScheme, Directory, Life, OrganisationKind, Tier, Unit, UnitError, Version};
use crate::calendar::Day;

impl Directory {
    /// Whether the units make sense together: versions do not overlap, every parent lives through its child's days and
    /// is of a tier above it, no code belongs to two units on one day, kinds and codes fit their tiers.
    ///
    /// # Errors
    ///
    /// The first [`UnitError`] found.
    pub fn check(&self) -> Result<(), UnitError> {
        for unit in self.units() {
            self.check_unit(unit)?;
        }
        self.check_codes()
    }

    fn check_unit(&self, unit: &Unit) -> Result<(), UnitError> {
        if unit.versions().is_empty() {
            return Err(UnitError::NoVersion { unit: unit.label() });
        }
        for pair in unit.versions().windows(2) {
            if let Some(common) = pair[0].life.intersect(pair[1].life) {
                return Err(UnitError::Overlap { unit: pair[1].label(), day: common.first_day() });
            }
        }
        for version in unit.versions() {
            check_words(unit.body(), version)?;
            match unit.body() {
                Body::Territory => self.check_parent(unit, version)?,
                Body::Organisation { .. } => self.check_territory(unit, version)?,
            }
        }
        Ok(())
    }

    /// A territory has a parent of the right tier on each of its days; only the nation has none.
    fn check_parent(&self, unit: &Unit, version: &Version) -> Result<(), UnitError> {
        let Some(parent) = version.parent.and_then(|id| self.unit(id)) else {
            return if version.tier == Tier::Nation && version.parent.is_none() {
                Ok(())
            } else {
                let parent = version.parent.map(|id| id.to_string()).unwrap_or_default();
                Err(UnitError::ImpossibleParent { unit: version.label(), parent, day: None })
            };
        };
        let Some(day) = first_day_without(parent, version) else { return Ok(()) };
        let above = |id| self.unit(id)?.version_on(day)?.parent;
        if climbs_back_to(unit.id(), parent.id(), above) {
            return Err(UnitError::Cycle { unit: version.label() });
        }
        let parent = parent.version_on(day).map_or_else(|| parent.label(), Version::label);
        Err(UnitError::ImpossibleParent { unit: version.label(), parent, day: Some(day) })
    }

    /// An organisation stands under its territory and shares at least a day with it.
    fn check_territory(&self, unit: &Unit, version: &Version) -> Result<(), UnitError> {
        let Body::Organisation { territory, .. } = unit.body() else { return Ok(()) };
        let impossible =
            |parent: String| UnitError::ImpossibleParent { unit: version.label(), parent, day: version.life.from() };
        let home = self.unit(territory).filter(|home| home.body() == Body::Territory);
        let Some(home) = home.filter(|_| version.parent == Some(territory)) else {
            return Err(impossible(territory.to_string()));
        };
        let meet = |life: &Life| unit.versions().iter().any(|version| version.life.overlaps(*life));
        if home.lives().iter().any(meet) { Ok(()) } else { Err(impossible(home.label())) }
    }

    fn check_codes(&self) -> Result<(), UnitError> {
        let mut held: Vec<_> = self
            .units()
            .flat_map(|unit| unit.versions().iter().map(move |version| (unit.id(), version)))
            .flat_map(|(id, version)| version.codes.iter().map(move |(scheme, code)| (scheme, code, version.life, id)))
            .collect();
        held.sort_unstable();
        // Sorted by first day: if any two lives of one code overlap, two neighbours do.
        for pair in held.windows(2) {
            let ((scheme, code, life, _), (next_scheme, next_code, next_life, _)) = (pair[0], pair[1]);
            if (scheme, code) == (next_scheme, next_code)
                && let Some(common) = life.intersect(next_life)
            {
                return Err(UnitError::DuplicateCode { code: code.clone(), day: Some(common.first_day()) });
            }
        }
        Ok(())
    }
}

/// A kind that exists at the tier, and codes as their schemes write them.
fn check_words(body: Body, version: &Version) -> Result<(), UnitError> {
    let known = match body {
        Body::Territory => version.tier.kind(&version.kind) == Some(version.kind.as_str()),
        Body::Organisation { .. } => version.kind.parse::<OrganisationKind>().is_ok(),
    };
    if !known {
        let (unit, kind) = (version.label(), version.kind.clone());
        return Err(UnitError::KindMismatch { unit, kind, tier: version.tier });
    }
    for (&scheme, code) in &version.codes {
        // The statistics office counts territories only.
        let foreign = scheme == CodeScheme::Gso && body != Body::Territory;
        if foreign || !scheme.admits(version.tier, code) {
            return Err(UnitError::BadCode { code: code.clone(), scheme, tier: version.tier });
        }
    }
    Ok(())
}

/// The first day of `child` on which `parent` does not live or is not of a tier to stand under.
fn first_day_without(parent: &Unit, child: &Version) -> Option<Day> {
    let mut next = child.life.first_day();
    for version in parent.versions().iter().filter(|version| version.life.overlaps(child.life)) {
        let fits = parent.body() == Body::Territory && child.tier.may_stand_under(version.tier);
        if version.life.first_day() > next || !fits {
            return Some(next);
        }
        next = version.life.next_day();
    }
    (next <= child.life.last_day()).then_some(next)
}

/// Whether climbing from `parent` by `above` leads back to `child`.
pub(super) fn climbs_back_to<T: Copy + Eq + Hash>(child: T, parent: T, above: impl Fn(T) -> Option<T>) -> bool {
    let mut seen = HashSet::new();
    let mut here = Some(parent);
    while let Some(place) = here.filter(|&place| seen.insert(place)) {
        if place == child {
            return true;
        }
        here = above(place);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::testing::day,
        id::UnitId,
        refusal::Explain,
        unit::{
            Affiliation, CodeScheme, NewOrganisation,
            testing::{country, find, ids},
        },
    };

    const OLD: &str = "2025-06-30";

    /// The rule that refuses the country after `change` to the versions of the unit with `code`.
    fn refused(code: &str, change: impl Fn(&Directory, &mut Vec<Version>)) -> Option<&'static str> {
        let directory = country().directory();
        let unit = find(&directory, code, OLD);
        let mut versions = unit.versions().to_vec();
        change(&directory, &mut versions);
        let unit = Unit::new(unit.id(), unit.body(), versions);
        let units = directory.units().filter(|old| old.id() != unit.id()).cloned().chain([unit.clone()]);
        Directory::new(units, []).check().err().map(|error| error.rule())
    }

    fn id(directory: &Directory, code: &str) -> UnitId {
        find(directory, code, OLD).id()
    }

    #[test]
    fn the_country_makes_sense() {
        assert_eq!(country().directory().check(), Ok(()));
        assert_eq!(refused("21223", |_, _| {}), None);
    }

    #[test]
    fn versions_that_overlap_or_are_not_there_are_refused() {
        let twice = refused("21223", |_, versions| {
            let again = Version { life: Life::since(day(OLD)), ..versions[0].clone() };
            versions.push(again);
        });
        assert_eq!(twice, Some("unit.overlap"));
        assert_eq!(refused("21223", |_, versions| versions.clear()), Some("unit.no_version"));
    }

    #[test]
    fn a_unit_never_stands_under_itself() {
        assert_eq!(refused("21223", |all, unit| unit[0].parent = Some(id(all, "21223"))), Some("unit.cycle"));
        assert_eq!(refused("525", |all, unit| unit[0].parent = Some(id(all, "21115"))), Some("unit.cycle"));
        assert_eq!(refused("51", |all, unit| unit[0].parent = Some(id(all, "21115"))), Some("unit.cycle"));
        assert_eq!(refused("VN", |all, unit| unit[0].parent = Some(id(all, "01"))), Some("unit.cycle"));
    }

    #[test]
    fn a_parent_is_of_a_tier_above_and_lives_as_long_as_its_child() {
        let impossible = Some("unit.impossible_parent");
        assert_eq!(refused("21223", |all, unit| unit[0].parent = Some(id(all, "21115"))), impossible);
        assert_eq!(refused("522", |all, unit| unit[0].parent = Some(id(all, "VN"))), impossible);
        assert_eq!(refused("522", |_, unit| unit[0].parent = None), impossible);
        assert_eq!(refused("522", |_, unit| unit[0].parent = ids(900)().into()), impossible);
        assert_eq!(refused("VN", |_, unit| unit[0].tier = Tier::Province), Some("unit.kind_mismatch"));
        assert_eq!(refused("21223", |_, unit| unit[0].life = Life::ALWAYS), impossible, "its district ends in June");
        assert_eq!(refused("522", |_, unit| unit[0].life = Life::since(day(OLD))), impossible, "the province ends too");
    }

    #[test]
    fn a_code_belongs_to_one_unit_a_day_and_is_written_as_its_scheme_writes_it() {
        let code = |code: &'static str, scheme| {
            move |_: &Directory, unit: &mut Vec<Version>| {
                unit[0].codes.insert(scheme, code.into());
            }
        };
        assert_eq!(refused("21223", code("21115", CodeScheme::Gso)), Some("unit.duplicate_code"));
        assert_eq!(refused("21223", code("21172", CodeScheme::Gso)), None, "that unit begins in July");
        assert_eq!(refused("21223", code("2122", CodeScheme::Gso)), Some("unit.bad_code"));
        assert_eq!(refused("21223", code("", CodeScheme::Hcode)), Some("unit.bad_code"));
    }

    #[test]
    fn a_kind_exists_at_its_tier() {
        assert_eq!(refused("21223", |_, unit| unit[0].kind = "huyện".into()), Some("unit.kind_mismatch"));
    }

    #[test]
    fn an_organisation_belongs_to_a_territory_that_it_shares_days_with() {
        let refused = |home: &str, life: Life| {
            let mut directory = country().directory();
            let new = NewOrganisation {
                name: "Phòng Nội vụ".into(),
                kind: OrganisationKind::Department,
                affiliation: Affiliation::Authority,
                life,
            };
            let office = Unit::organisation(ids(900)(), find(&directory, home, OLD), new);
            directory.units.insert(office.id(), office);
            directory.check().err().map(|error| error.rule())
        };
        assert_eq!(refused("525", Life::ALWAYS), None);
        assert_eq!(refused("525", Life::since(day("2025-07-01"))), Some("unit.impossible_parent"));
    }
}
