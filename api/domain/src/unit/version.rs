//! A unit and what is said of it through its days.

use std::collections::BTreeMap;

use super::{Affiliation, CodeScheme, Life, Tier, UnitForm};
use crate::{calendar::Day, id::UnitId};

/// What is said of a unit through a run of days. A unit's version is known by the unit and its first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The full official name, with its kind in front where the unit is a territory: `Xã Tịnh Ấn Tây`.
    pub name: String,
    /// A territory's kind in Vietnamese (`xã`), an organisation's as a word of [`super::OrganisationKind`].
    pub kind: String,
    /// The tier; an organisation has its territory's.
    pub tier: Tier,
    /// The unit directly above, none for the root only. An organisation's is its territory.
    pub parent: Option<UnitId>,
    /// At most one code of each scheme.
    pub codes: BTreeMap<CodeScheme, String>,
    /// The days through which all this holds.
    pub life: Life,
}

impl Version {
    /// Whether both say the same, whatever their days.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.name, &self.kind, self.tier, self.parent, &self.codes)
            == (&other.name, &other.kind, other.tier, other.parent, &other.codes)
    }

    /// The unit as a message names it: `21223 Xã Tịnh Ấn Tây`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.codes.values().next() {
            Some(code) => format!("{code} {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What a unit is, and to whom it belongs if it is an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A People's Committee with the land it governs.
    Territory,
    /// An organisation. It lives as long as its versions say, but no day on which its territory does not.
    Organisation {
        /// The territory it belongs to.
        territory: UnitId,
        /// How it belongs to it.
        affiliation: Affiliation,
    },
}

impl Body {
    /// The form of such a unit.
    #[must_use]
    pub const fn form(self) -> UnitForm {
        match self {
            Self::Territory => UnitForm::Territory,
            Self::Organisation { .. } => UnitForm::Organisation,
        }
    }
}

/// One identity through time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    id: UnitId,
    body: Body,
    versions: Vec<Version>,
}

/// An organisation to be entered in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// Its name, already in the stored form.
    pub name: String,
    /// What it is.
    pub kind: super::OrganisationKind,
    /// How it belongs to its territory.
    pub affiliation: Affiliation,
    /// Its own days; [`Life::ALWAYS`] if it simply lives and ends with its territory.
    pub life: Life,
}

impl Unit {
    /// A unit with its versions, given in any order.
    #[must_use]
    pub fn new(id: UnitId, body: Body, mut versions: Vec<Version>) -> Self {
        versions.sort_by_key(|version| version.life);
        Self { id, body, versions }
    }

    /// A new organisation of `territory`: one version for each tier the territory has in turn.
    #[must_use]
    pub fn organisation(id: UnitId, territory: &Self, new: NewOrganisation) -> Self {
        let version = Version {
            name: new.name,
            kind: new.kind.as_str().to_owned(),
            tier: Tier::Commune,
            parent: Some(territory.id),
            codes: BTreeMap::new(),
            life: new.life,
        };
        let body = Body::Organisation { territory: territory.id, affiliation: new.affiliation };
        Self::new(id, body, vec![version]).with_tiers_of(territory)
    }

    /// The same organisation with its territory's tier on every day.
    #[must_use]
    pub(super) fn with_tiers_of(self, territory: &Self) -> Self {
        let tiers = territory.tiers();
        let cut = self.versions.iter().flat_map(|version| {
            tiers.iter().filter_map(|&(tier, life)| {
                let life = life.intersect(version.life)?;
                Some(Version { tier, life, ..version.clone() })
            })
        });
        let versions = join(cut);
        Self { versions, ..self }
    }

    /// The tiers this unit has in turn. They leave no day out: a tier holds until the next one, and the first and the
    /// last hold beyond the unit's own days.
    fn tiers(&self) -> Vec<(Tier, Life)> {
        let mut starts: Vec<(Tier, Day)> = Vec::new();
        for version in &self.versions {
            if starts.last().is_none_or(|&(tier, _)| tier != version.tier) {
                starts.push((version.tier, version.life.first_day()));
            }
        }
        let ends = starts.iter().skip(1).map(|&(_, start)| start.pred_opt()).chain([None]);
        let lives = starts.iter().enumerate().zip(ends).filter_map(|((n, &(tier, start)), end)| {
            let life = Life::new((n > 0).then_some(start), end).ok()?;
            Some((tier, life))
        });
        lives.collect()
    }

    /// Its identity.
    #[must_use]
    pub const fn id(&self) -> UnitId {
        self.id
    }

    /// What it is.
    #[must_use]
    pub const fn body(&self) -> Body {
        self.body
    }

    /// Its versions, the earliest first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// What is said of it on a day, unless it does not live then.
    #[must_use]
    pub fn version_on(&self, day: Day) -> Option<&Version> {
        self.versions.iter().find(|version| version.life.contains(day))
    }

    /// The days through which it lives, in as few runs as there are.
    #[must_use]
    pub fn lives(&self) -> Vec<Life> {
        Life::merge(self.versions.iter().map(|version| version.life))
    }

    /// The days on which it is of another tier in `after`, or as an organisation of another kind: sets of units are told
    /// apart by these. Days on which it lives in one of the two only are left out.
    #[must_use]
    pub fn reclassified(&self, after: &Self) -> Vec<Life> {
        let organisation = self.body.form() == UnitForm::Organisation;
        let pairs = self.versions.iter().flat_map(|old| after.versions.iter().map(move |new| (old, new)));
        let differing = pairs.filter(|(old, new)| old.tier != new.tier || (organisation && old.kind != new.kind));
        Life::merge(differing.filter_map(|(old, new)| old.life.intersect(new.life)))
    }

    /// The unit as a message names it, by its latest version.
    #[must_use]
    pub fn label(&self) -> String {
        self.versions.last().map_or_else(|| self.id.to_string(), Version::label)
    }
}

/// The same said in as few versions as possible. `versions` are disjoint and in order.
pub(super) fn join(versions: impl IntoIterator<Item = Version>) -> Vec<Version> {
    let mut joined: Vec<Version> = Vec::new();
    for version in versions {
        let life =
            joined.last().filter(|last| last.says_the_same(&version)).and_then(|last| last.life.join(version.life));
        match (life, joined.last_mut()) {
            (Some(life), Some(last)) => last.life = life,
            _ => joined.push(version),
        }
    }
    joined
}
