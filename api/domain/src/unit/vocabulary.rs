//! The closed words of the unit directory.

use crate::{refusal::Lang, word::words};

words! {
    /// A tier of government (cấp). The district tier ends on 30 June 2025 (Law 72/2025/QH15).
    pub enum Tier {
        /// The whole country: only the root stands here.
        Nation = "NATION",
        /// Tỉnh, thành phố trực thuộc trung ương.
        Province = "PROVINCE",
        /// Huyện, quận, thị xã and towns below the province.
        District = "DISTRICT",
        /// Xã, phường, thị trấn, đặc khu.
        Commune = "COMMUNE",
    }
}

words! {
    /// What a unit is.
    pub enum UnitForm {
        /// A People's Committee with the land it governs.
        Territory = "TERRITORY",
        /// An office, a body or a named post that belongs to one.
        Organisation = "ORGANISATION",
    }
}

words! {
    /// How an organisation belongs to its territory.
    pub enum Affiliation {
        /// To the People's Committee itself: its own apparatus or service.
        Authority = "AUTHORITY",
        /// Of the same administrative unit, but not under the People's Committee: the Front, mass organisations.
        SameUnit = "SAME_UNIT",
    }
}

words! {
    /// What an organisation is.
    pub enum OrganisationKind {
        /// Phòng, sở.
        Department = "DEPARTMENT",
        /// Văn phòng.
        Office = "OFFICE",
        /// Đơn vị sự nghiệp công lập.
        PublicServiceUnit = "PUBLIC_SERVICE_UNIT",
        /// Đài, báo, cổng thông tin điện tử.
        Media = "MEDIA",
        /// A body of the Party.
        Party = "PARTY",
        /// Mặt trận Tổ quốc.
        Front = "FRONT",
        /// Đoàn thể, hội.
        MassOrganisation = "MASS_ORGANISATION",
        /// A named post, not an office.
        Post = "POST",
        /// Tổ, ban biên tập, ban chỉ đạo.
        Team = "TEAM",
    }
}

words! {
    /// Who gave a unit its code.
    pub enum CodeScheme {
        /// The statistics office: digits with leading zeros, two for a province, three for a district, five for a
        /// commune (Decision 19/2025/QĐ-TTg).
        Gso = "GSO",
        /// The electronic identifier of agencies, at most 35 characters (Decision 20/2020/QĐ-TTg).
        Hcode = "HCODE",
        /// The national public-service portal.
        Portal = "PORTAL",
        /// This installation.
        Local = "LOCAL",
    }
}

words! {
    /// How a unit ended.
    pub enum SuccessionKind {
        /// It went whole into a successor it shares with others.
        Merge = "MERGE",
        /// Parts of it went to two or more successors.
        Split = "SPLIT",
        /// It ended without a successor at its tier.
        Abolish = "ABOLISH",
    }
}

words! {
    /// How much of a unit went to a successor.
    pub enum SuccessionExtent {
        /// All of it.
        Whole = "WHOLE",
        /// Some of its land with the people there.
        Part = "PART",
        /// Some of its land; no people are named.
        PartArea = "PART_AREA",
        /// Some of its land and all of its people: the natural heir of a split unit.
        PartAreaAllPopulation = "PART_AREA_ALL_POPULATION",
        /// Some of its people.
        PartPopulation = "PART_POPULATION",
        /// All of its land.
        AllArea = "ALL_AREA",
    }
}

/// The longest code of any scheme, in characters.
const CODE_MAX: usize = 35;

/// The kind of a city that is a province, by its full name.
const CENTRAL_CITY: &str = "thành phố trực thuộc trung ương";

impl Tier {
    /// Whether a territory of this tier may stand directly under one of tier `parent`.
    #[must_use]
    pub const fn may_stand_under(self, parent: Self) -> bool {
        matches!(
            (self, parent),
            (Self::Province, Self::Nation)
                | (Self::District, Self::Province)
                | (Self::Commune, Self::District | Self::Province)
        )
    }

    /// The kind of territory that `word` names at this tier, if it names one.
    ///
    /// `thành phố` at the tier of provinces, the short form in use since 1 July 2025, is the kind that was called
    /// `thành phố trực thuộc trung ương` before: one kind, kept under its full name.
    #[must_use]
    pub fn kind(self, word: &str) -> Option<&'static str> {
        let kinds: &[&str] = match self {
            Self::Nation => &["quốc gia"],
            Self::Province if word == "thành phố" => return Some(CENTRAL_CITY),
            Self::Province => &["tỉnh", CENTRAL_CITY],
            Self::District => {
                &["huyện", "quận", "thị xã", "thành phố thuộc tỉnh", "thành phố thuộc thành phố trực thuộc trung ương"]
            }
            Self::Commune => &["xã", "phường", "thị trấn", "đặc khu"],
        };
        kinds.iter().copied().find(|kind| *kind == word)
    }

    /// Its name in a sentence.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Nation, Lang::Vi) => "cấp quốc gia",
            (Self::Nation, Lang::En) => "nation",
            (Self::Province, Lang::Vi) => "cấp tỉnh",
            (Self::Province, Lang::En) => "province",
            (Self::District, Lang::Vi) => "cấp huyện",
            (Self::District, Lang::En) => "district",
            (Self::Commune, Lang::Vi) => "cấp xã",
            (Self::Commune, Lang::En) => "commune",
        }
    }
}

impl CodeScheme {
    /// Whether `code` is well formed for a unit of tier `tier`.
    #[must_use]
    pub fn admits(self, tier: Tier, code: &str) -> bool {
        let digits = match (self, tier) {
            (Self::Gso, Tier::Nation) => return false,
            (Self::Gso, Tier::Province) => 2,
            (Self::Gso, Tier::District) => 3,
            (Self::Gso, Tier::Commune) => 5,
            _ => return (1..=CODE_MAX).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_graphic()),
        };
        code.len() == digits && code.bytes().all(|b| b.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_stand_in_order_and_only_the_district_may_be_left_out() {
        use Tier::{Commune, District, Nation, Province};
        let allowed = [(Province, Nation), (District, Province), (Commune, District), (Commune, Province)];
        for &child in Tier::ALL {
            for &parent in Tier::ALL {
                assert_eq!(child.may_stand_under(parent), allowed.contains(&(child, parent)), "{child} under {parent}");
            }
        }
    }

    #[test]
    fn a_city_that_is_a_province_has_one_kind_under_two_words() {
        assert_eq!(Tier::Province.kind("thành phố"), Tier::Province.kind("thành phố trực thuộc trung ương"));
        assert_eq!(Tier::District.kind("thành phố"), None);
        assert_eq!(Tier::Commune.kind("đặc khu"), Some("đặc khu"));
        assert_eq!(Tier::Province.kind("xã"), None);
    }

    #[test]
    fn a_statistics_code_has_the_digits_of_its_tier() {
        assert!(CodeScheme::Gso.admits(Tier::Province, "01"));
        assert!(CodeScheme::Gso.admits(Tier::District, "001"));
        assert!(CodeScheme::Gso.admits(Tier::Commune, "00001"));
        for code in ["", "1", "001", "0a", "٠١", " 1"] {
            assert!(!CodeScheme::Gso.admits(Tier::Province, code), "{code:?}");
        }
        assert!(CodeScheme::Local.admits(Tier::Nation, "VN"));
        assert!(CodeScheme::Hcode.admits(Tier::District, &"H".repeat(35)));
        assert!(!CodeScheme::Hcode.admits(Tier::District, &"H".repeat(36)));
        assert!(!CodeScheme::Portal.admits(Tier::District, "a b"));
    }
}
