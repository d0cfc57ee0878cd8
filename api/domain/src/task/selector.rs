//! Which units a quota binds, before the directory has been asked.

use std::collections::BTreeSet;

use super::{GroupMember, Holder, RoleHolder, TaskRole};
use crate::{
    id::UnitId,
    plan::{
        ENTRIES_MAX, PlanError, PlanFault,
        field::{Keys, at_most, distinct},
    },
    word::words,
};

words! {
    /// The ways to say which units a quota binds: as 54/KH-UBND of Trà Bồng and Tây Ninh's plan for 2024 say it, or unit
    /// by unit.
    pub enum SelectorKind {
        /// Each commune below the issuer (mỗi xã, phường, thị trấn).
        EachCommune = "EACH_COMMUNE",
        /// Each district below the issuer (mỗi huyện).
        EachDistrict = "EACH_DISTRICT",
        /// Each department of the issuer (mỗi sở, phòng).
        EachDepartment = "EACH_DEPARTMENT",
        /// Each department of the issuer and each district below it (mỗi sở, mỗi huyện).
        EachDepartmentAndDistrict = "EACH_DEPARTMENT_AND_DISTRICT",
        /// One organisation of the plan.
        Organisation = "ORGANISATION",
        /// All who hold a role in the task.
        RoleHolders = "ROLE_HOLDERS",
        /// Units picked one by one.
        Units = "UNITS",
    }
}

/// Which units a quota binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// Each commune below the issuer.
    EachCommune,
    /// Each district below the issuer.
    EachDistrict,
    /// Each department of the issuer.
    EachDepartment,
    /// Each department of the issuer and each district below it.
    EachDepartmentAndDistrict,
    /// The organisation of that key.
    Organisation(String),
    /// All who hold that role in the task.
    RoleHolders(TaskRole),
    /// These units.
    Units(Vec<UnitId>),
}

impl Selector {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SelectorKind {
        match self {
            Self::EachCommune => SelectorKind::EachCommune,
            Self::EachDistrict => SelectorKind::EachDistrict,
            Self::EachDepartment => SelectorKind::EachDepartment,
            Self::EachDepartmentAndDistrict => SelectorKind::EachDepartmentAndDistrict,
            Self::Organisation(_) => SelectorKind::Organisation,
            Self::RoleHolders(_) => SelectorKind::RoleHolders,
            Self::Units(_) => SelectorKind::Units,
        }
    }

    /// What to look up, each once, however many of the task's `roles` match.
    pub(super) fn targets<'a>(&'a self, roles: &'a [RoleHolder]) -> BTreeSet<Target<'a>> {
        use GroupMember::{Communes, Departments, Districts};
        match self {
            Self::EachCommune => BTreeSet::from([Target::Members(Communes)]),
            Self::EachDistrict => BTreeSet::from([Target::Members(Districts)]),
            Self::EachDepartment => BTreeSet::from([Target::Members(Departments)]),
            Self::EachDepartmentAndDistrict => [Departments, Districts].map(Target::Members).into(),
            Self::Organisation(key) => BTreeSet::from([Target::Organisation(key)]),
            Self::Units(units) => units.iter().copied().map(Target::Unit).collect(),
            Self::RoleHolders(role) => {
                roles.iter().filter(|held| held.role == *role).flat_map(|held| targets(&held.holder)).collect()
            }
        }
    }

    pub(super) fn check(&self, field: &str, keys: &Keys) -> Result<Self, PlanError> {
        match self {
            Self::Organisation(key) => keys.known(field, key).map(Self::Organisation),
            Self::Units(units) if units.is_empty() => Err(PlanFault::NoUnit.at(field)),
            Self::Units(units) => {
                at_most(field, ENTRIES_MAX, units.len())?;
                distinct(field, units)?;
                Ok(Self::Units(units.clone()))
            }
            other => Ok(other.clone()),
        }
    }
}

/// Something to look up in the directory: one unit, or all units of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target<'a> {
    /// The unit behind the organisation of that key.
    Organisation(&'a str),
    /// That unit.
    Unit(UnitId),
    /// Every unit of that set.
    Members(GroupMember),
}

fn targets(holder: &Holder) -> Vec<Target<'_>> {
    match holder {
        Holder::Organisation(key) => vec![Target::Organisation(key)],
        Holder::Group(group) => group.members().iter().copied().map(Target::Members).collect(),
    }
}
